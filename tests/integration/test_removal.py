"""Deleting a batch: all of it goes or nothing does, whatever comes between two steps, and nothing of other batches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from gristmill.checkpoint import checkpointer_of
from gristmill.crash import CrashPoints
from gristmill.errors import IllegalMove, NotFound
from gristmill.lifecycle import BatchStatus
from gristmill.live import LiveBatch
from gristmill.parquet import segment_rows
from gristmill.removal import Folders, delete_rows, folders_of, remove, repair
from gristmill.services import Services
from gristmill.stores import batches
from models import Attempt, BatchHistory, Event, Item, Sample
from tests.makers import add_batch, claim, items_of, kept, row_of, store

TABLES = (BatchHistory, Item, Sample, Attempt)


class PowerCut(Exception):
    """Ends a transaction as a crash would: nothing after it is carried out."""


class CutAt(CrashPoints):
    """Cuts the power at a step."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self._step = step

    def reach(self, step: str) -> None:
        if step == self._step:
            raise PowerCut(step)


def ended(services: Services, samples: int = 3) -> BatchHistory:
    """Make a batch that a person stopped, with samples and files."""
    batch = add_batch(services, target_count=samples + 1)
    claim(services)
    store(services, batch, *(kept(slot) for slot in range(samples)))
    checkpointer_of(services, batch).save(rows_in_files=0)
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        batches.end(session, services.log, row, BatchStatus.STOPPED, reason=batches.BY_A_PERSON)
    return row_of(services, batch)


def folders(services: Services, batch: BatchHistory) -> Folders:
    found = folders_of(services.settings.data_dir, batch.batch_id)
    assert found is not None
    return found


def counts(services: Services) -> list[int]:
    with services.database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def is_whole(services: Services, batch: BatchHistory) -> bool:
    where = folders(services, batch)
    return segment_rows(where.shown) == {0: row_of(services, batch).samples_generated} and not where.hidden.exists()


def is_gone(services: Services, batch: BatchHistory) -> bool:
    where = folders(services, batch)
    with services.database.read() as session:
        row = session.get(BatchHistory, batch.id)
    return row is None and not where.shown.exists() and not where.hidden.exists()


def test_rows_and_files_go_when_an_ended_batch_is_deleted(services: Services) -> None:
    batch = ended(services)
    assert is_whole(services, batch)
    remove(services, batch.batch_id)
    assert is_gone(services, batch)
    assert counts(services) == [0, 0, 0, 0]


