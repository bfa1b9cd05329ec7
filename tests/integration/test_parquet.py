"""Files derived from rows: sealed segments and one tail, readable by trainers at any time, repaired after any loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gristmill.checkpoint import Checkpointer, checkpointer_of
from gristmill.columns import AFTER_CONTENT, BEFORE_CONTENT, EXTRA, columns_of
from gristmill.parquet import SEGMENT_ROWS, batch_dir, segment_path, segment_rows, write_segment
from gristmill.services import Services
from gristmill.stores import batches, samples
from models import BatchHistory
from tests.makers import add_batch, kept, row_of, store

MANY = 2345

CONTENT = dict.fromkeys(("question", "reasoning", "answer", "case_citation"), "string")
COLUMNS = {**BEFORE_CONTENT, **CONTENT, **AFTER_CONTENT, EXTRA: "string"}
NAMES = list(COLUMNS)
SCHEMA = pa.schema([(name, pa.type_for_alias(str(kind))) for name, kind in COLUMNS.items()])
FORMER = {  # what files had when there was one template: trainers' scripts name these
    **dict.fromkeys(("sample_id", "batch_id", "topic", "difficulty", "provider", "model", "created_at"), pa.string()),
    **dict.fromkeys(("question", "answer", "reasoning", "case_citation", "model_sha256", "prompt_hash"), pa.string()),
    **dict.fromkeys(("seed", "attempt", "prompt_tokens", "completion_tokens", "latency_ms"), pa.int64()),
    "cost_usd": pa.float64(),
    "demo": pa.bool_(),
}


def fill(services: Services, batch: BatchHistory, count: int, *, first: int = 0) -> None:
    for start in range(first, first + count, 500):
        store(services, batch, *(kept(slot) for slot in range(start, min(start + 500, first + count))))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ids(services: Services, batch: BatchHistory) -> list[str]:
    with services.database.read() as session:
        rows = samples.in_order(session, batch.id, batch.batch_id, first=0, count=10_000)
    return [row["sample_id"] for row in rows]


def read(folder: Path) -> Any:
    return pandas.read_parquet(folder)


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_segments_are_sealed_at_a_thousand_rows_when_a_batch_is_large(services: Services) -> None:
    batch = add_batch(services, target_count=MANY)
    fill(services, batch, MANY)
    saver = checkpointer_of(services, batch)
    assert saver.save(rows_in_files=0) == MANY
    assert segment_rows(saver.folder) == {0: 1000, 1: 1000, 2: 345}
    assert names(saver.folder) == [f"segment-0000{index}.parquet" for index in range(3)]
    assert read(saver.folder)["sample_id"].tolist() == ids(services, batch)
    assert row_of(services, batch).checkpointed_count == MANY


def test_files_load_as_a_dataset_when_a_trainer_reads_them(services: Services, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    batch = add_batch(services)
    fill(services, batch, 30)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    loaded = datasets.load_dataset(
        "parquet", data_files=str(saver.folder / "*.parquet"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded.column_names == NAMES
    assert loaded["sample_id"][:] == ids(services, batch)
    assert loaded[1]["case_citation"].startswith("Regal")


def test_schema_and_compression_are_fixed_when_all_optional_values_are_missing(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0, cost_usd=None))
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    file = pq.ParquetFile(segment_path(saver.folder, 0))
    assert file.schema_arrow.equals(SCHEMA)
    assert {name: file.schema_arrow.field(name).type for name in FORMER} == FORMER
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_folder_can_be_read_when_there_is_no_sample_yet(services: Services) -> None:
    saver = checkpointer_of(services, add_batch(services))
    assert saver.save(rows_in_files=0) == 0
    assert list(read(saver.folder).columns) == NAMES
    assert len(read(saver.folder)) == 0


def test_only_the_tail_is_rewritten_when_rows_are_added(services: Services) -> None:
    batch = add_batch(services, target_count=2000)
    fill(services, batch, 1010)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    before = stamps(saver.folder)
    fill(services, batch, 10, first=1010)
    assert saver.save(rows_in_files=1010) == 1020
    after = stamps(saver.folder)
    assert before["segment-00000.parquet"] == after["segment-00000.parquet"]
    assert segment_rows(saver.folder) == {0: 1000, 1: 20}


def test_tail_is_sealed_and_the_next_begun_when_rows_cross_the_bound(services: Services) -> None:
    batch = add_batch(services, target_count=2000)
    fill(services, batch, 990)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    fill(services, batch, 15, first=990)
    saver.save(rows_in_files=990)
    assert segment_rows(saver.folder) == {0: 1000, 1: 5}
    assert read(saver.folder)["sample_id"].tolist() == ids(services, batch)


def test_no_empty_segment_is_made_when_a_segment_is_exactly_full(services: Services) -> None:
    batch = add_batch(services, target_count=SEGMENT_ROWS)
    fill(services, batch, SEGMENT_ROWS)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    assert segment_rows(saver.folder) == {0: 1000}


def test_nothing_is_written_when_nothing_was_added(services: Services) -> None:
    batch = add_batch(services)
    fill(services, batch, 5)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    before = stamps(saver.folder)
    assert saver.save(rows_in_files=5) == 5
    assert stamps(saver.folder) == before


def test_leftover_of_a_killed_write_is_not_read_and_removed_by_repair(services: Services) -> None:
    batch = add_batch(services)
    fill(services, batch, 5)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    (saver.folder / ".segment-00000.parquet.tmp").write_bytes(b"PAR1 half a file")
    assert len(read(saver.folder)) == 5
    assert saver.repair() == (5, [])
    assert names(saver.folder) == ["segment-00000.parquet"]


@pytest.fixture
def broken(services: Services) -> tuple[Checkpointer, BatchHistory]:
    """A batch of three segments whose files are whole; tests break them."""
    batch = add_batch(services, target_count=MANY)
    fill(services, batch, MANY)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    return saver, batch


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _shorten(path: Path) -> None:
    pq.write_table(pq.read_table(path).slice(0, 10), path)


@pytest.mark.parametrize("damage", [Path.unlink, _truncate, _empty, _shorten], ids=["lost", "cut", "empty", "short"])
@pytest.mark.parametrize("index", [0, 2])
def test_segment_is_written_again_when_it_is_wrong(
    broken: tuple[Checkpointer, BatchHistory], services: Services, damage: Any, index: int
) -> None:
    saver, batch = broken
    damage(segment_path(saver.folder, index))
    assert saver.repair() == (MANY, [index])
    assert read(saver.folder)["sample_id"].tolist() == ids(services, batch)


def test_nothing_is_repaired_when_the_files_are_right(broken: tuple[Checkpointer, BatchHistory]) -> None:
    saver, _ = broken
    before = stamps(saver.folder)
    assert saver.repair() == (MANY, [])
    assert stamps(saver.folder) == before


def test_segment_too_many_is_removed_when_files_are_ahead_of_rows(broken: tuple[Checkpointer, BatchHistory]) -> None:
    saver, _ = broken
    segment_path(saver.folder, 3).write_bytes(segment_path(saver.folder, 2).read_bytes())
    assert saver.repair() == (MANY, [])
    assert segment_rows(saver.folder) == {0: 1000, 1: 1000, 2: 345}


def test_every_segment_is_written_anew_when_rebuilt(broken: tuple[Checkpointer, BatchHistory]) -> None:
    saver, _ = broken
    for path in saver.folder.iterdir():
        path.unlink()
    saver.folder.rmdir()
    assert saver.rebuild() == (MANY, [0, 1, 2])
    assert len(read(saver.folder)) == MANY


def test_old_segment_is_untouched_when_a_write_fails(services: Services) -> None:
    batch = add_batch(services)
    fill(services, batch, 5)
    saver = checkpointer_of(services, batch)
    saver.save(rows_in_files=0)
    (saver.folder / ".segment-00000.parquet.tmp").mkdir()
    with pytest.raises(IsADirectoryError):
        write_segment(saver.folder, 0, [], columns=columns_of([]))
    assert len(read(saver.folder)) == 5


def test_segment_is_written_again_when_it_has_the_columns_of_an_older_version(
    broken: tuple[Checkpointer, BatchHistory],
) -> None:
    saver, _ = broken
    path = segment_path(saver.folder, 1)
    pq.write_table(pq.read_table(path).select(["sample_id", "question"]), path)
    assert saver.repair() == (MANY, [1])
    assert list(read(saver.folder).columns) == NAMES


@pytest.mark.parametrize(
    "batch_id", ["../../etc", "batch_1_zzzzzzzz", "2025-10-08T09:30:00", "", "batch_1_0000000a/.."]
)
def test_id_never_becomes_a_path_when_it_is_not_ours(tmp_path: Path, batch_id: str) -> None:
    with pytest.raises(ValueError, match="not a batch id"):
        batch_dir(tmp_path, batch_id)


def test_checkpoint_is_noted_after_the_file_is_there(services: Services) -> None:
    batch = add_batch(services)
    fill(services, batch, 3)
    saver = checkpointer_of(services, batch)
    reader, _, _ = services.hub.subscribe()
    saver.save(rows_in_files=0)
    news = reader.next(1)
    assert news is not None
    assert b"checkpoint.saved" in news.frame
    assert segment_rows(saver.folder) == {0: 3}
    with services.database.read() as session:
        assert batches.find(session, batch.batch_id).checkpointed_count == 3
