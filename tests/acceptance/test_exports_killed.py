"""A death between the archive and the word that it is there: the export is made anew, and only then downloadable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import Product, wait_until
from tests.export_makers import members, rows
from tests.scripted_provider import ScriptedProvider


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=5) as started:
        yield started


def product(folder: Path, provider: ScriptedProvider, name: str = "server", **settings: Any) -> Product:
    told: dict[str, Any] = {"requests_per_minute": 0, "tokens_per_minute": 0, "provider": "openai_compatible"}
    told |= {"base_url": provider.base_url, "model": "scripted", "export_review": "any"}
    return Product(folder, name=name, **{**told, **settings})


@pytest.mark.slow
def test_export_is_made_anew_when_the_server_died_before_it_said_so(tmp_path: Path, provider: ScriptedProvider) -> None:
    with product(tmp_path, provider, crash_at="export.renamed") as dying:
        batch_id = dying.begin(5)
        wait_until(lambda: dying.status_of(batch_id) == "completed", "the batch")
        export_id = dying.post("/api/exports", {"format": "jsonl"}).body["export_id"]
        assert dying.wait() == -9
        assert dying.rows("SELECT status FROM exports")[0][0] == "running"
    with product(tmp_path, provider, name="after") as after:
        wait_until(lambda: after.rows("SELECT status FROM exports")[0][0] == "completed", "the export")
        archive = (tmp_path / "data" / "exports" / f"{export_id}.zip").read_bytes()
        assert len(rows(members(archive)["data/train.jsonl"])) == 5
