"""Each format is read by the tool that would use it: Hugging Face datasets, pandas, pyarrow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from flask.testing import FlaskClient

from gristmill.services import Services
from tests.export_makers import CHAT, PAIR, QA, add_samples, made, many, unpacked

NASTY = {**QA, "question": '=HYPERLINK("x"), "quoted"\nand a second line\u2028é', "answer": "-1"}
SPLIT = {"train": 0.6, "validation": 0.2, "test": 0.2}


def load(kind: str, folder: Path, **told: Any) -> Any:
    return datasets.load_dataset(kind, cache_dir=str(folder / "cache"), **told)


@pytest.mark.parametrize(
    ("format_", "columns"),
    [
        ("openai_chat", {"messages"}),
        ("sharegpt", {"conversations"}),
        ("alpaca", {"instruction", "input", "output"}),
    ],
)
def test_folder_with_its_card_is_read_with_its_splits(
    services: Services, client: FlaskClient, tmp_path: Path, format_: str, columns: set[str]
) -> None:
    add_samples(services, many(20))
    folder = unpacked(tmp_path / "set", made(services, client, format=format_, split=SPLIT))
    read = load(str(folder), tmp_path)
    assert {name: part.num_rows for name, part in read.items()} == {"train": 12, "validation": 4, "test": 4}
    assert set(read["train"].column_names) == columns


def test_preferences_are_read_as_lists_of_messages(services: Services, client: FlaskClient, tmp_path: Path) -> None:
    add_samples(services, [PAIR], template="Pair")
    folder = unpacked(tmp_path / "set", made(services, client, format="dpo"))
    read = load("json", tmp_path, data_files=str(folder / "data/train.jsonl"), split="train")
    assert read[0]["chosen"] == [{"role": "assistant", "content": PAIR["chosen"]}]


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_plain_rows_are_read_with_all_their_texts(
    services: Services, client: FlaskClient, tmp_path: Path, format_: str
) -> None:
    add_samples(services, [*many(4), NASTY])
    folder = unpacked(tmp_path / "set", made(services, client, format=format_, shard_rows=2))
    read = load(str(folder), tmp_path)["train"]
    assert read.num_rows == 5
    question = next(text for text in read["question"] if "quoted" in text)
    assert question.removeprefix("'") == NASTY["question"]
    assert set(read["model"]) == {"scripted-1"}


def test_table_is_read_by_pandas_and_holds_no_formula(services: Services, client: FlaskClient) -> None:
    add_samples(services, [*many(1), NASTY])
    table = pd.read_csv(io.BytesIO(made(services, client, format="csv")["data/train.csv"]))
    texts = table.select_dtypes(exclude="number").stack()
    assert not texts.astype(str).str.match(r"[=+\-@\t\r]").any()
    assert table["question"][1] == f"'{NASTY['question']}"
    assert table["prompt_tokens"].sum() == 120


def test_parquet_has_types_and_keeps_lists_of_objects(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    add_samples(services, [CHAT], template="Chat")
    table = pq.read_table(io.BytesIO(made(services, client, format="parquet")["data/train-00000-of-00001.parquet"]))
    assert table["messages"].to_pylist() == [None, CHAT["messages"]]
    assert str(table.schema.field("prompt_tokens").type) == "int64"
    assert str(table.schema.field("demo").type) == "bool"
    assert pd.read_parquet(
        io.BytesIO(made(services, client, format="parquet", fields=["score"])["data/train-00000-of-00001.parquet"])
    ).shape == (2, 1)


def test_whole_batch_is_read_as_a_dataset(services: Services, client: FlaskClient, tmp_path: Path) -> None:
    batch = add_samples(services, many(3), review="pending")
    files = made(services, client, format="batch_zip", batch_ids=[batch.batch_id])
    assert load(str(unpacked(tmp_path / "set", files)), tmp_path)["train"].num_rows == 3


def test_card_is_yaml_that_names_every_data_file(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(20))
    files = made(services, client, format="jsonl", split=SPLIT, language="cy")
    front = yaml.safe_load(files["README.md"].decode().split("---\n")[1])
    named = [path for part in front["configs"][0]["data_files"] for path in part["path"]]
    assert sorted(named) == sorted(name for name in files if name.startswith("data/"))
    assert (front["language"], front["license"], front["size_categories"]) == (["cy"], "other", ["n<1K"])
    assert "synthetic" in front["tags"]
