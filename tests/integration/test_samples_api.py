"""Samples over all batches: filters, search, order, pages by cursor, single ones, and what was refused."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from gristmill.services import Services
from models import BatchHistory, EnrichmentTarget, Sample
from tests.conftest import MakeApp
from tests.makers import add_batch
from tests.rows import plans
from tests.sample_rows import put_rejection, put_response, put_samples

ROWS: list[dict[str, Any]] = [
    {"topic": "Tort - Negligence", "score": 0.9, "content": {"answer": "A duty of care was owed by the driver."}},
    {"topic": "Tort - Nuisance", "score": 0.5, "review": "approved", "content": {"answer": "No duty was owed."}},
    {"topic": "Contract", "score": 0.7, "review": "rejected", "review_reason": "wrong", "difficulty": "advanced"},
    {"topic": "Contract", "template": "Preference Pair", "origin": "person", "content": {"answer": "Care. Of duty."}},
    {"topic": "Contract", "score": 0.7, "demo": True, "content": {"answer": 'He said "naïve" § 175.'}},
]


@pytest.fixture(scope="module")
def shelf(make_shared_app: MakeApp) -> OpenAPI:
    return make_shared_app()


@pytest.fixture(scope="module")
def batch(shelf: OpenAPI) -> BatchHistory:
    """Five samples in one batch (ordinals 0 to 4), and one of another batch below them."""
    services: Services = shelf.extensions["gristmill"]
    put_samples(services, add_batch(services), {"topic": "Land", "difficulty": "advanced"})
    made = add_batch(services)
    put_samples(services, made, *ROWS)
    return made


def get(client: FlaskClient, **query: Any) -> Any:
    answer = client.get("/api/samples", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def found(client: FlaskClient, batch: BatchHistory, **query: Any) -> list[int]:
    """List what is found by the samples' numbers in the batch; -1 is the other batch's."""
    samples = get(client, **query)["samples"]
    return [sample["seed"] if sample["batch_id"] == batch.batch_id else -1 for sample in samples]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [4, 3, 2, 1, 0, -1]),
        ({"topic": "Contract"}, [4, 3, 2]),
        ({"topic": "contract"}, []),
        ({"topic_contains": "tort"}, [1, 0]),
        ({"topic_contains": "%"}, []),
        ({"difficulty": "advanced"}, [2, -1]),
        ({"review": "approved"}, [1]),
        ({"score_min": 0.7}, [4, 2, 0]),
        ({"score_min": 0.6, "score_max": 0.7}, [4, 2]),
        ({"demo": "true"}, [4]),
        ({"demo": "false", "topic": "Contract"}, [3, 2]),
        ({"origin": "person"}, [3]),
        ({"template": "Preference Pair"}, [3]),
        ({"template": "preference-pair@1"}, [3]),
        ({"template": "legal-q-a", "topic": "Contract"}, [4, 2]),
        ({"kind": "qa", "topic": "Contract"}, [4, 2]),
        ({"template": "translate"}, []),
        ({"topic": "Contract", "review": "rejected", "difficulty": "advanced"}, [2]),
        ({"q": "duty"}, [3, 1, 0]),
        ({"q": "duty care"}, [3, 0]),
        ({"q": '"duty of care"'}, [0]),
        ({"q": "NEGLIG*"}, []),
        ({"q": "driv*"}, [0]),
        ({"q": "naive 175"}, [4]),
        ({"q": "question"}, [4, 3, 2, 1, 0, -1]),
        ({"q": "answer"}, []),
        ({"q": "%%%"}, []),
        ({"q": "duty", "review": "pending"}, [3, 0]),
        ({"q": "duty", "topic_contains": "tort", "score_max": 0.6}, [1]),
        ({"sort": "-score"}, [0, 4, 2, 1]),
        ({"sort": "score"}, [1, 2, 4, 0]),
        ({"sort": "-score", "topic": "Contract"}, [4, 2]),
        ({"sort": "-score", "q": "duty"}, [0, 1]),
    ],
)
def test_samples_are_found_when_they_match(
    shelf: OpenAPI, batch: BatchHistory, query: dict[str, Any], numbers: list[int]
) -> None:
    client = shelf.test_client()
    assert found(client, batch, **query) == numbers
    answer = get(client, limit=1, **query)
    assert (answer["total"], answer["total_is_exact"]) == (len(numbers), True)


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
@pytest.mark.parametrize(("template", "told"), [("Nothing", "There is no template"), ("Legal Q&A@9", "no version 9")])
def test_list_is_not_found_when_there_is_no_such_template(
    shared_client: FlaskClient, verdict: str, template: str, told: str
) -> None:
    answer = shared_client.get("/api/samples", query_string={"verdict": verdict, "template": template})
    assert answer.status_code == 404
    assert told in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ({"score_min": 0.9, "score_max": 0.1}, ["/score_min"]),
        ({"reason": "too_short"}, ["/reason"]),
        ({"verdict": "rejected", "sort": "score", "review": "pending"}, ["/review", "/sort"]),
    ],
)
def test_place_is_named_when_parameters_do_not_go_together(
    shared_client: FlaskClient, query: dict[str, Any], pointers: list[str]
) -> None:
    answer = shared_client.get("/api/samples", query_string=query)
    assert (answer.status_code, [fault["pointer"] for fault in answer.get_json()["errors"]]) == (422, pointers)


def test_batch_is_a_filter_too(shelf: OpenAPI, batch: BatchHistory) -> None:
    client = shelf.test_client()
    assert found(client, batch, batch_id=batch.batch_id) == [4, 3, 2, 1, 0]
    assert found(client, batch, batch_id=batch.batch_id, q="duty", topic="Contract") == [3]


@pytest.mark.parametrize("query", [{}, {"sort": "-score"}, {"sort": "score"}, {"q": "question"}, {"topic": "Contract"}])
def test_pages_join_without_gap_or_double_when_read_by_cursor(
    shelf: OpenAPI, batch: BatchHistory, query: dict[str, Any]
) -> None:
    client, numbers = shelf.test_client(), []
    cursor: dict[str, str] = {}
    for _ in range(10):
        answer = get(client, limit=1, **query, **cursor)
        numbers += [sample["sample_id"] for sample in answer["samples"]]
        cursor = {"cursor": answer["next_cursor"]}
        if answer["next_cursor"] is None:
            break
    assert numbers == [sample["sample_id"] for sample in get(client, **query)["samples"]]
    assert answer["total"] == len(numbers)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"cursor": "nonsense"}, "/cursor"),
        ({"cursor": "W10"}, "/cursor"),
        ({"cursor": "é"}, "/cursor"),
        ({"cursor": "eyJhIjogMX0"}, "/cursor"),
        ({"score_min": "2"}, "/score_min"),
        ({"sort": "topic"}, "/sort"),
        ({"review": "good"}, "/review"),
        ({"kind": "poem"}, "/kind"),
        ({"colour": "red"}, "/colour"),
        ({"limit": "0"}, "/limit"),
        ({"verdict": "rejected", "review": "pending"}, "/review"),
        ({"reason": "too_short"}, "/reason"),
    ],
)
def test_wrong_question_is_refused_with_a_pointer(
    shelf: OpenAPI, batch: BatchHistory, query: dict[str, str], pointer: str
) -> None:
    answer = shelf.test_client().get("/api/samples", query_string=query)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.get_json()["errors"]] == [pointer]


def test_cursor_is_refused_when_it_belongs_to_another_order(shelf: OpenAPI, batch: BatchHistory) -> None:
    cursor = get(shelf.test_client(), limit=1)["next_cursor"]
    answer = shelf.test_client().get("/api/samples", query_string={"cursor": cursor, "sort": "-score"})
    assert answer.status_code == 422


def test_unknown_batch_is_not_found(shelf: OpenAPI, batch: BatchHistory) -> None:
    assert shelf.test_client().get("/api/samples?batch_id=batch_1_0000000a").status_code == 404


def test_any_list_reads_the_index_and_not_the_rows(shelf: OpenAPI, batch: BatchHistory) -> None:
    services: Services = shelf.extensions["gristmill"]
    query = {"review": "approved", "difficulty": "basic", "score_min": "0.1", "demo": "false", "topic_contains": "x"}
    steps = plans(services.database, lambda: get(shelf.test_client(), **query))
    assert any("USING COVERING INDEX ix_samples_listed" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN samples") and "COVERING INDEX" not in step]


def test_one_sample_is_shown_with_its_provenance_and_versions(shelf: OpenAPI, batch: BatchHistory) -> None:
    client = shelf.test_client()
    listed = get(client, review="rejected")["samples"][0]
    answer = client.get(f"/api/samples/{listed['sample_id']}")
    shown = answer.get_json()["sample"]
    assert {name: shown[name] for name in listed} == listed
    assert answer.headers["ETag"] == '"1"'
    assert shown["versions"] == [{"version": 1, "origin": "generated", "edited_at": None, "edited_by": None}]
    assert (shown["item"], shown["template_version"], shown["verdict"], shown["review_reason"]) == (
        1,
        1,
        "accepted",
        "wrong",
    )


def test_sample_that_there_is_not_is_not_found(client: FlaskClient) -> None:
    for path in (
        "sample_0",
        "rejection_1",
        "rejection_x",
        "rejection_" + "9" * 30,
        "sample_0/raw",
        "sample_0/versions/1",
    ):
        answer = client.get(f"/api/samples/{path}")
        assert answer.status_code == 404
        assert answer.get_json()["detail"].endswith(".")


def test_refused_candidates_are_listed_apart(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    first = put_rejection(services, batch, 3, reason="refusal", content='{"answer": "I cannot."}', score=0.2)
    second = put_rejection(services, batch, 5)
    ids = [[row["sample_id"] for row in get(client, verdict="rejected", **query)["samples"]] for query in _REFUSED]
    assert ids == [[second, first], [first], [first], [second], [first], [], [second]]
    shown = client.get(f"/api/samples/{first}").get_json()["sample"]
    assert (shown["verdict"], shown["reason"], shown["content"]) == ("rejected", "refusal", {"answer": "I cannot."})
    assert get(client)["samples"] == []


_REFUSED: list[dict[str, str]] = [
    {},
    {"reason": "refusal"},
    {"q": "CANNOT"},
    {"reason": "too_short", "topic": "Tort Law", "difficulty": "basic", "template": "legal-q-a", "kind": "qa"},
    {"score_max": "0.3", "score_min": "0.1"},
    {"q": "can%t"},
    {"limit": "1", "demo": "false"},
]


def test_pages_of_refused_candidates_join_when_read_by_cursor(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    ids = [put_rejection(services, batch, attempt) for attempt in (1, 2, 3)]
    first = get(client, verdict="rejected", limit=2, batch_id=batch.batch_id)
    second = get(client, verdict="rejected", limit=2, batch_id=batch.batch_id, cursor=first["next_cursor"])
    assert [row["sample_id"] for page in (first, second) for row in page["samples"]] == ids[::-1]
    assert (second["next_cursor"], second["total"]) == (None, 3)


def test_answer_of_the_provider_is_given_back_byte_by_byte(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    (sample_id,) = put_samples(services, batch, {"attempt": 7})
    put_response(services, batch, 7, b'{"id": "x",  "choices": []}')
    for path in (f"/api/samples/{sample_id}/raw", f"/api/batches/{batch.batch_id}/attempts/7/raw"):
        answer = client.get(path)
        assert (answer.data, answer.content_type) == (b'{"id": "x",  "choices": []}', "application/json")
        assert (answer.headers["X-Truncated"], answer.headers["X-Content-Type-Options"]) == ("false", "nosniff")


def test_answer_is_text_when_only_its_first_part_was_kept(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    refused = put_rejection(services, batch, 2)
    put_response(services, batch, 2, b'{"id": "x", "cho', raw_bytes=900)
    answer = client.get(f"/api/samples/{refused}/raw")
    assert (answer.data, answer.mimetype) == (b'{"id": "x", "cho', "text/plain")
    assert (answer.headers["X-Truncated"], answer.headers["X-Raw-Bytes"]) == ("true", "900")


def test_answer_that_is_not_kept_is_not_found_with_a_sentence(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    (sample_id,) = put_samples(services, batch, {})
    answer = client.get(f"/api/samples/{sample_id}/raw")
    assert (answer.status_code, "its time is over" in answer.get_json()["detail"]) == (404, True)


def test_search_follows_when_rows_are_deleted(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    put_samples(services, batch, {"content": {"answer": "A xylophone."}})
    assert get(client, q="xylophone")["total"] == 1
    client.post(f"/api/batches/{batch.batch_id}/cancel")
    assert client.delete(f"/api/batches/{batch.batch_id}").status_code == 200
    assert get(client, q="xylophone")["total"] == 0


def test_batch_means_the_samples_that_it_works_on_when_it_is_an_enrichment(
    client: FlaskClient, services: Services
) -> None:
    ids = put_samples(services, add_batch(services), {}, {}, {})
    with services.database.write() as session:
        enriching = BatchHistory(batch_id="batch_1_0000000e", status="completed", kind="enrichment")
        session.add(enriching)
        session.flush()
        wanted = session.scalars(select(Sample.id).where(Sample.sample_id == ids[1])).one()
        session.add(EnrichmentTarget(batch_pk=enriching.id, slot=0, sample_pk=wanted, base_version=1))
    for query in ({}, {"q": "question"}):
        answer = get(client, batch_id="batch_1_0000000e", **query)
        assert [sample["sample_id"] for sample in answer["samples"]] == [ids[1]]


MANY = 12_000  # more than is counted, and more hits than are looked at one by one


@pytest.fixture(scope="module")
def heap(make_shared_app: MakeApp) -> OpenAPI:
    """Many samples in two batches; every third is advanced, one in a thousand is about `Treasure`."""
    app = make_shared_app()
    services: Services = app.extensions["gristmill"]
    rows = [
        {
            "difficulty": "basic" if number % 3 else "advanced",
            "topic": "Tort Law" if number % 1000 else "Treasure",
            "score": (number % 97) / 100,
            "review": "pending" if number % 5 else "rejected",
        }
        for number in range(MANY)
    ]
    for half in (rows[: MANY // 2], rows[MANY // 2 :]):
        put_samples(services, add_batch(services), *half)
    return app


@pytest.mark.parametrize(
    ("query", "total", "is_exact"),
    [
        ({}, 10_000, False),
        ({"q": "question"}, 10_000, False),
        ({"q": "question", "difficulty": "basic"}, 8_000, True),
        ({"q": "question", "difficulty": "advanced"}, 4_000, True),
        ({"q": "question", "topic": "Treasure"}, 12, True),
        ({"q": "question", "topic_contains": "treas"}, 12, True),
        ({"sort": "-score"}, 10_000, False),
        ({"sort": "-score", "q": "question"}, 10_000, False),
        ({"sort": "score", "topic": "Treasure", "q": "question"}, 12, True),
        ({"review": "rejected", "difficulty": "advanced"}, 800, True),
        ({"score_min": 0.5, "score_max": 0.505}, 124, True),
    ],
)
def test_all_pages_together_are_all_that_match_when_there_are_many(
    heap: OpenAPI, query: dict[str, Any], total: int, is_exact: bool
) -> None:
    client, ids, cursor = heap.test_client(), [], None
    while True:
        answer = get(client, limit=1000, **query, **({"cursor": cursor} if cursor else {}))
        assert answer["total_is_exact"] is is_exact or answer["total"] <= total
        ids += [sample["sample_id"] for sample in answer["samples"]]
        if (cursor := answer["next_cursor"]) is None:
            break
    assert len(ids) == len(set(ids))
    assert len(ids) == (total if is_exact else MANY)
