"""Columns of the files: where a sample comes from, then its content's fields, typed by the schemas of its templates.

Pure: knows JSON schemas and JSON values, and nothing of Arrow or of rows. A kind is `string`, `int64`, `float64`,
`bool`, `json` (any value as JSON text), or a list or an object of kinds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MAX_DEPTH: Final = 6  # of lists and objects in each other; what is deeper becomes JSON text
INT64: Final = range(-(2**63), 2**63)
EXTRA: Final = "extra"  # JSON object of what fits no column


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Kind


@dataclass(frozen=True, slots=True)
class ObjectOf:
    fields: tuple[tuple[str, Kind], ...]


Kind = str | ListOf | ObjectOf
Columns = Mapping[str, Kind]

BEFORE_CONTENT: Final[dict[str, Kind]] = {"sample_id": "string", "batch_id": "string"}
AFTER_CONTENT: Final[dict[str, Kind]] = {
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
    "cost_usd": "float64",
    "latency_ms": "int64",
    "demo": "bool",
    "created_at": "string",
    "template": "string",
    "template_version": "int64",
    "source_ref": "string",
    "score": "float64",
    "findings": "string",
    "origin": "string",
    "version": "int64",
    "edited_at": "string",
    "edited_by": "string",
    "review": "string",
    "review_reason": "string",
    "reviewed_at": "string",
    "reviewed_by": "string",
}
_TAKEN: Final = frozenset({*BEFORE_CONTENT, *AFTER_CONTENT, EXTRA})
_BY_TYPE: Final = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def flat_name(field: str) -> str:
    """Name the column of a content field: `content_topic` where the provenance has that name already."""
    return f"content_{field}" if field in _TAKEN else field


def columns_of(schemas: Iterable[Mapping[str, Any]]) -> dict[str, Kind]:
    """Lay out the file of samples of these schemas, in their order; a field of several kinds is of the widest."""
    fields: dict[str, Kind] = {}
    for schema in schemas:
        for field, told in _properties(schema).items():
            name, kind = flat_name(field), _kind(told, MAX_DEPTH)
            fields[name] = _wider(fields[name], kind) if name in fields else kind
    return {**BEFORE_CONTENT, **fields, **AFTER_CONTENT, EXTRA: "string"}


def fit(row: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Give a flat sample one value per column; what has no column or is not of its kind goes into `extra`."""
    fitted: dict[str, Any] = dict.fromkeys(columns)
    extra: dict[str, Any] = {}
    for name, value in row.items():
        kind = columns.get(name)
        if kind is None or not _fits(value, kind):
            extra[name] = value
        elif kind == "json" and value is not None:
            fitted[name] = _text(value)
        else:
            fitted[name] = _shaped(value, kind)
    fitted[EXTRA] = _text(extra) if extra else None
    return fitted


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def _kind(told: Any, depth: int) -> Kind:
    if not isinstance(told, Mapping) or depth == 0:
        return "json"
    for word in ("anyOf", "oneOf"):
        if isinstance(told.get(word), list):
            return _one_of(_kind(part, depth - 1) for part in told[word] if not _is_null(part))
    if "type" not in told:
        values = told["enum"] if isinstance(told.get("enum"), list) else [told["const"]] if "const" in told else []
        return _one_of(_kind_of_value(value) for value in values if value is not None)
    types = told["type"] if isinstance(told["type"], list) else [told["type"]]
    return _one_of(_plain_kind(told, name, depth) for name in types if name != "null")


def _is_null(told: Any) -> bool:
    return isinstance(told, Mapping) and told.get("type") == "null"


def _plain_kind(told: Mapping[str, Any], name: object, depth: int) -> Kind:
    if name == "array":
        item = _kind(told.get("items"), depth - 1)
        return "json" if item == "json" else ListOf(item)
    if name == "object":
        fields = tuple((field, _kind(part, depth - 1)) for field, part in _properties(told).items())
        is_closed = told.get("additionalProperties") is False
        return ObjectOf(fields) if fields and is_closed and all(kind != "json" for _, kind in fields) else "json"
    return _BY_TYPE.get(str(name), "json")


def _kind_of_value(value: object) -> Kind:
    if isinstance(value, bool):
        return "bool"
    return {str: "string", int: "int64", float: "float64"}.get(type(value), "json")


def _one_of(kinds: Iterable[Kind]) -> Kind:
    found: Kind | None = None
    for kind in kinds:
        found = kind if found is None else _wider(found, kind)
    return "json" if found is None else found


def _wider(first: Kind, second: Kind) -> Kind:
    if first == second:
        return first
    return "float64" if {first, second} == {"int64", "float64"} else "json"


def _fits(value: Any, kind: Kind) -> bool:
    if value is None or kind == "json":
        return True
    if isinstance(kind, ListOf):
        return isinstance(value, list) and all(_fits(item, kind.item) for item in value)
    if isinstance(kind, ObjectOf):
        fields = dict(kind.fields)
        return isinstance(value, dict) and all(
            name in fields and _fits(part, fields[name]) for name, part in value.items()
        )
    if isinstance(value, bool):
        return kind == "bool"
    if isinstance(value, int):
        # Beyond 2**53 a float64 would hold another number.
        return value in INT64 if kind == "int64" else kind == "float64" and abs(value) <= 2**53
    return kind == {str: "string", float: "float64"}.get(type(value)) or (
        kind == "int64" and isinstance(value, float) and value.is_integer() and int(value) in INT64
    )


def _shaped(value: Any, kind: Kind) -> Any:
    if value is not None and kind == "int64":
        return int(value)  # 3.0 is an integer in JSON, too
    if isinstance(kind, ListOf) and value is not None:
        return [_shaped(item, kind.item) for item in value]
    if isinstance(kind, ObjectOf) and value is not None:
        return {name: _shaped(value.get(name), part) for name, part in kind.fields}
    return value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
