"""Templates, and how a brief becomes the messages of one provider call.

A template is text with named variables plus the JSON schema of what the model returns. Topic and difficulty are not
asked back from the model: they come from the brief, which is always right and costs no tokens. User text is data: it
is put in by one substitution pass and never read as a template. No I/O and no template engine.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gristmill.plan import Brief

MAX_TOPIC_CHARS: Final = 200  # the width of the seed's topic_filter column
MAX_INSTRUCTION_CHARS: Final = 2000  # as the API bounds it: about 500 tokens, which also a small context holds
_STEPWISE: Final = re.compile(r"\bsteps?\b|\bstep[- ]by[- ]step\b|\bnumbered\b", re.IGNORECASE)
_NUMBERED_STEPS: Final = "Write the reasoning as numbered steps: 1. ... 2. ... 3. ..."
_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One worked example: shown to a small model as an earlier turn of the chat."""

    topic: str
    user: str
    reply: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmallForm:
    """How a template is put to a small model: shorter words, a tight schema and a worked example.

    Measured with SmolLM2-135M: with bounded strings and one example from another topic 20 of 20 replies were valid,
    with the schema alone 11 of 20, without 0 of 20.
    """

    system: str
    user: str
    schema: Mapping[str, object]
    examples: tuple[Example, ...]
    max_tokens: int
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A kind of sample. A line of `user` whose variable is empty is left out.

    Variables: topic, difficulty, angle, framing, instruction (quoted), steps (a wish for numbered steps, or empty).
    `schema` is a JSON schema of type object with string properties; `identity_fields` make a sample a duplicate.
    """

    name: str
    version: int
    kind: str
    system: str
    user: str
    schema: Mapping[str, object]
    small: SmallForm
    identity_fields: tuple[str, ...] = ("question",)
    max_tokens: int = 1200
    temperature: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What one provider call sends. `prompt_hash` is the sha256 (hex) of the messages and the schema."""

    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, object]
    prompt_hash: str
    max_tokens: int
    temperature: float


def render(template: Template, brief: Brief, *, small_model: bool) -> Prompt:
    """Write the messages for one brief; the same template and brief always give the same prompt."""
    form = template.small if small_model else template
    messages = [("system", form.system)]
    if isinstance(form, SmallForm):
        example = _example_for(form, brief.topic)
        messages += [("user", example.user), ("assistant", json.dumps(example.reply, ensure_ascii=False))]
    messages.append(("user", _fill(form.user, _variables(brief))))
    return Prompt(
        messages=tuple(messages),
        schema=form.schema,
        prompt_hash=_hash(messages, form),
        max_tokens=form.max_tokens,
        temperature=form.temperature if brief.temperature is None else brief.temperature,
    )


def _variables(brief: Brief) -> dict[str, str]:
    instruction = _one_line(brief.reasoning_instruction or "", MAX_INSTRUCTION_CHARS)
    return {
        "topic": _one_line(brief.topic, MAX_TOPIC_CHARS),
        "difficulty": _one_line(brief.difficulty, MAX_TOPIC_CHARS),
        "angle": _one_line(brief.angle or "", MAX_TOPIC_CHARS),
        "framing": _one_line(brief.framing or "", MAX_TOPIC_CHARS),
        # As a JSON string, so that quotes inside the instruction cannot end it.
        "instruction": json.dumps(instruction, ensure_ascii=False) if instruction else "",
        "steps": _NUMBERED_STEPS if _STEPWISE.search(instruction) else "",
    }


def _fill(text: str, variables: Mapping[str, str]) -> str:
    """Put the variables in, once: `$` in a value is not read again."""
    return "\n".join(line % variables for line, names in _lines(text) if all(variables[name] for name in names))


