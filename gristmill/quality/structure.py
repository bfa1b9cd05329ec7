"""Does the model's text hold one object of the form that was asked for?

Reads text that may be plain JSON, fenced, or wrapped in prose, and checks it against the part of JSON schema that
templates use. Faults are values with a machine word and a sentence; nothing here raises on bad output.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, cast

Content = dict[str, str | None]


class Form(Protocol):
    """What the checks need to know of a template."""

    @property
    def schema(self) -> Mapping[str, object]: ...

    @property
    def identity_fields(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a reply is not a sample: `reason` for machines and counters, `message` for people."""

    reason: str
    message: str


# A model that was told maxLength N but not held to it may overshoot; more than twice is a runaway.
TOLERANCE: Final = 2
# How many opening braces to try before giving up, so that a text of braces costs no quadratic time.
_MAX_TRIES: Final = 8
# Not strict: a raw line break inside a string is the commonest small mistake, and its meaning is clear.
_DECODER: Final = json.JSONDecoder(strict=False)
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOTHING: Final = frozenset({"", "null", "none", "n/a", "na", "nil", "not applicable"})


def parse(text: str) -> dict[str, object] | None:
    """Find the JSON object in a reply: the whole text, else the first object inside a fence or prose."""
    body = text.rpartition("</think>")[2].strip()
    start = body.find("{")
    for _ in range(_MAX_TRIES):
        if start < 0:
            return None
        try:
            found, _end = _DECODER.raw_decode(body, start)
        except (ValueError, RecursionError):  # RecursionError: thousands of nested brackets
            start = body.find("{", start + 1)
            continue
        return cast(dict[str, object], found)
    return None


def conform(form: Form, found: Mapping[str, object]) -> Content | Fault:
    """Take the schema's fields out of an object, stripped; drop all others. A nullable field may be missing."""
    content: Content = {}
    for name, rule in _properties(form).items():
        value = _as_text(found.get(name))
        if _nullable(rule):
            content[name] = None if not isinstance(value, str) or value.casefold() in _NOTHING else value
        elif name not in found:
            return Fault("missing_field", f"The reply has no field {name}.")
        elif not isinstance(value, str):
            return Fault("wrong_type", f"The field {name} is not a text.")
        elif not value:
            return Fault("empty_field", f"The field {name} is empty.")
        else:
            content[name] = value
    return content


def measure(form: Form, content: Content) -> Fault | None:
    """Check the lengths in characters against minLength, and against maxLength with tolerance."""
    for name, rule in _properties(form).items():
        value = content[name]
        if value is None:
            continue
        shortest, longest = cast(int, rule.get("minLength", 0)), cast(int | None, rule.get("maxLength"))
        if len(value) < shortest:
            return Fault("too_short", f"The field {name} has {len(value)} characters; at least {shortest} are needed.")
        if longest is not None and len(value) > TOLERANCE * longest:
            return Fault("too_long", f"The field {name} has {len(value)} characters; {longest} were asked for.")
    return None


def _as_text(value: object) -> object:
    """Clean a text; join a list of texts, the way some models write numbered steps."""
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    return _UNSTORABLE.sub("", value).strip() if isinstance(value, str) else value


def _properties(form: Form) -> Mapping[str, Mapping[str, object]]:
    return cast(Mapping[str, Mapping[str, object]], form.schema["properties"])


def _nullable(rule: Mapping[str, object]) -> bool:
    types = rule.get("type")
    return isinstance(types, list) and "null" in types
