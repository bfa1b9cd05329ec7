"""Edits and reviews reach the Parquet files: what changed is written anew, and no change is lost on the way."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from gristmill.checkpoint import Checkpointer, checkpointer_of
from gristmill.parquet import segment_path
from gristmill.services import Services
from gristmill.stores import stale
from gristmill.stores.stale import Mark
from gristmill.upkeep import Upkeep
from models import BatchHistory, EnrichmentTarget, Sample
from tests.makers import add_batch
from tests.sample_rows import marks, put_samples

MANY = 2_300


@pytest.fixture
def batch(services: Services) -> BatchHistory:
    """A batch of three segments that are filed."""
    made = add_batch(services, target_count=MANY)
    put_samples(services, made, *({} for _ in range(MANY)))
    checkpointer_of(services, made).save(rows_in_files=0)
    return made


@pytest.fixture
def saver(services: Services, batch: BatchHistory) -> Checkpointer:
    return checkpointer_of(services, batch)


def column(saver: Checkpointer, segment: int, name: str) -> list[Any]:
    return list(pq.read_table(segment_path(saver.folder, segment), columns=[name])[name].to_pylist())


def sample_at(services: Services, batch: BatchHistory, ordinal: int) -> str:
    with services.database.read() as session:
        found = select(Sample.sample_id).where(Sample.batch_pk == batch.id, Sample.ordinal == ordinal)
        return session.scalars(found).one()


def approve(client: FlaskClient, services: Services, batch: BatchHistory, ordinal: int) -> None:
    assert client.post(f"/api/samples/{sample_at(services, batch, ordinal)}/approve", json={}).status_code == 200


def look_after(services: Services) -> None:
    """Let the upkeep work until no segment is marked."""

    async def run() -> None:
        with ThreadPoolExecutor(1) as filer:
            working = asyncio.create_task(Upkeep(services, filer).run())
            while marks(services):
                await asyncio.sleep(0.01)
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    asyncio.run(asyncio.wait_for(run(), 30))


def test_only_the_segment_that_changed_is_written_anew(
    client: FlaskClient, services: Services, batch: BatchHistory, saver: Checkpointer
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in saver.folder.iterdir()}
    approve(client, services, batch, 1_234)
    look_after(services)
    after = {path.name: path.stat().st_mtime_ns for path in saver.folder.iterdir()}
    assert [name for name in sorted(before) if before[name] != after[name]] == ["segment-00001.parquet"]
    assert column(saver, 1, "review").index("approved") == 234
    assert column(saver, 1, "review").count("pending") == 999


def test_edited_text_is_in_the_file_soon_after(
    client: FlaskClient, services: Services, batch: BatchHistory, saver: Checkpointer
) -> None:
    answer = "No: the profit belongs to the company."
    reasoning, question = "1. Section 175 of the Act applies.", "May a director keep the profit?"
    content = {"answer": answer, "reasoning": reasoning, "question": question}
    path = f"/api/samples/{sample_at(services, batch, 2_299)}"
    assert client.patch(path, json={"content": content, "by": "Ada"}).status_code == 200
    look_after(services)
    assert column(saver, 2, "answer")[-1] == answer
    assert (column(saver, 2, "edited_by")[-1], column(saver, 2, "version")[-1]) == ("Ada", 2)


def test_mark_stays_when_a_sample_changes_during_the_rewrite(
    client: FlaskClient, services: Services, batch: BatchHistory, saver: Checkpointer
) -> None:
    approve(client, services, batch, 0)
    seen = Mark(0, 1)
    approve(client, services, batch, 1)
    saver.refresh(seen)
    assert marks(services) == {(batch.id, 0): 2}
    look_after(services)
    assert column(saver, 0, "review")[:3] == ["approved", "approved", "pending"]


def test_rows_beyond_the_files_wait_for_their_checkpoint(
    client: FlaskClient, services: Services, batch: BatchHistory, saver: Checkpointer
) -> None:
    with services.database.write() as session:
        session.get_one(BatchHistory, batch.id).checkpointed_count = 1_500
    approve(client, services, batch, 1_600)
    approve(client, services, batch, 2_100)
    for segment in (1, 2):
        saver.refresh(Mark(segment, 1))
    assert (len(column(saver, 1, "review")), len(column(saver, 2, "review"))) == (500, 300)
    assert marks(services) == {}
    saver.save(rows_in_files=1_500)
    assert (column(saver, 1, "review")[600], column(saver, 2, "review")[100]) == ("approved", "approved")


def test_no_folder_is_made_when_the_files_are_gone(
    client: FlaskClient, services: Services, batch: BatchHistory, saver: Checkpointer
) -> None:
    approve(client, services, batch, 0)
    saver.folder.rename(saver.folder.with_name(".hidden"))
    saver.refresh(Mark(0, 1))
    assert (saver.folder.exists(), marks(services)) == (False, {})


def test_all_segments_get_the_column_when_an_enrichment_adds_a_field(services: Services, saver: Checkpointer) -> None:
    batch_pk = saver.batch_pk
    order = {"template": "Add Rationale", "version": 1, "fields": {"rationale": "why"}}
    with services.database.write() as session:
        enriching = BatchHistory(batch_id="batch_1_0000000e", status="completed", kind="enrichment")
        enriching.enrichment = json.dumps(order)
        session.add(enriching)
        session.flush()
        sample = session.scalars(select(Sample).where(Sample.batch_pk == batch_pk, Sample.ordinal == 1_100)).one()
        sample.content = json.dumps({**json.loads(sample.content), "why": "Because."})
        session.add(EnrichmentTarget(batch_pk=enriching.id, slot=0, sample_pk=sample.id, base_version=1))
        stale.mark_sample(session, sample)
    look_after(services)
    assert [column(saver, segment, "why").count("Because.") for segment in range(3)] == [0, 1, 0]
    schemas = [pq.read_schema(segment_path(saver.folder, segment)) for segment in range(3)]
    assert schemas[0].equals(schemas[1])
    assert schemas[1].equals(schemas[2])


def test_field_that_no_template_names_is_in_the_extra_column(services: Services, saver: Checkpointer) -> None:
    with services.database.write() as session:
        sample = session.scalars(select(Sample).where(Sample.batch_pk == saver.batch_pk, Sample.ordinal == 0)).one()
        sample.content = json.dumps({**json.loads(sample.content), "mood": ["calm"]})
        stale.mark_sample(session, sample)
    saver.refresh(Mark(0, 1))
    assert column(saver, 0, "extra")[:2] == ['{"mood": ["calm"]}', None]
