"""Columns of plain rows: a sample's own fields, then its provenance; their types are found in the values. Pure.

A field that has the name of a column of provenance is called `content_<field>`. A type is a small value of its own, so
that only the Parquet writer knows Arrow: a name, or ("list", type), or ("struct", {field: type}).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Type = str | tuple[str, Any]
MAX_STRUCT_FIELDS: Final = 50  # an object with more is a map in disguise: JSON text
_INT64: Final = range(-(2**63), 2**63)

# Name and type, in the order of the columns.
PROVENANCE: Final[dict[str, Type]] = {
    "sample_id": "string",
    "batch_id": "string",
    "template": "string",
    "template_version": "int64",
    "topic": "string",
    "difficulty": "string",
    "provider": "string",
    "model": "string",
    "model_sha256": "string",
    "prompt_hash": "string",
    "seed": "int64",
    "attempt": "int64",
    "prompt_tokens": "int64",
    "completion_tokens": "int64",
    "cached_tokens": "int64",
    "cost_usd": "float64",
    "judge_tokens": "int64",
    "judge_cost_usd": "float64",
    "latency_ms": "int64",
    "score": "float64",
    "review": "string",
    "review_reason": "string",
    "version": "int64",
    "origin": "string",
    "source_ref": "string",
    "demo": "bool",
    "created_at": "string",
}


def read(content: str) -> dict[str, Any]:
    """Read a sample's stored content."""
    found: dict[str, Any] = json.loads(content)
    return found


def flat(content: Mapping[str, Any], provenance: Mapping[str, Any]) -> dict[str, Any]:
    """Put a sample's fields beside its provenance."""
    own = {(f"content_{name}" if name in PROVENANCE else name): value for name, value in content.items()}
    return {**own, **{name: provenance[name] for name in PROVENANCE}}


def chosen(
    fields: Sequence[str] | Mapping[str, str] | None, content_types: Mapping[str, Type]
) -> dict[str, tuple[str, Type]]:
    """Say which columns there are: name, the flat field it is filled from, and its type; all when none are named.

    A column whose field no sample has is there, and empty: what was asked for does not depend on what was found.
    """
    own = {(f"content_{name}" if name in PROVENANCE else name): kind for name, kind in content_types.items()}
    there = {**own, **PROVENANCE}
    if fields is None:
        return {name: (name, kind) for name, kind in there.items()}
    named = fields if isinstance(fields, Mapping) else {name: name for name in fields}
    return {name: (field, there.get(field, "string")) for name, field in named.items()}


def widen(known: dict[str, Type], content: Mapping[str, Any]) -> None:
    """Make the known types of fields wide enough for one more sample; fields are in order of their first sight."""
    for name, value in content.items():
        before = known.setdefault(name, "null")
        if before in _SETTLED and (value is None or isinstance(value, str)):
            if before == "null" and value is not None:
                known[name] = "string"
            continue
        known[name] = _join(before, _type_of(value))


def settled(types: Mapping[str, Type]) -> dict[str, Type]:
    """Finish the types: what was never seen with a value is text."""
    return {name: _settle(kind) for name, kind in types.items()}


def fit(value: Any, kind: Type) -> Any:
    """Make a value what its column takes; text columns take everything, as JSON."""
    if value is None:
        return None
    if kind in ("string", "null"):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind == "float64":
        return float(value)
    if isinstance(kind, str):
        return value
    if kind[0] == "list":
        return [fit(part, kind[1]) for part in value]
    return {name: fit(value.get(name), inner) for name, inner in kind[1].items()}


_SETTLED: Final = ("string", "null")
_NUMBERS: Final = ("int64", "float64")


def _type_of(value: Any) -> Type:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if value in _INT64 else "string"
    if isinstance(value, float):
        return "float64"
    if isinstance(value, list):
        return ("list", _joined(_type_of(part) for part in value))
    if isinstance(value, dict):
        return _struct({name: _type_of(part) for name, part in value.items()})
    return "string"


def _struct(fields: dict[str, Type]) -> Type:
    return ("struct", fields) if 0 < len(fields) <= MAX_STRUCT_FIELDS else "string"


def _joined(kinds: Iterable[Type]) -> Type:
    found: Type = "null"
    for kind in kinds:
        found = _join(found, kind)
    return found


def _join(one: Type, other: Type) -> Type:
    """Find the narrowest type for both; what has nothing in common is text."""
    if one == other or other == "null":
        return one
    if one == "null":
        return other
    if isinstance(one, str) or isinstance(other, str):
        return "float64" if one in _NUMBERS and other in _NUMBERS else "string"
    if one[0] != other[0]:
        return "string"
    if one[0] == "list":
        return ("list", _join(one[1], other[1]))
    names = {**one[1], **other[1]}
    return _struct({name: _join(one[1].get(name, "null"), other[1].get(name, "null")) for name in names})


def _settle(kind: Type) -> Type:
    if kind == "null":
        return "string"
    if isinstance(kind, str):
        return kind
    if kind[0] == "list":
        return ("list", _settle(kind[1]))
    return ("struct", {name: _settle(inner) for name, inner in kind[1].items()})
