"""Makers for tests of exports: approved samples of any template in the database, and archives made of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update

from gristmill.exports.exporter import Exporter
from gristmill.services import Services
from models import BatchHistory, Sample
from tests.makers import add_batch, claim, kept, store

QA = {
    "question": "May a director keep the profit of a corporate opportunity?",
    "answer": "No, it belongs to the company.",
    "reasoning": "1. Section 175 of the Companies Act 2006 applies.",
    "case_citation": None,
}
CHAT = {
    "messages": [
        {"role": "user", "content": "Hello."},
        {"role": "assistant", "content": "How can I help?"},
        {"role": "user", "content": "What is a tort?"},
        {"role": "assistant", "content": "A civil wrong."},
    ]
}
PAIR = {"prompt": "What is a contract?", "chosen": "A promise the law enforces.", "rejected": "A letter."}
LABELLED = {"text": "The goods never came.", "label": "breach"}


def add_samples(
    services: Services, contents: Sequence[Mapping[str, Any]], *, template: str = "Legal Q&A", **columns: Any
) -> BatchHistory:
    """Store contents as approved samples of one ended batch; keyword arguments are columns of all of them."""
    batch = add_batch(services, target_count=max(1, len(contents)))
    claim(services)
    outcomes = [kept(number, content=dict(content)) for number, content in enumerate(contents)]
    store(services, batch, *outcomes)
    told = {"review": "approved", "template": template, "demo": False, **columns}
    with services.database.write() as session:
        session.execute(update(Sample).where(Sample.batch_pk == batch.id).values(**told))
        session.execute(
            update(BatchHistory).where(BatchHistory.id == batch.id).values(status="completed", run_slot=None)
        )
    return batch


def many(count: int) -> list[dict[str, Any]]:
    """Make that many contents of Legal Q&A, all different."""
    return [{**QA, "question": f"{number}: {QA['question']}"} for number in range(count)]


def change(services: Services, number: int, **columns: Any) -> None:
    """Change the sample with this key."""
    with services.database.write() as session:
        session.execute(update(Sample).where(Sample.id == number).values(**columns))


def begin(client: FlaskClient, **body: Any) -> str:
    answer = client.post("/api/exports", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.json["export_id"])  # type: ignore[index]


def shown(client: FlaskClient, export_id: str) -> Any:
    return client.get(f"/api/exports/{export_id}").json["export"]  # type: ignore[index]


def made(services: Services, client: FlaskClient, **body: Any) -> dict[str, bytes]:
    """Make an export, and give the members of its archive."""
    export_id = begin(client, **body)
    Exporter(services).run_waiting()
    assert shown(client, export_id)["status"] == "completed", shown(client, export_id)
    return members(client.get(f"/api/exports/{export_id}/download").data)


def members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def unpacked(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def rows(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.decode().splitlines()]