@functools.lru_cache(maxsize=64)
def _lines(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Split a template's text once, not once per call: each line as a %-format, which fills four times as fast."""
    lines = text.replace("%", "%%").splitlines()
    return tuple(
        (string.Template(line).substitute(_PercentNames()), tuple(string.Template(line).get_identifiers()))
        for line in lines
    )


class _PercentNames(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"%({name})s"


def _example_for(form: SmallForm, topic: str) -> Example:
    """Take an example from another topic, so that the model cannot pass it off as its own."""
    words = set(topic.casefold().split())
    others = (example for example in form.examples if not words & set(example.topic.casefold().split()) - {"law", "-"})
    return next(others, form.examples[0])


def _one_line(text: str, limit: int) -> str:
    """Make user text one bounded line of valid Unicode: a line break could otherwise pose as another field."""
    return _SPACES.sub(" ", text[:limit].encode("utf-8", "replace").decode("utf-8")).strip()


def _hash(messages: list[tuple[str, str]], form: Template | SmallForm) -> str:
    # No text holds a NUL (`_one_line` takes them out of users' texts), so two prompts cannot give the same bytes.
    texts = "\0".join(part for message in messages for part in message)
    return hashlib.sha256(_schema_digest(form) + texts.encode()).hexdigest()


@functools.lru_cache(maxsize=64)
def _schema_digest(form: Template | SmallForm) -> bytes:
    """Forms are compared by identity, so that this is written once per template and not once per call."""
    return hashlib.sha256(json.dumps(form.schema, sort_keys=True).encode()).digest()


def _object(**properties: Mapping[str, object]) -> Mapping[str, object]:
    """Make an object schema in which every field is required and no other is allowed, as strict providers demand."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(shortest: int, longest: int) -> Mapping[str, object]:
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def _shaped(shortest: int, longest: int, *, pattern: str) -> Mapping[str, object]:
    return {**_text(shortest, longest), "pattern": pattern}


LEGAL_QA: Final = Template(
    name="Legal Q&A",
    version=1,
    kind="legal_qa",
    system=(
        "You write training examples on UK law (England and Wales unless the topic says otherwise). "
        "Each has one question that can be understood on its own, the reasoning from rule to result, and the answer. "
        "State only law you are sure of and name the statute and section. "
        "case_citation is one real authority that supports the answer, with its citation, else null; never invent one. "
        "Reply with one JSON object and nothing else: "
        '{"question": string, "reasoning": string, "answer": string, "case_citation": string or null}'
    ),
    user=(
        "Topic: $topic\n"
        "Difficulty: $difficulty\n"
        "Angle: $angle\n"
        "Form: $framing\n"
        "Instruction for the reasoning: $instruction\n"
        "$steps"
    ),
    schema=_object(
        question=_text(15, 2000),
        reasoning=_text(20, 6000),
        answer=_text(20, 6000),
        case_citation={"type": ["string", "null"], "maxLength": 300},
    ),
    small=SmallForm(
        system="You write exam questions about UK law, with reasoning in short numbered steps and an answer, as JSON.",
        user=(
            "Topic: $topic. Level: $difficulty.\n"
            "Instruction for the reasoning: $instruction\n"
            "Write one question, the reasoning and the answer about this situation: $angle."
        ),
        schema=_object(
            question=_shaped(30, 320, pattern=r'^[A-Z][^?"\\\n]{28,318}\?$'),
            reasoning=_shaped(80, 700, pattern=r'^1\. [^"\\\n]{76,696}\.$'),
            answer=_shaped(40, 450, pattern=r'^[A-Z][^"\\\n]{38,448}\.$'),
        ),
        examples=(
            Example(
                topic="Land Law - Easements",
                user=(
                    "Topic: Land Law - Easements. Level: basic.\n"
                    "Write one question, the reasoning and the answer about this situation: "
                    "a neighbour has used a path across a garden for 25 years."
                ),
                reply={
                    "question": (
                        "Mrs Khan has walked across her neighbour's garden every day for 25 years without asking. "
                        "Can the neighbour now lock the gate?"
                    ),
                    "reasoning": (
                        "1. A right of way can be gained by long use. 2. The use must be open, without force and "
                        "without permission for at least 20 years. 3. Mrs Khan used the path openly for 25 years and "
                        "nobody gave her permission."
                    ),
                    "answer": (
                        "No. Mrs Khan has gained a right of way by prescription, so locking the gate would interfere "
                        "with her easement."
                    ),
                },
            ),
            Example(
                topic="Employment Law - Unfair Dismissal",
                user=(
                    "Topic: Employment Law - Unfair Dismissal. Level: basic.\n"
                    "Write one question, the reasoning and the answer about this situation: "
                    "an employee is dismissed without a hearing."
                ),
                reply={
                    "question": (
                        "Mr Lowe worked in a bakery for six years and was dismissed for lateness without a hearing. "
                        "Was the dismissal fair?"
                    ),
                    "reasoning": (
                        "1. Lateness can be a fair reason because it is about conduct. 2. The employer must also "
                        "follow a fair procedure. 3. Mr Lowe was never heard, so the procedure was not fair."
                    ),
                    "answer": (
                        "No. The reason may be a fair one, but dismissing Mr Lowe without hearing him first was unfair."
                    ),
                },
            ),
        ),
        max_tokens=800,
        temperature=0.8,
    ),
)
TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType({LEGAL_QA.name: LEGAL_QA})
