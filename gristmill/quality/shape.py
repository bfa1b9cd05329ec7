"""Brings an object into the form of the schema: texts cleaned, nothing that was not asked for, small slips mended.

Mended: steps written as a list where a text is wanted, "N/A" where null is allowed, "Yes" for "yes", 3.0 for 3. What
cannot be mended is left for `schema` to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from gristmill.quality.form import Content, Form
from gristmill.quality.parts import ANY, Part, part_of
from gristmill.quality.reading import clean
from gristmill.quality.reasons import Fault

MAX_DEPTH: Final = 32  # of lists and objects in one another; no sample that a trainer reads comes near it
_INTEGERS: Final = range(-(2**63), 2**63)  # what SQLite and Parquet hold
_NOTHING: Final = frozenset({"", "null", "none", "n/a", "na", "nil", "not applicable"})

Place = tuple[str | int, ...]


class Spot(NamedTuple):  # made several times a sample, in a third of a dataclass's time
    """A text of a sample in the model's own words, and where it stands; the `user`'s where its turn says so."""

    place: Place
    text: str
    user: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The content, and every text in it whose words can be judged."""

    content: Content
    spots: list[Spot]


class _Unfit(Exception):
    """Carries a fault out of the depth; never leaves this module."""

    def __init__(self, reason: str, place: Place, what: str) -> None:
        super().__init__(reason)
        self.fault = Fault(reason, f"The {where(place)} {what}.")


def where(place: Place) -> str:
    """Name a place in words: `field messages/3/role`."""
    return f"field {'/'.join(map(str, place))}" if place else "reply"


def take(form: Form, found: Mapping[str, Any]) -> Taken | Fault:
    """Take the schema's fields out of an object and drop all others. A nullable field may be missing."""
    walk = _Walk()
    try:
        return Taken(walk.fields(found, part_of(form), ()), walk.spots)
    except _Unfit as unfit:
        return unfit.fault


class _Walk:
    """One walk through one object; gathers its texts."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []

    def fields(self, found: Mapping[str, Any], part: Part, place: Place) -> Content:
        content: Content = {}
        user = bool(place) and found.get("role") == "user"
        for name, field, is_required in part.fields:
            if name in found:
                value = self._value(found[name], field, (*place, name), user=user)
            elif is_required and not field.is_nullable:
                raise _Unfit("missing_field", (*place, name), "is missing")
            else:
                value = None
            if value == "" and is_required and not field.may_be_empty:
                raise _Unfit("empty_field", (*place, name), "is empty")
            # Optional and empty is as good as left out.
            if is_required or field.is_nullable or (value is not None and value != ""):
                content[name] = value
        if part.others is not None:
            self._take_others(found, part, place, into=content)
        return content

    def _take_others(self, found: Mapping[str, Any], part: Part, place: Place, *, into: Content) -> None:
        named = {name for name, _, _ in part.fields}
        for name in found:
            if name in named:
                continue
            known = clean(name)
            into[known] = self._value(found[name], part.others or ANY, (*place, known), user=False)

    def _value(self, value: Any, part: Part, place: Place, *, user: bool = False) -> Any:
        if isinstance(value, str):
            return self._text(value, part, place, user=user)
        if part.is_text:
            if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
                return self._text("\n".join(value), part, place, user=user)
            if part.is_nullable:
                return None
        if len(place) > MAX_DEPTH:
            raise _Unfit("bad_schema", place[:1], "is nested too deep")
        if isinstance(value, dict):
            return self.fields(value, part, place)
        return self._list(value, part, place, user=user) if isinstance(value, list) else _scalar(value, part, place)

    def _text(self, value: str, part: Part, place: Place, *, user: bool) -> str | None:
        text = clean(value)
        if part.is_nullable and text.casefold() in _NOTHING:
            return None
        if part.options is not None:
            return _option(text, part.options)
        if text:
            self.spots.append(Spot(place, text, user))
        return text

    def _list(self, values: list[Any], part: Part, place: Place, *, user: bool) -> list[Any]:
        items = []
        for number, value in enumerate(values):
            item = self._value(value, part.items or ANY, (*place, number), user=user)
            if item == "":
                raise _Unfit("empty_field", (*place, number), "is empty")
            items.append(item)
        return items


def _option(text: str, options: tuple[Any, ...]) -> str:
    if text in options:
        return text
    folded = text.casefold()
    return next((option for option in options if isinstance(option, str) and option.casefold() == folded), text)


def _scalar(value: Any, part: Part, place: Place) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _Unfit("wrong_type", place, "is not a finite number")
        value = int(value) if part.is_whole and value.is_integer() else value
    if isinstance(value, int) and value not in _INTEGERS:
        raise _Unfit("wrong_type", place, "is a number that is too large")
    return value
