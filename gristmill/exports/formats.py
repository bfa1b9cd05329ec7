"""The formats: how each writes one sample, and which of its names an export may map to fields. Pure.

| format | one row |
|---|---|
| openai_chat | `{"messages": [{"role", "content"}]}`, the last from the assistant |
| sharegpt | `{"conversations": [{"from", "value"}]}`: human, gpt, and system first |
| alpaca | `{"instruction", "input", "output"}`, and `system` where the export has a system prompt |
| dpo | `{"prompt", "chosen", "rejected"}`, each a list of messages (TRL's conversational preference) |
| jsonl, csv, parquet, batch_zip | the sample's own fields beside its provenance |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gristmill.exports.chats import Task, Turn, Unfit, preference_of, task_of, turns_of

Row = dict[str, Any]
Fields = Mapping[str, Any]
Convert = Callable[[Fields, Mapping[str, str], str | None], "Row | Unfit"]

PARQUET_SHARD_ROWS: Final = 100_000
_SHAREGPT_NAMES: Final = {"user": "human", "assistant": "gpt", "system": "system"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format. `convert` is None where a row is the sample as it is; `roles` are the names of a mapping."""

    name: str
    endings: tuple[str, ...]
    convert: Convert | None = None
    roles: tuple[str, ...] = ()
    needs: str = ""
    shard_rows: int | None = None


def openai_chat(fields: Fields, mapping: Mapping[str, str], system: str | None) -> Row | Unfit:
    """Write a sample in OpenAI's format for chat fine-tuning."""
    turns = turns_of(fields, mapping)
    return turns if isinstance(turns, Unfit) else {"messages": _messages(_led(turns, system))}


def sharegpt(fields: Fields, mapping: Mapping[str, str], system: str | None) -> Row | Unfit:
    """Write a sample as ShareGPT: human at odd places, gpt at even ones, after the system prompt if there is one."""
    turns = turns_of(fields, mapping)
    if isinstance(turns, Unfit):
        return turns
    said = [{"from": _SHAREGPT_NAMES[turn.role], "value": turn.text} for turn in _led(turns, system)]
    return {"conversations": said}


def alpaca(fields: Fields, mapping: Mapping[str, str], system: str | None) -> Row | Unfit:
    """Write a sample as Alpaca; every row has the same names, which is why a longer conversation does not fit."""
    task = task_of(fields, mapping)
    if isinstance(task, Unfit) and not mapping:
        turns = turns_of(fields, {})
        if isinstance(turns, Unfit):
            return turns
        if [turn.role for turn in turns] != ["user", "assistant"]:
            return Unfit("it is a conversation of several turns")
        task = Task(turns[0].text, "", turns[1].text)
    if isinstance(task, Unfit):
        return task
    row = {"instruction": task.instruction, "input": task.given, "output": task.result}
    return {**row, "system": system} if system else row


def dpo(fields: Fields, mapping: Mapping[str, str], system: str | None) -> Row | Unfit:
    """Write a sample as TRL reads preferences."""
    pair = preference_of(fields, mapping)
    if isinstance(pair, Unfit):
        return pair
    return {
        "prompt": _messages(_led((Turn("user", pair.prompt),), system)),
        "chosen": _messages((Turn("assistant", pair.chosen),)),
        "rejected": _messages((Turn("assistant", pair.rejected),)),
    }


_CHAT: Final = "samples that ask and answer something, or hold a conversation"
FORMATS: Final[dict[str, Format]] = {
    format_.name: format_
    for format_ in (
        Format(
            name="openai_chat",
            endings=("jsonl",),
            convert=openai_chat,
            roles=("user", "assistant", "system"),
            needs=_CHAT,
        ),
        Format(
            name="sharegpt", endings=("jsonl",), convert=sharegpt, roles=("user", "assistant", "system"), needs=_CHAT
        ),
        Format(
            name="alpaca", endings=("jsonl",), convert=alpaca, roles=("instruction", "input", "output"), needs=_CHAT
        ),
        Format(
            name="dpo",
            endings=("jsonl",),
            convert=dpo,
            roles=("prompt", "chosen", "rejected"),
            needs="samples with `prompt`, `chosen` and `rejected`, as the preference template makes them",
        ),
        Format(name="jsonl", endings=("jsonl",)),
        Format(name="csv", endings=("csv",)),
        Format(name="parquet", endings=("parquet",), shard_rows=PARQUET_SHARD_ROWS),
        Format(name="batch_zip", endings=("jsonl", "parquet"), shard_rows=PARQUET_SHARD_ROWS),
    )
}


def _led(turns: tuple[Turn, ...], system: str | None) -> tuple[Turn, ...]:
    """Put the export's own system prompt in front; it takes the place of one that the sample has."""
    if system is None:
        return turns
    return (Turn("system", system), *(turn for turn in turns if turn.role != "system"))


def _messages(turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    return [{"role": turn.role, "content": turn.text} for turn in turns]
