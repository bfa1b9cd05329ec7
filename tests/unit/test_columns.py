"""Columns of the files: their types follow from the templates' schemas, and no value is lost where it fits none."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from gristmill.columns import AFTER_CONTENT, BEFORE_CONTENT, EXTRA, ListOf, ObjectOf, columns_of, fit
from gristmill.parquet import table_of

TURN = {
    "type": "object",
    "properties": {"role": {"enum": ["user", "assistant"]}, "content": {"type": "string"}},
    "additionalProperties": False,
}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}


def schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def content_columns(*schemas: dict[str, Any]) -> dict[str, Any]:
    fixed = {*BEFORE_CONTENT, *AFTER_CONTENT, EXTRA}
    return {name: kind for name, kind in columns_of(schemas).items() if name not in fixed}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["string", "null"]}, "string"),
        ({"type": "integer"}, "int64"),
        ({"type": "number"}, "float64"),
        ({"type": ["integer", "number"]}, "float64"),
        ({"type": "boolean"}, "bool"),
        ({"enum": ["a", "b", None]}, "string"),
        ({"enum": ["a", 1]}, "json"),
        ({"const": 3}, "int64"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, "json"),
        ({"type": "array", "items": {"type": "string"}}, ListOf("string")),
        ({"type": "array"}, "json"),
        ({"type": "array", "items": TURN}, ListOf(ObjectOf((("role", "string"), ("content", "string"))))),
        (OPEN, "json"),
        ({"$ref": "#/$defs/turn"}, "json"),
        (True, "json"),
        ({}, "json"),
    ],
)
def test_type_of_a_column_follows_from_the_schema(told: Any, kind: Any) -> None:
    assert content_columns(schema(field=told)) == {"field": kind}


def test_nesting_ends_as_json_when_it_is_deep() -> None:
    told: dict[str, Any] = {"type": "string"}
    for _ in range(20):
        told = {"type": "array", "items": told}
    assert content_columns(schema(field=told)) == {"field": "json"}


def test_field_of_two_templates_is_of_the_wider_type_when_they_differ() -> None:
    first, second = schema(n={"type": "integer"}, x={"type": "string"}), schema(n={"type": "number"}, x=TURN)
    assert content_columns(first, second) == {"n": "float64", "x": "json"}


def test_field_gets_a_name_of_its_own_when_the_provenance_has_it() -> None:
    assert content_columns(schema(topic={"type": "string"}, extra={"type": "string"})) == {
        "content_topic": "string",
        "content_extra": "string",
    }


COLUMNS = columns_of(
    [
        schema(
            text={"type": "string"},
            n={"type": "integer"},
            share={"type": "number"},
            turns={"type": "array", "items": TURN},
            any={},
        )
    ]
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 5),
        ("text", ["a"]),
        ("n", 2**63),
        ("n", 1.5),
        ("n", True),
        ("share", "much"),
        ("share", 2**60 + 1),
        ("turns", [{"role": "user", "content": "a", "mood": "b"}]),
        ("turns", "text"),
        ("unknown", {"a": None}),
    ],
)
def test_value_goes_into_extra_when_it_fits_no_column(field: str, value: Any) -> None:
    table = table_of([{field: value}], COLUMNS)
    row = table.to_pylist()[0]
    assert row.get(field) is None
    assert row[EXTRA] is not None
    assert fit({field: value}, COLUMNS)[EXTRA] == row[EXTRA]


def test_values_come_back_as_they_were_when_they_fit() -> None:
    turns = [{"role": "user", "content": "Naïve?"}, {"role": "assistant", "content": None}]
    row = {"text": "a", "n": 3.0, "share": 1, "turns": turns, "any": {"b": [1, None]}}
    back = table_of([row, {}], COLUMNS).to_pylist()
    assert {name: back[0][name] for name in row} == {**row, "n": 3, "any": '{"b": [1, null]}'}
    assert (back[0][EXTRA], back[1]["turns"]) == (None, None)


def test_open_part_of_an_object_is_null_when_a_value_leaves_it_out() -> None:
    back = table_of([{"turns": [{"role": "user"}]}], COLUMNS).to_pylist()[0]
    assert back["turns"] == [{"role": "user", "content": None}]


def test_types_in_the_table_are_those_of_arrow() -> None:
    found = table_of([], COLUMNS).schema
    assert found.field("n").type == pa.int64()
    assert found.field("any").type == pa.string()
    assert found.field("turns").type == pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
