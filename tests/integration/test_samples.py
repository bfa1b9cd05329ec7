"""The samples of a batch: pages, filters, search, and each one's provenance."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from gristmill.services import Services
from models import BatchHistory
from tests.conftest import MakeApp
from tests.makers import add_batch, kept, rejected, store

PROVENANCE = {
    "sample_id",
    "batch_id",
    "provider",
    "model",
    "model_sha256",
    "prompt_hash",
    "seed",
    "attempt",
    "prompt_tokens",
    "completion_tokens",
    "cost_usd",
    "latency_ms",
    "demo",
    "created_at",
    "template",
    "template_version",
    "source_ref",
    "score",
    "findings",
    "origin",
    "version",
    "edited_at",
    "edited_by",
    "review",
    "review_reason",
    "reviewed_at",
    "reviewed_by",
}
CONTENT = {"question", "answer", "reasoning", "topic", "difficulty", "case_citation"}


@pytest.fixture(scope="module")
def shelf(make_shared_app: MakeApp) -> OpenAPI:
    return make_shared_app()


@pytest.fixture(scope="module")
def batch(shelf: OpenAPI) -> BatchHistory:
    """Nine samples; odd slots are Company Law with a citation, every third is advanced."""
    services: Services = shelf.extensions["gristmill"]
    made = add_batch(services)
    store(services, made, *(kept(slot) for slot in range(4)), rejected(4))
    store(services, made, *(kept(slot) for slot in range(4, 9)))
    store(services, add_batch(services), kept(0))
    return made


def get(client: FlaskClient, batch: BatchHistory, **query: Any) -> Any:
    answer = client.get(f"/api/batches/{batch.batch_id}/samples", query_string=query)
    assert answer.status_code == 200
    return answer.json


def seeds(client: FlaskClient, batch: BatchHistory, **query: Any) -> list[int]:
    """List the samples found by their seeds, which are their slots."""
    return [sample["seed"] for sample in get(client, batch, **query)["samples"]]


def test_samples_come_in_order_of_arrival_with_their_count(shelf: OpenAPI, batch: BatchHistory) -> None:
    answer = get(shelf.test_client(), batch)
    assert (answer["success"], answer["count"], answer["total"]) == (True, 9, 9)
    assert [sample["seed"] for sample in answer["samples"]] == list(range(9))


def test_sample_is_content_and_provenance(shelf: OpenAPI, batch: BatchHistory) -> None:
    first = get(shelf.test_client(), batch)["samples"][0]
    assert set(first) == CONTENT | PROVENANCE
    assert (first["batch_id"], first["case_citation"], first["demo"]) == (batch.batch_id, None, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "company"}, [1, 3, 5, 7]),
        ({"topic": "Law"}, list(range(9))),
        ({"difficulty": "advanced"}, [0, 3, 6]),
        ({"difficulty": "adv"}, []),
        ({"q": "hastings"}, [1, 3, 5, 7]),
        ({"q": "Answer 8"}, [8]),
        ({"q": "100%"}, []),
        ({"q": "case_citation"}, []),
        ({"q": '", "answer": "'}, []),
        ({"topic": "tort", "difficulty": "advanced"}, [0, 6]),
    ],
)
def test_samples_are_found_when_they_match(
    shelf: OpenAPI, batch: BatchHistory, query: dict[str, str], found: list[int]
) -> None:
    assert seeds(shelf.test_client(), batch, **query) == found
    assert get(shelf.test_client(), batch, limit=1, **query)["total"] == len(found)


def test_pages_join_without_gap_or_double_when_read_one_by_one(shelf: OpenAPI, batch: BatchHistory) -> None:
    assert [seeds(shelf.test_client(), batch, limit=4, offset=offset) for offset in (0, 4, 8, 12)] == [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8],
        [],
    ]


def test_hundred_samples_are_a_page_when_no_limit_is_given(client: FlaskClient, services: Services) -> None:
    many = add_batch(services, target_count=120)
    store(services, many, *(kept(slot) for slot in range(120)))
    answer = get(client, many)
    assert (answer["count"], answer["total"]) == (100, 120)


def test_batch_without_samples_is_an_empty_page(client: FlaskClient, services: Services) -> None:
    assert get(client, add_batch(services))["samples"] == []


def test_search_finds_text_that_json_escapes_when_it_was_stored(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    content = {**(kept(0).content or {}), "answer": 'The court said "no"; see § 175, naïve.'}
    store(services, batch, kept(0, content=content))
    assert seeds(client, batch, q="§ 175, naïve") == [0]
    assert seeds(client, batch, q='said "no"') == [0]
