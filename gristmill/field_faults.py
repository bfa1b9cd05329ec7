"""What pydantic found, in the house's words: where in the body it is, and one plain sentence.

Pure: it reads no request. Pydantic's own words and the kinds of values that it tried must never reach a client.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gristmill.errors import FieldFault

_CONTROL: Final = "must not hold control characters"
_FORMS: Final = {
    r"^[\x20-\x7e]+$": "must be 1 to 200 printable ASCII characters",
    r"^[a-z][a-z0-9_]{0,39}$": "must be a name of small letters, digits and _, with a letter first, up to 40 in all",
    r"^sample_[0-9a-f]{24}$": "must be the id of a sample, such as sample_0123456789abcdef01234567",
    r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$": "must be `name` or `owner/name`",
    "^[a-z]{2,3}$": "must be a language code of two or three small letters, such as en",
    "^[a-z]{2}$": "must be a language code of two small letters, such as en",
}


def field_faults(error: ValidationError, body: object = None, *, begin: str = "/") -> list[FieldFault]:
    """List every fault once, with its place.

    Args:
        body: what was judged; a place is named in it. None: it is no body, and places are as pydantic says.
        begin: what a place begins with: "/" makes it a JSON pointer.
    """
    found = [(_place(one["loc"], body), explain(one)) for one in _worth_telling(error)]
    return [FieldFault(_pointer(place, begin), detail) for place, detail in dict.fromkeys(found)]


def explain(fault: ErrorDetails) -> str:
    """Say what is wrong, in words that go on from the name of the field."""
    kind, bounds = fault["type"], fault.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _FORMS.get(bounds["pattern"], _CONTROL)
    if kind == "string_too_long":
        return f"may have at most {bounds['max_length']} characters"
    if kind == "too_short":
        return f"must have at least {_entries(bounds['min_length'])}"
    if kind == "too_long":
        return f"must have at most {_entries(bounds['max_length'])}"
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    return str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ").strip()


_SENTENCES: Final = {
    "extra_forbidden": "this field is not known",
    "missing": "this field is needed",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
    "string_too_short": "must not be empty",
}


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _worth_telling(error: ValidationError) -> Iterator[ErrorDetails]:
    """Pass over "it is not the word false either" where another kind of value was tried for the same field."""
    found = error.errors(include_url=False)
    for one in found:
        last = one["loc"][-1] if one["loc"] else ""
        above = one["loc"][:-1]
        tried = isinstance(last, str) and last.startswith("literal[")
        tried = tried and any(other is not one and other["loc"][: len(above)] == above for other in found)
        if not tried or (isinstance(one["input"], str) and last != "literal[False]"):
            yield one


def _place(location: tuple[int | str, ...], body: object) -> tuple[int | str, ...]:
    """Leave out of a location what stands in no body: pydantic also names there which kind of value it tried."""
    if body is None:
        return location
    place: list[int | str] = []
    for number, part in enumerate(location, 1):
        is_there = part in body if isinstance(body, dict) else isinstance(body, list) and isinstance(part, int)
        if is_there:
            body = body[part]  # type: ignore[index]
        elif not isinstance(body, dict) or number < len(location) or "[" in str(part):
            continue
        place.append(part)
    return tuple(place)


def _pointer(place: tuple[int | str, ...], begin: str) -> str:
    """Write a place: `/items/3/target_count` in a body, `/limit` in a query, the bare name of a header."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in place]
    return begin + "/".join(parts) if parts else ""
