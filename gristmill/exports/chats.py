"""What a sample says, whatever its template: turns of a conversation, a task with its result, or a preference.

Pure. A sample is read by the fields it has, which the kinds of templates name alike; a mapping given with the export
wins over that. What cannot be read so is `Unfit`, with a reason that people are shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

ROLES: Final = ("system", "user", "assistant")
# The first field that a sample has is taken. They are the names that the shipped templates and common datasets use.
ASKING: Final = ("question", "instruction", "problem", "prompt", "text")
GIVEN: Final = ("input", "context")
REASONING: Final = ("reasoning", "rationale", "steps")
ANSWERING: Final = ("answer", "response", "output", "completion", "label", "chosen", "final_answer")
LISTS: Final = ("messages", "conversation", "turns")


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a sample cannot be put in a format; a short phrase that is also the key it is counted under."""

    why: str


@dataclass(frozen=True, slots=True)
class Turn:
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """An instruction, what it is about (may be empty), and the result."""

    instruction: str
    given: str
    result: str


@dataclass(frozen=True, slots=True)
class Preference:
    prompt: str
    chosen: str
    rejected: str


def as_text(value: Any) -> str:
    """Write a value as the text a model is trained on: lists line by line, objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value).strip()
    return json.dumps(value, ensure_ascii=False)


def turns_of(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Turn, ...] | Unfit:
    """Read a sample as a conversation that ends with the assistant.

    A sample that is no conversation becomes one of two turns: what is asked (after its source, where it has one), and
    the reasoning and the answer with an empty line between them.
    """
    if not mapping:
        for name in LISTS:
            if isinstance(fields.get(name), list):
                return _conversation(fields[name])
    task = task_of(fields, {_TASK_NAMES.get(name, name): field for name, field in mapping.items()})
    if isinstance(task, Unfit):
        return task
    asked = "\n\n".join(part for part in (task.given, task.instruction) if part)
    turns = (Turn("user", asked), Turn("assistant", task.result))
    system = as_text(fields.get(mapping.get("system", "")))
    return (Turn("system", system), *turns) if system else turns


def task_of(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> Task | Unfit:
    """Read a sample as an instruction with its result; `mapping` names the fields of instruction, input and output."""
    instruction = as_text(fields.get(mapping["instruction"])) if "instruction" in mapping else _first(fields, ASKING)
    if "input" in mapping:
        given = as_text(fields.get(mapping["input"]))
    else:
        given = _first(fields, ("source", *GIVEN))
    result = as_text(fields.get(mapping["output"])) if "output" in mapping else _result(fields)
    if not instruction:
        return Unfit("nothing is asked in it")
    if not result:
        return Unfit("it has no answer")
    return Task(instruction, given if given != instruction else "", result)


def preference_of(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> Preference | Unfit:
    """Read a sample as a prompt with a better and a worse answer."""
    prompt, chosen, rejected = (as_text(fields.get(mapping.get(name, name))) for name in _PREFERENCE)
    if not (chosen and rejected):
        return Unfit("it has no chosen and rejected answers")
    return Preference(prompt, chosen, rejected) if prompt else Unfit("nothing is asked in it")


_PREFERENCE: Final = ("prompt", "chosen", "rejected")
_TASK_NAMES: Final = {"user": "instruction", "assistant": "output"}


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := as_text(fields.get(name)))), "")


def _result(fields: Mapping[str, Any]) -> str:
    answer = _first(fields, ANSWERING)
    reasoning = _first(fields, REASONING)
    return f"{reasoning}\n\n{answer}" if reasoning and answer else answer


def _conversation(messages: list[Any]) -> tuple[Turn, ...] | Unfit:
    turns = []
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ROLES or not as_text(message.get("content")):
            return Unfit("its turns are not of user and assistant")
        turns.append(Turn(message["role"], as_text(message["content"])))
    spoken = [turn.role for turn in turns if turn.role != "system"]
    if any(turn.role == "system" for turn in turns[1:]) or spoken != ["user", "assistant"] * (len(spoken) // 2):
        return Unfit("its turns do not alternate from user to assistant")
    return tuple(turns) if spoken else Unfit("it has no turns")
