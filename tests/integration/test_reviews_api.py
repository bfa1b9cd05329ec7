"""People's work on samples: edits with their history, decisions, many at once, and two people at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gristmill import bulk_review
from gristmill.bulk_review import BulkReview
from gristmill.lifecycle import Review
from gristmill.services import Services
from gristmill.stores import reviews
from gristmill.stores.reviews import Decision
from gristmill.stores.samples import SampleFilter
from models import BatchHistory, Event
from tests.makers import add_batch
from tests.sample_rows import marks, put_rejection, put_samples

ANSWER = {"answer": "No: the profit belongs to the company, under section 175 of the Act."}


@pytest.fixture
def batch(services: Services) -> BatchHistory:
    return add_batch(services)


@pytest.fixture
def sample_id(services: Services, batch: BatchHistory) -> str:
    texts = {
        "question": "May a director keep the profit of a corporate opportunity?",
        "reasoning": "1. Section 175 applies. 2. No consent was given.",
        "answer": "Yes, because nobody else could have used it.",
    }
    return put_samples(services, batch, {"content": texts}, {})[0]


def patch(client: FlaskClient, sample_id: str, content: dict[str, Any], **headers: str) -> TestResponse:
    return client.patch(f"/api/samples/{sample_id}", json={"content": content}, headers=headers)


def post(client: FlaskClient, sample_id: str, action: str, body: Any = None, **headers: str) -> TestResponse:
    return client.post(f"/api/samples/{sample_id}/{action}", json=body or {}, headers=headers)


def review(client: FlaskClient, **body: Any) -> TestResponse:
    return client.post("/api/samples/review", json=body)


def kinds(services: Services) -> list[str]:
    with services.database.read() as session:
        return [kind for kind in session.scalars(select(Event.kind)) if "sample" in kind]


def test_edit_changes_the_named_fields_and_keeps_the_old_content(client: FlaskClient, sample_id: str) -> None:
    answer = client.patch(f"/api/samples/{sample_id}", json={"content": ANSWER, "by": "Ada"})
    shown = answer.get_json()["sample"]
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert shown["content"]["answer"] == ANSWER["answer"]
    assert shown["content"]["question"].startswith("May a director")
    assert (shown["version"], shown["origin"], shown["edited_by"]) == (2, "person", "Ada")
    assert [line["version"] for line in shown["versions"]] == [1, 2]
    old = client.get(f"/api/samples/{sample_id}/versions/1").get_json()["version"]
    assert (old["content"]["answer"][:3], old["origin"], old["edited_by"]) == ("Yes", "generated", None)


def test_edit_is_told_marked_and_found_by_search(
    client: FlaskClient, services: Services, batch: BatchHistory, sample_id: str
) -> None:
    patch(client, sample_id, ANSWER)
    assert kinds(services) == ["sample.edited"]
    assert marks(services) == {(batch.id, 0): 1}
    totals = [client.get(f"/api/samples?q={word}").get_json()["total"] for word in ("belongs", "nobody")]
    assert totals == [1, 0]


def test_nothing_happens_when_an_edit_says_what_is_there(
    client: FlaskClient, services: Services, sample_id: str
) -> None:
    content = client.get(f"/api/samples/{sample_id}").get_json()["sample"]["content"]
    assert patch(client, sample_id, content).get_json()["sample"]["revision"] == 1
    assert (kinds(services), marks(services)) == ([], {})


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ({"answer": None}, "/content/answer"),
        ({"answer": 5}, "/content/answer"),
        ({"answer": "No."}, "/content/answer"),
        ({"answer": "x" * 100_000}, "/content/answer"),
        ({"mood": "good"}, "/content/mood"),
        ({"answer": "half \ud800 a character, but long enough"}, "/content"),
        ({}, "/content"),
    ],
)
def test_edit_is_refused_when_the_template_does_not_allow_it(
    client: FlaskClient, services: Services, sample_id: str, content: dict[str, Any], pointer: str
) -> None:
    answer = patch(client, sample_id, content)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.get_json()["errors"]] == [pointer]
    assert len(answer.get_json()["detail"]) < 500
    assert client.get(f"/api/samples/{sample_id}").get_json()["sample"]["revision"] == 1


def test_text_that_was_a_little_long_may_stay_when_another_is_edited(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    texts = {"question": "May a director keep the profit?", "reasoning": "1. It is so. " * 500, **ANSWER}
    sample_id = put_samples(services, batch, {"content": texts})[0]
    assert patch(client, sample_id, {"reasoning": "2. It is so. " * 500}).status_code == 422
    assert patch(client, sample_id, {"question": "May a director keep any of the profit?"}).status_code == 200


def test_null_is_taken_where_the_template_allows_it(client: FlaskClient, sample_id: str) -> None:
    assert patch(client, sample_id, {"case_citation": "Regal v Gulliver [1967] 2 AC 134"}).status_code == 200
    assert patch(client, sample_id, {"case_citation": None}).get_json()["sample"]["content"]["case_citation"] is None


def test_field_of_an_enrichment_can_be_edited_beside_the_templates_own(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    texts = {
        "question": "May a director keep it?",
        "reasoning": "1. Section 175 applies.",
        "answer": "No, never at all.",
    }
    content = {**texts, "answer": "No, it is the company's.", "rationale": "Because."}
    (sample_id,) = put_samples(services, batch, {"content": content})
    assert patch(client, sample_id, {"rationale": ["a", 1]}).get_json()["sample"]["content"]["rationale"] == ["a", 1]


def test_edit_is_refused_when_another_sample_says_the_same(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    texts = {"reasoning": "1. Section 175 applies.", "answer": "No, it is the company's."}
    first, second = put_samples(
        services, batch, {"content": {**texts, "question": "May a director keep it?"}}, {"content": texts}
    )
    patch(client, first, {"question": "May a director keep the profit?"})
    answer = patch(client, second, {**texts, "question": "May a director keep: the PROFIT?"})
    assert (answer.status_code, answer.get_json()["sample_id"]) == (409, first)
    assert answer.get_json()["type"] == "/problems/duplicate-content"


def test_version_before_comes_back_when_an_edit_is_undone(client: FlaskClient, sample_id: str) -> None:
    patch(client, sample_id, ANSWER)
    shown = post(client, sample_id, "revert", {"version": 1, "by": "Grace"}).get_json()["sample"]
    assert (shown["content"]["answer"][:3], shown["version"], shown["edited_by"]) == ("Yes", 3, "Grace")
    assert (
        post(client, sample_id, "revert", {"version": 2}).get_json()["sample"]["content"]["answer"] == ANSWER["answer"]
    )
    assert post(client, sample_id, "revert", {"version": 9}).status_code == 404


def test_decisions_are_put_on_a_sample_and_taken_back(
    client: FlaskClient, services: Services, batch: BatchHistory, sample_id: str
) -> None:
    approved = post(client, sample_id, "approve", None, **{"X-Reviewer": "Ada"}).get_json()["sample"]
    assert (approved["review"], approved["reviewed_by"], approved["revision"]) == ("approved", "Ada", 2)
    assert approved["reviewed_at"].endswith("+00:00")
    rejected = post(client, sample_id, "reject", {"reason": "wrong law", "by": "Grace"}).get_json()["sample"]
    assert (rejected["review"], rejected["review_reason"], rejected["reviewed_by"]) == (
        "rejected",
        "wrong law",
        "Grace",
    )
    reset = post(client, sample_id, "reset").get_json()["sample"]
    decided = [reset[name] for name in ("review", "review_reason", "reviewed_at", "reviewed_by", "version")]
    assert decided == ["pending", None, None, None, 1]
    assert (marks(services), kinds(services)) == ({(batch.id, 0): 3}, ["sample.reviewed"] * 3)


def test_nothing_happens_when_the_decision_is_there_already(
    client: FlaskClient, services: Services, sample_id: str
) -> None:
    post(client, sample_id, "approve")
    assert post(client, sample_id, "approve").get_json()["sample"]["revision"] == 2
    assert list(marks(services).values()) == [1]


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}])
def test_rejection_needs_a_reason_of_one_line(client: FlaskClient, sample_id: str, body: dict[str, str]) -> None:
    answer = post(client, sample_id, "reject", body)
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"]) == (422, "/reason")


@pytest.mark.parametrize("if_match", ['"1"', "*", '"7", "1"', None])
def test_change_is_made_when_if_match_fits(client: FlaskClient, sample_id: str, if_match: str | None) -> None:
    headers = {"If-Match": if_match} if if_match else {}
    assert post(client, sample_id, "approve", None, **headers).status_code == 200


@pytest.mark.parametrize("if_match", ['"2"', 'W/"1"', "1", "nonsense", '""'])
def test_change_is_refused_when_if_match_is_stale(client: FlaskClient, sample_id: str, if_match: str) -> None:
    for answer in (
        patch(client, sample_id, ANSWER, **{"If-Match": if_match}),
        post(client, sample_id, "approve", None, **{"If-Match": if_match}),
    ):
        assert (answer.status_code, answer.get_json()["revision"]) == (412, 1)
        assert (answer.get_json()["type"], answer.headers["ETag"]) == ("/problems/stale-version", '"1"')


def test_change_of_a_sample_that_there_is_not_is_not_found(client: FlaskClient) -> None:
    assert patch(client, "sample_0", ANSWER).status_code == 404


@pytest.mark.parametrize("move", ["approve", "reject", "reset", "revert", "edit"])
def test_refused_candidate_is_said_to_be_no_sample_whatever_is_wanted_of_it(
    client: FlaskClient, services: Services, batch: BatchHistory, move: str
) -> None:
    refused = put_rejection(services, batch, 1)
    bodies: dict[str, Any] = {"reject": {"reason": "Wrong."}, "revert": {"version": 1}}
    answer = patch(client, refused, ANSWER) if move == "edit" else post(client, refused, move, bodies.get(move))
    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")
    assert refused in answer.get_json()["detail"]
    assert "cannot be reviewed or edited" in answer.get_json()["detail"]


@pytest.fixture
def many(services: Services, batch: BatchHistory) -> list[str]:
    """Samples of more than two commits; every third is advanced, and those have scores."""
    rows = [{"difficulty": "basic" if n % 3 else "advanced", "score": None if n % 3 else 0.5} for n in range(4_500)]
    return put_samples(services, batch, *rows)


def test_dry_run_counts_and_changes_nothing(client: FlaskClient, services: Services, many: list[str]) -> None:
    answer = review(client, filter={"difficulty": "advanced"}, action="approve").get_json()
    assert (answer["dry_run"], answer["matched"], answer["changed"]) == (True, 1_500, 0)
    assert (marks(services), client.get("/api/samples?review=approved").get_json()["total"]) == ({}, 0)


def test_review_by_filter_changes_all_that_match(
    client: FlaskClient, services: Services, batch: BatchHistory, many: list[str]
) -> None:
    body = {"filter": {"score_min": 0.5}, "action": "reject", "reason": "too weak", "dry_run": False}
    done = review(client, **body, expected=1_500, by="Ada").get_json()
    assert (done["matched"], done["changed"]) == (1_500, 1_500)
    assert client.get("/api/samples?review=rejected").get_json()["total"] == 1_500
    assert marks(services) == {(batch.id, segment): 1 for segment in range(5)}
    assert kinds(services) == ["samples.reviewed"]
    again = review(client, **body).get_json()
    assert (again["matched"], again["changed"], kinds(services)) == (1_500, 0, ["samples.reviewed"])


def test_review_of_what_is_pending_reaches_all_when_they_leave_the_filter(client: FlaskClient, many: list[str]) -> None:
    done = review(client, filter={"review": "pending"}, action="approve", dry_run=False).get_json()
    assert (done["matched"], done["changed"]) == (4_500, 4_500)


def test_review_by_search_changes_what_is_found(client: FlaskClient, many: list[str]) -> None:
    done = review(client, filter={"q": '"question 77"'}, action="approve", dry_run=False).get_json()
    assert (done["matched"], done["changed"]) == (1, 1)
    assert client.get("/api/samples?review=approved").get_json()["samples"][0]["seed"] == 77


def test_review_by_ids_passes_over_what_there_is_not(client: FlaskClient, many: list[str]) -> None:
    ids = [many[3], many[5], many[5], "sample_" + "f" * 24]
    assert review(client, ids=ids, action="approve").get_json()["matched"] == 2
    assert review(client, ids=ids, action="approve", dry_run=False).get_json()["changed"] == 2
    assert review(client, ids=ids, action="reset", dry_run=False).get_json()["changed"] == 2


def test_review_is_refused_when_another_number_matches_than_expected(client: FlaskClient, many: list[str]) -> None:
    answer = review(client, filter={}, action="approve", dry_run=False, expected=4_499)
    assert (answer.status_code, answer.get_json()["matched"]) == (409, 4_500)
    assert client.get("/api/samples?review=approved").get_json()["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"action": "approve"},
        {"action": "approve", "filter": {}, "ids": ["sample_" + "0" * 24]},
        {"action": "reject", "filter": {}},
        {"action": "approve", "filter": {}, "reason": "why"},
        {"action": "praise", "filter": {}},
        {"action": "approve", "ids": ["nonsense"]},
        {"action": "approve", "ids": []},
        {"action": "approve", "filter": {"colour": "red"}},
        {"action": "approve", "filter": {"score_min": "0.5"}},
    ],
)
def test_review_of_many_is_refused_when_it_is_not_clear(client: FlaskClient, body: dict[str, Any]) -> None:
    assert review(client, **body).status_code == 422


def test_another_writer_comes_between_when_many_are_reviewed(services: Services, many: list[str]) -> None:
    """A decision that somebody makes in the middle of a review of what is pending stands."""
    decision = Decision(review=Review.APPROVED)
    asked = BulkReview(decision=decision, wanted=SampleFilter(review="pending"))
    parts = bulk_review.parts(services, asked)
    first, chosen = next(parts)
    assert len(first) == bulk_review.ROWS_PER_COMMIT
    with services.database.write() as session:
        rejected = Decision(review=Review.REJECTED, reason="no")
        assert reviews.decide_many(session, services.log, first[:1], (), rejected) == 1
    with services.database.write() as session:
        changed = reviews.decide_many(session, services.log, first, chosen, decision)
    assert changed == bulk_review.ROWS_PER_COMMIT - 1


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"action": "approve"}, ["/filter"]),
        ({"action": "approve", "filter": {}, "ids": ["sample_0123456789abcdef01234567"]}, ["/filter"]),
        ({"action": "reject", "filter": {}}, ["/reason"]),
        ({"action": "reset", "filter": {}, "reason": "x"}, ["/reason"]),
        ({"action": "reject"}, ["/filter", "/reason"]),
        ({"action": "reset", "filter": {"score_min": 1, "score_max": 0}}, ["/filter/score_min"]),
    ],
)
def test_bulk_review_names_the_place_when_fields_do_not_go_together(
    shared_client: FlaskClient, body: dict[str, Any], pointers: list[str]
) -> None:
    answer = shared_client.post("/api/samples/review", json=body)
    assert (answer.status_code, [fault["pointer"] for fault in answer.get_json()["errors"]]) == (422, pointers)


def test_bulk_review_is_not_found_when_there_is_no_such_template(shared_client: FlaskClient) -> None:
    answer = shared_client.post("/api/samples/review", json={"action": "approve", "filter": {"template": "Nothing"}})
    assert answer.status_code == 404
