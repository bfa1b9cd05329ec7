"""Columns and cells: types wide enough for all values, and tables that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gristmill import csv_text
from gristmill.exports import columns
from gristmill.exports.files import Shards
from gristmill.exports.licences import UNKNOWN, licence_note


def types_of(*contents: dict[str, Any]) -> dict[str, columns.Type]:
    known: dict[str, columns.Type] = {}
    for content in contents:
        columns.widen(known, content)
    return columns.settled(known)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (("a", None), "string"),
        ((None, None), "string"),
        ((1, None, 2), "int64"),
        ((1, 2.5), "float64"),
        ((True, False), "bool"),
        ((True, 1), "string"),
        ((1, "a"), "string"),
        ((2**70,), "string"),
        ((["a"], []), ("list", "string")),
        (([], None), ("list", "string")),
        (([1], ["a"]), ("list", "string")),
        (({"a": 1}, {"b": None}), ("struct", {"a": "int64", "b": "string"})),
        (({},), "string"),
        (([{"role": "user"}],), ("list", ("struct", {"role": "string"}))),
        (({"a": 1}, [1]), "string"),
    ],
)
def test_type_is_wide_enough_for_all_values(values: tuple[Any, ...], kind: Any) -> None:
    found = types_of(*({"field": value} for value in values))["field"]
    assert found == kind
    fitted = [columns.fit(value, found) for value in values]
    assert [value is None for value in fitted] == [value is None for value in values]


def test_field_is_renamed_when_it_has_the_name_of_a_column_of_provenance() -> None:
    provenance = {**dict.fromkeys(columns.PROVENANCE), "model": "m"}
    row = columns.flat({"model": "T-Ford"}, provenance)
    assert (row["content_model"], row["model"]) == ("T-Ford", "m")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\uff1d1"])
def test_cell_gets_an_apostrophe_when_it_could_be_a_formula(text: str) -> None:
    assert csv_text.cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"), [(-1.5, -1.5), (None, ""), (True, "true"), (["=x"], '["=x"]'), ("a-b", "a-b")]
)
def test_cell_is_left_alone_when_it_cannot_be_one(value: Any, cell: Any) -> None:
    assert csv_text.cell(value) == cell


def test_table_is_read_back_when_cells_hold_quotes_commas_and_line_breaks() -> None:
    row = ['say "a, b"', "one\ntwo", "é \u2028"]
    assert list(csv.reader(io.StringIO(csv_text.lines([row]), newline=""))) == [row]


def test_rows_are_spread_over_files_when_they_are_sharded(tmp_path: Path) -> None:
    shape: dict[str, tuple[str, columns.Type]] = {"n": ("n", "int64")}
    shards = Shards(tmp_path, "train", "parquet", columns=shape, shard_rows=4)
    shards.write([{"n": number} for number in range(10)])
    files = list(shards.finish())
    assert [file.name for file in files] == [f"data/train-0000{number}-of-00003.parquet" for number in range(3)]
    assert [file.rows for file in files] == [4, 4, 2]
    assert [row for file in files for row in pq.read_table(file.path)["n"].to_pylist()] == list(range(10))


def test_lone_surrogate_becomes_a_question_mark_in_every_format(tmp_path: Path) -> None:
    shape: dict[str, tuple[str, columns.Type]] = {"t": ("t", "string")}
    for ending in ("jsonl", "csv", "parquet"):
        shards = Shards(tmp_path, ending, ending, columns=shape, shard_rows=None)
        shards.write([{"t": "a\ud800b"}])
        (file,) = shards.finish()
        assert b"a?b" in file.path.read_bytes()


@pytest.mark.parametrize(
    ("model", "word"),
    [
        ("llama-3.3-70b-versatile", "Built with Llama"),
        ("llama3-70b-8192", "any model but Llama"),
        ("meta-llama/llama-4-scout-17b-16e-instruct", "Built with Llama"),
        ("gemma2-9b-it", "Gemma Terms"),
        ("openai/gpt-oss-20b", "Apache-2.0"),
        ("gpt-4o-mini", "OpenAI"),
        ("qwen/qwen3-32b", "Apache-2.0"),
        ("SmolLM2-135M-Instruct", "Apache-2.0"),
        ("something-new", UNKNOWN),
    ],
)
def test_licence_note_is_found_by_the_name_of_a_model(model: str, word: str) -> None:
    assert word in licence_note(model)
