"""Is a field a conversation? The user speaks first, the assistant last, in turns, and each says something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gristmill.quality.form import Fault, Rule
from gristmill.quality.subject import Subject
from gristmill.quality.words import joined

_SPEAKERS = ("user", "assistant")


def turns(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` is a list of {role, content} with `minimum` to `maximum` turns, or the number that the brief names.

    A turn is one message. A conversation ends with the assistant, so an odd number asked for may be missed by one.
    """
    found = subject.content.get(rule.field or "")
    if not isinstance(found, list) or not all(isinstance(turn, dict) for turn in found):
        yield Fault("bad_turns", f"The field {rule.field} is not a list of turns.")
        return
    yield from _order(rule, found)
    yield from _count(rule, subject, len(found))


def _order(rule: Rule, found: list[dict[str, Any]]) -> Iterator[Fault]:
    for number, turn in enumerate(found):
        speaker = _SPEAKERS[number % 2]
        if turn.get("role") != speaker:
            yield Fault("bad_turns", f"The field {rule.field}/{number} should be the {speaker}'s turn.")
            return
        if not joined(turn.get("content")).strip():
            yield Fault("empty_turn", f"The field {rule.field}/{number} says nothing.")
            return
    if len(found) % 2:
        yield Fault("bad_turns", f"The field {rule.field} does not end with the assistant's turn.")


def _count(rule: Rule, subject: Subject, count: int) -> Iterator[Fault]:
    wanted = _asked(subject)
    lowest = rule.minimum if wanted is None else wanted - wanted % 2
    highest = rule.maximum if wanted is None else wanted + wanted % 2
    if (lowest is not None and count < lowest) or (highest is not None and count > highest):
        limits = f"{lowest or 0} to {highest or 'any number'}" if wanted is None else f"{wanted}"
        yield Fault("wrong_turn_count", f"The field {rule.field} has {count} turns; {limits} were asked for.")


def _asked(subject: Subject) -> int | None:
    asked = subject.brief.variables.get("turns") if subject.brief else None
    return int(asked) if isinstance(asked, int) or (isinstance(asked, str) and asked.isdecimal()) else None
