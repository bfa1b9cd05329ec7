"""What the reading of a reply leans on of a schema, taken out of it once per template.

Not a validator: `schema` says what conforms. Templates hold no references, so a schema is a finite tree.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gristmill.quality.form import Form

_NULL: Final[Mapping[str, Any]] = {"type": "null"}


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a schema. `is_text`: a text is wanted (or null, if `is_nullable`) and nothing else; it
    may be empty only where the schema says `minLength: 0`.

    `fields` are (name, part, required); `others` is the form of fields that are not named, None if they are dropped.
    `options` are the values allowed, None if any are.
    """

    is_text: bool = False
    is_whole: bool = False
    is_nullable: bool = False
    may_be_empty: bool = False
    options: tuple[Any, ...] | None = None
    fields: tuple[tuple[str, Part, bool], ...] = ()
    items: Part | None = None
    others: Part | None = None


ANY: Final = Part()


@functools.lru_cache(maxsize=64)
def part_of(form: Form) -> Part:
    """Give the root of a template's schema; its unnamed fields are always dropped."""
    return _read(form.schema, is_root=True)


def _read(rule: Any, *, is_root: bool = False) -> Part:
    if not isinstance(rule, Mapping):
        return ANY  # true or false, which say nothing of the form
    rule, is_nullable = _without_null(rule)
    types = rule.get("type")
    return Part(
        is_text=types == "string",
        is_whole=types == "integer",
        is_nullable=is_nullable,
        may_be_empty=rule.get("minLength") == 0,
        options=_options(rule),
        fields=_fields(rule),
        items=_read(rule.get("items")),
        others=None if is_root or _is_closed(rule) else _read(rule.get("additionalProperties")),
    )


def _without_null(rule: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """See `type: [x, null]` and `anyOf: [something, null]` as x and something that may be null."""
    types = rule.get("type")
    if isinstance(types, list) and "null" in types:
        others = [name for name in types if name != "null"]
        return {**rule, "type": others[0] if len(others) == 1 else others}, True
    branches = rule.get("anyOf") or rule.get("oneOf") or ()
    others = [branch for branch in branches if branch != _NULL]
    if types is None and len(branches) == 2 and len(others) == 1 and isinstance(others[0], Mapping):
        return others[0], True
    return rule, False


def _options(rule: Mapping[str, Any]) -> tuple[Any, ...] | None:
    if "const" in rule:
        return (rule["const"],)
    return tuple(rule["enum"]) if isinstance(rule.get("enum"), list) else None


def _fields(rule: Mapping[str, Any]) -> tuple[tuple[str, Part, bool], ...]:
    required, properties = rule.get("required", ()), rule.get("properties", {})
    return tuple((name, _read(part), name in required) for name, part in properties.items())


def _is_closed(rule: Mapping[str, Any]) -> bool:
    return rule.get("additionalProperties") is False and "patternProperties" not in rule
