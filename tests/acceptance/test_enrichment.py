"""Enrichments on a real server: results land on their samples, a person's words stay, and a kill loses none of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

COUNT = 6
RATIONALE = "The duty to avoid a conflict of interest decides it, number {n}, because nobody authorised the profit."
ABOUT_SAMPLES = "You add a rationale to a training sample"
RULES = {ABOUT_SAMPLES: {"kind": "say", "content": {"rationale": RATIONALE, "holds": True}}}


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider() as started:
        started.script(rules=RULES)
        yield started


@pytest.fixture
def mill(provider: ScriptedProvider, tmp_path: Path) -> Iterator[Product]:
    settings: dict[str, Any] = {"provider": "openai_compatible", "base_url": provider.base_url, "model": "scripted"}
    with Product(tmp_path, **settings, requests_per_minute=0, tokens_per_minute=0) as product:
        yield product


def contents(mill: Product, batch_id: str) -> list[dict[str, Any]]:
    rows = mill.rows(
        "SELECT content FROM samples JOIN batch_history ON batch_history.id = batch_pk"
        f" WHERE batch_id = '{batch_id}' ORDER BY ordinal"
    )
    return [json.loads(row["content"]) for row in rows]


def enrich(mill: Product, **wanted: Any) -> Any:
    return mill.post("/api/enrichments", {"template": "add-rationale", **wanted})


def test_results_land_as_new_fields_when_a_batch_is_enriched(mill: Product) -> None:
    batch_id = mill.begin(COUNT)
    mill.ended(batch_id)
    answer = enrich(mill, batch_id=batch_id)
    assert (answer.status, answer.body["samples"]) == (202, COUNT)
    ended = mill.ended(answer.body["batch_id"])
    assert (ended["status"], ended["kind"], ended["samples_generated"]) == ("completed", "enrichment", COUNT)
    told = contents(mill, batch_id)
    assert all(content["holds"] is True and content["question"] for content in told)
    assert len({content["rationale"] for content in told}) == COUNT
    files = mill.folder / "data" / "batches" / batch_id
    wait_until(lambda: "rationale" in columns(files), "the files to hold what was added")


def columns(folder: Path) -> list[str]:
    import pyarrow.parquet as pq

    return list(pq.read_schema(next(folder.glob("segment-*.parquet"))).names)


def test_enrichment_starts_by_itself_when_its_batch_is_complete(mill: Product) -> None:
    batch_id = mill.begin(COUNT, enrich={"template": "add-rationale", "fields": ["rationale"]})
    mill.ended(batch_id)
    (follower,) = mill.get(f"/api/batches/{batch_id}").body["batch"]["enrichments"]
    mill.ended(follower["batch_id"])
    assert all("rationale" in content and "holds" not in content for content in contents(mill, batch_id))
    shown = mill.get(f"/api/batches/{batch_id}").body["batch"]
    assert (shown["stage"], shown["enrichments"]) == ("done", [{**follower, "status": "completed"}])
    assert mill.get(f"/api/batches/{follower['batch_id']}").body["batch"]["parent"] == batch_id


def test_follower_is_shown_as_failed_when_it_gives_nothing(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(rules={ABOUT_SAMPLES: {"kind": "refusal"}})
    batch_id = mill.begin(1, enrich={"template": "add-rationale"})
    mill.ended(batch_id)
    (follower,) = mill.get(f"/api/batches/{batch_id}").body["batch"]["enrichments"]
    mill.ended(follower["batch_id"])
    shown = mill.get(f"/api/batches/{batch_id}").body["batch"]["enrichments"]
    assert shown == [{"batch_id": follower["batch_id"], "status": "failed"}]


def test_what_a_person_wrote_stays_when_a_field_is_there_already(mill: Product) -> None:
    batch_id = mill.begin(2)
    mill.ended(batch_id)
    first, second = (row["sample_id"] for row in mill.get(f"/api/batches/{batch_id}/samples").body["samples"])
    words = "Written by a person, who knows why, and at some length."
    assert mill.request("PATCH", f"/api/samples/{first}", body={"content": {"reasoning": words}}).status == 200
    answer = enrich(mill, batch_id=batch_id, fields={"rationale": "reasoning"})
    assert answer.body["edited"] == 1
    mill.ended(answer.body["batch_id"])
    shown = {one: mill.get(f"/api/samples/{one}").body["sample"] for one in (first, second)}
    assert shown[first]["content"]["reasoning"] == words
    assert shown[second]["content"]["reasoning"].startswith("The duty to avoid")
    assert (shown[second]["version"], shown[second]["origin"]) == (2, "enrichment")
    again = enrich(mill, ids=[first], fields={"rationale": "reasoning"}, overwrite=True)
    mill.ended(again.body["batch_id"])
    assert mill.get(f"/api/samples/{first}").body["sample"]["content"]["reasoning"] != words


def test_every_sample_is_enriched_once_when_the_server_is_killed(mill: Product, provider: ScriptedProvider) -> None:
    batch_id = mill.begin(40)
    mill.ended(batch_id)
    provider.script(rules={ABOUT_SAMPLES: {**RULES[ABOUT_SAMPLES], "latency_ms": 60}})
    child = enrich(mill, batch_id=batch_id).body["batch_id"]
    wait_until(lambda: mill.get(f"/api/batches/{child}").body["batch"]["samples_generated"] > 8, "some results")
    mill.kill()
    mill.launch()
    assert mill.ended(child)["samples_generated"] == 40
    versions = mill.rows("SELECT version, count(*) AS n FROM samples GROUP BY version")
    assert [(row["version"], row["n"]) for row in versions] == [(2, 40)]


def test_batch_is_kept_when_an_enrichment_still_wants_its_samples(mill: Product, provider: ScriptedProvider) -> None:
    batch_id = mill.begin(COUNT)
    mill.ended(batch_id)
    provider.script(rules={ABOUT_SAMPLES: {"kind": "hang"}})
    child = enrich(mill, batch_id=batch_id).body["batch_id"]
    refused = mill.request("DELETE", f"/api/batches/{batch_id}")
    assert (refused.status, child in refused.body["detail"]) == (409, True)
    mill.stop(child)


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"template": "nothing", "filter": {}}, "/template"),
        ({"template": "legal-qa", "filter": {}}, "/template"),
        ({"template": "add-rationale", "filter": {}, "fields": ["nothing"]}, "/fields"),
        ({"template": "translate", "filter": {}, "parameters": {"nothing": 1}}, "/parameters/nothing"),
        ({"template": "add-rationale"}, "/filter"),
        ({"template": "add-rationale", "filter": {"review": "rejected"}}, "/filter"),
        ({"template": "add-rationale", "ids": ["sample_0"]}, "/ids"),
    ],
)
def test_place_of_the_fault_is_named_when_an_enrichment_is_wrong(
    mill: Product, wanted: dict[str, Any], pointer: str
) -> None:
    answer = mill.post("/api/enrichments", wanted)
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, pointer)