def test_nothing_of_other_batches_goes_when_one_is_deleted(services: Services) -> None:
    batch, other = ended(services), ended(services)
    all_rows = counts(services)
    remove(services, batch.batch_id)
    assert counts(services) == [count // 2 for count in all_rows]
    assert is_whole(services, other)


def test_all_samples_go_and_foreign_keys_are_clean_when_there_are_thousands(services: Services) -> None:
    batch = ended(services, samples=5000)
    remove(services, batch.batch_id)
    assert is_gone(services, batch)
    with services.database.read() as session:
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert counts(services) == [0, 0, 0, 0]


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_batch_is_kept_when_it_has_not_ended(services: Services, status: str) -> None:
    batch = add_batch(services)
    if status == "running":
        claim(services)
    if status == "paused":
        with services.database.write() as session:
            batches.request_pause(session, services.log, session.get_one(BatchHistory, batch.id))
    with pytest.raises(IllegalMove, match="only a batch that has ended") as refused:
        remove(services, batch.batch_id)
    assert (refused.value.extra["from"], refused.value.extra["to"]) == (status, "deleted")
    assert row_of(services, batch).status == status


def test_second_deletion_finds_nothing_when_a_batch_was_deleted(services: Services) -> None:
    batch = ended(services)
    remove(services, batch.batch_id)
    with pytest.raises(NotFound):
        remove(services, batch.batch_id)


def test_batch_without_files_goes_when_it_is_deleted(services: Services) -> None:
    batch = add_batch(services)
    with services.database.write() as session:
        batches.request_stop(session, services.log, session.get_one(BatchHistory, batch.id))
    remove(services, batch.batch_id)
    assert is_gone(services, batch)


def test_adopted_batch_goes_and_no_folder_is_touched_when_its_id_is_a_path(services: Services) -> None:
    outside = services.settings.data_dir / "precious"
    (services.settings.data_dir / "batches").mkdir(parents=True)
    outside.mkdir()
    with services.database.write() as session:
        session.add(BatchHistory(batch_id="../precious", status="completed"))
    remove(services, "../precious")
    assert outside.is_dir()
    assert counts(services)[0] == 0


def test_subscribers_hear_of_it_and_a_fact_stays_when_a_batch_is_deleted(services: Services) -> None:
    batch = ended(services)
    reader, _, _ = services.hub.subscribe()
    remove(services, batch.batch_id)
    news = reader.next(1)
    assert news is not None
    assert b'"type":"batch.deleted"' in news.frame
    assert news.batch_id == batch.batch_id
    with services.database.read() as session:
        facts = [(fact.kind, fact.batch_pk) for fact in session.scalars(select(Event))]
    assert facts == [("batch.deleted", None)]


def test_event_ids_go_on_rising_when_the_newest_ones_are_deleted(services: Services) -> None:
    batch = ended(services)
    with services.database.read() as session:
        newest = session.scalar(select(func.max(Event.id))) or 0
    remove(services, batch.batch_id)
    add_batch(services)
    with services.database.read() as session:
        assert min(session.scalars(select(Event.id))) > newest


def test_key_is_not_used_again_when_the_newest_batch_was_deleted(services: Services) -> None:
    batch = add_batch(services)
    item = items_of(services, batch)[0]
    with services.database.write() as session:
        batches.request_stop(session, services.log, batches.find(session, batch.batch_id))
    remove(services, batch.batch_id)
    after = add_batch(services)
    assert (after.id, items_of(services, after)[0].id) == (batch.id + 1, item.id + 1)


def test_live_board_forgets_a_batch_when_it_is_deleted(services: Services) -> None:
    batch = ended(services)
    services.board.post(LiveBatch(batch_id=batch.batch_id))
    services.board.retire(batch.batch_id, 1.0)
    assert services.board.last(batch.batch_id, 2.0) is not None
    remove(services, batch.batch_id)
    assert services.board.last(batch.batch_id, 2.0) is None


@pytest.mark.parametrize("steps", [(), ("rows",), ("rows", "files")])
def test_batch_is_whole_after_repair_when_a_crash_came_before_the_commit(
    services: Services, steps: tuple[str, ...]
) -> None:
    batch = ended(services)
    with pytest.raises(PowerCut), services.database.write() as session:
        if "rows" in steps:
            delete_rows(services, session, batch.batch_id)
        if "files" in steps:
            folders(services, batch).hide()
        raise PowerCut
    assert is_whole(services, batch) == ("files" not in steps)
    repair(services)
    assert is_whole(services, batch)
    assert counts(services) == [1, 1, 3, 3]


@pytest.mark.parametrize("removed", [0, 1])
def test_batch_is_gone_after_repair_when_a_crash_came_after_the_commit(services: Services, removed: int) -> None:
    batch = ended(services)
    with pytest.raises(PowerCut):
        remove(replace(services, crash=CutAt("removal.committed")), batch.batch_id)
    hidden = folders(services, batch).hidden
    assert len(list(hidden.iterdir())) == 1
    for path in list(hidden.iterdir())[:removed]:
        path.unlink()
    repair(services)
    assert is_gone(services, batch)


def test_files_are_back_at_once_when_the_transaction_fails(services: Services) -> None:
    batch = ended(services)
    with pytest.raises(PowerCut):
        remove(replace(services, crash=CutAt("removal.hidden")), batch.batch_id)
    assert is_whole(services, batch)
    remove(services, batch.batch_id)
    assert is_gone(services, batch)


def test_rows_stay_when_the_folder_cannot_be_renamed(services: Services) -> None:
    batch = ended(services)
    where = folders(services, batch)
    where.hidden.mkdir()
    (where.hidden / "in-the-way").touch()
    with pytest.raises(OSError, match="not empty"):
        remove(services, batch.batch_id)
    assert counts(services) == [1, 1, 3, 3]
    repair(services)
    assert is_whole(services, batch)


def test_repair_leaves_what_is_not_its_own_when_it_looks(services: Services) -> None:
    batch = ended(services)
    strange = services.settings.data_dir / "batches" / ".deleted-holiday-pictures"
    strange.mkdir()
    repair(services)
    assert strange.is_dir()
    assert is_whole(services, batch)


def test_repair_does_nothing_when_there_are_no_files_at_all(services: Services, tmp_path: Path) -> None:
    repair(services)
    assert not (services.settings.data_dir / "batches").exists()


def test_deletion_answers_as_documented_when_asked_over_http(services: Services, client: FlaskClient) -> None:
    batch, runs = ended(services), add_batch(services)
    claim(services)
    assert client.delete("/api/batches/batch_1_00000000").status_code == 404
    refused = client.delete(f"/api/batches/{runs.batch_id}")
    assert refused.status_code == 409
    assert refused.get_json()["from"] == "running"
    done = client.delete(f"/api/batches/{batch.batch_id}")
    assert (done.status_code, done.get_json()) == (200, {"success": True, "batch_id": batch.batch_id, "deleted": True})
    assert client.delete(f"/api/batches/{batch.batch_id}").status_code == 404
