"""Every failure of every route has the one shape, and says nothing of our insides."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy import text
from werkzeug.test import TestResponse

from gristmill.services import Services

BATCH = "/api/generate/batch"
BATCHES = "/api/batches"
ONE = f"{BATCHES}/batch_1_00000000"
JOB = "/api/batch-jobs/batch_1_00000000"
ROUTES: dict[str, set[str]] = {
    "/api/health": {"GET"},
    f"{BATCH}/start": {"POST"},
    f"{BATCH}/stop": {"POST"},
    f"{BATCH}/status": {"GET"},
    f"{BATCH}/history": {"GET"},
    f"{BATCH}/stream": {"GET"},
    BATCHES: {"GET"},
    f"{BATCHES}/current": {"GET", "PUT"},
    ONE: {"GET", "PATCH", "DELETE"},
    **{f"{ONE}/{move}": {"POST"} for move in ("pause", "resume", "stop", "cancel", "retry")},
    **{f"{ONE}/{part}": {"GET"} for part in ("samples", "items", "events", "log")},
    f"{ONE}/items/1/retry": {"POST"},
    "/api/queue": {"GET"},
    f"{JOB}/process-next": {"POST"},
    f"{JOB}/cancel": {"POST"},
    "/api/conversations/batch/batch_1_00000000/status": {"GET"},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What PATCH and DELETE mean there is a batch named "current", which is not found.
WRONG_METHODS = [
    (path, method)
    for path, methods in ROUTES.items()
    for method in METHODS
    if method not in methods
    and (path, method) not in {(f"{BATCHES}/current", "PATCH"), (f"{BATCHES}/current", "DELETE")}
]
BODIES = [
    (path, method)
    for path, methods in ROUTES.items()
    for method in sorted(methods)
    if method in ("POST", "PUT", "PATCH")
]
UNKNOWN_BATCH = [
    *[(path, method) for path, methods in ROUTES.items() if ONE in path for method in methods if method != "PATCH"],
    (f"{JOB}/cancel", "POST"),
    ("/api/conversations/batch/batch_1_00000000/status", "GET"),
]
WITH_QUERY = (
    f"{BATCH}/history",
    BATCHES,
    f"{BATCHES}/current",
    f"{ONE}/samples",
    f"{ONE}/events",
    f"{ONE}/log",
    "/api/queue",
    f"{BATCH}/stream",
)
START = (f"{BATCH}/start", "POST")
SECRET = "the-text-of-the-exception"


def problem(answer: TestResponse, status: int, slug: str) -> Any:
    """Check the one shape, and give the body."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body = answer.json
    assert body is not None
    assert body["type"] == f"/problems/{slug}"
    assert (body["status"], body["success"], body["instance"]) == (status, False, answer.request.path)
    assert body["title"] and body["detail"] == body["error"]  # `error` is where the seed's dashboards look
    assert all(set(fault) == {"pointer", "detail"} and fault["detail"] for fault in body["errors"])
    assert not any(word in answer.text for word in ("Traceback", 'File "', "sqlalchemy", "pydantic", "gristmill/"))
    return body


def send(
    client: FlaskClient, route: tuple[str, str], data: bytes, content_type: str = "application/json"
) -> TestResponse:
    path, method = route
    return client.open(path, method=method, data=data, content_type=content_type)


def test_table_of_routes_here_is_that_of_the_application(shared_app: OpenAPI) -> None:
    found: dict[str, set[str]] = {}
    for rule in shared_app.url_map.iter_rules():
        path = str(rule).replace("<string:batch_id>", "batch_1_00000000").replace("<int:item>", "1")
        if path.startswith("/api/"):
            found.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert found == ROUTES


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/", "/api/generate", "/api/batches//samples", "/api/é%00"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_address_is_not_found_when_there_is_none(shared_client: FlaskClient, path: str, method: str) -> None:
    problem(shared_client.open(path, method=method), 404, "not-found")


@pytest.mark.parametrize(("path", "method"), WRONG_METHODS)
def test_method_is_refused_and_the_right_ones_named_when_it_is_not_taken(
    shared_client: FlaskClient, path: str, method: str
) -> None:
    answer = shared_client.open(path, method=method)
    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) >= ROUTES[path] | {"OPTIONS"}


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"target_count": 1',
        b"target_count=1",
        b"\xff\xfe\xfd",
        b"[" * 60_000,
        b'{"target_count": ' + b"9" * 5000,
        b'{"target_count": 1, "temperature": NaN}',
    ],
    ids=["open", "cut", "form", "no-text", "deep", "endless-number", "no-number"],
)
def test_body_is_malformed_when_it_is_not_json(shared_client: FlaskClient, route: tuple[str, str], data: bytes) -> None:
    problem(send(shared_client, route, data), 400, "malformed-body")


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
@pytest.mark.parametrize("data", [b"[]", b"5", b"null", b'"text"', b"true", b'[{"target_count": 1}]'])
def test_body_is_refused_when_it_is_no_object(shared_client: FlaskClient, route: tuple[str, str], data: bytes) -> None:
    body = problem(send(shared_client, route, data), 422, "invalid-request")
    assert body["errors"] == [{"pointer": "", "detail": "must be a JSON object"}]


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_media_type_is_refused_when_it_is_not_json(
    shared_client: FlaskClient, route: tuple[str, str], content_type: str
) -> None:
    problem(send(shared_client, route, b'{"target_count": 1}', content_type), 415, "wrong-media-type")


def test_media_type_is_taken_when_it_names_a_charset(shared_client: FlaskClient) -> None:
    assert send(shared_client, START, b'{"target_count": 1}', "application/json; charset=utf-8").status_code == 202


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
def test_body_is_too_large_when_it_is_over_the_bound(shared_client: FlaskClient, route: tuple[str, str]) -> None:
    body = problem(send(shared_client, route, b'{"topic": "' + b"x" * 1_100_000 + b'"}'), 413, "body-too-large")
    assert body["errors"] == []


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
def test_field_is_refused_when_it_is_not_known(shared_client: FlaskClient, route: tuple[str, str]) -> None:
    path, method = route
    body = problem(shared_client.open(path, method=method, json={"a/b~c": 1}), 422, "invalid-request")
    assert {"pointer": "/a~1b~0c", "detail": "this field is not known"} in body["errors"]


@pytest.mark.parametrize(("path", "method"), UNKNOWN_BATCH)
def test_batch_is_not_found_whatever_is_wanted_of_it(shared_client: FlaskClient, path: str, method: str) -> None:
    assert "batch_1_00000000" in problem(shared_client.open(path, method=method), 404, "not-found")["detail"]


def test_target_is_asked_for_when_a_start_has_no_body(shared_client: FlaskClient) -> None:
    body = problem(shared_client.post(START[0]), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == ["/target_count"]


@pytest.mark.parametrize("path", WITH_QUERY)
def test_query_is_refused_when_it_is_not_known(shared_client: FlaskClient, path: str) -> None:
    body = problem(shared_client.get(path, query_string={"colour": "red"}), 422, "invalid-request")
    assert body["errors"] == [{"pointer": "/colour", "detail": "this field is not known"}]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"{BATCH}/history", {"limit": "0"}),
        (f"{BATCH}/history", {"limit": "1001"}),
        (f"{BATCH}/history", {"limit": "ten"}),
        (f"{BATCH}/history", {"offset": "-1"}),
        (f"{BATCH}/history", {"offset": str(2**63)}),
        (f"{BATCH}/history", {"sort": "password"}),
        (f"{BATCH}/history", {"status": "finished"}),
        (f"{BATCH}/history", {"q": "x" * 201}),
        (f"{BATCH}/history", {"sort": "name"}),
        (BATCHES, {"sort": "notes"}),
        (BATCHES, {"status": "queued,finished"}),
        (BATCHES, {"status": ""}),
        (f"{BATCHES}/current", {"batch_id": "x" * 101}),
        ("/api/batches/batch_1_00000000/samples", {"limit": "0"}),
        ("/api/batches/batch_1_00000000/samples", {"difficulty": "x" * 51}),
        (f"{BATCH}/stream", {"last_event_id": "-1"}),
        (f"{BATCH}/stream", {"last_event_id": "abc"}),
    ],
)
def test_query_is_refused_by_name_when_it_is_wrong(
    shared_client: FlaskClient, path: str, query: dict[str, str]
) -> None:
    body = problem(shared_client.get(path, query_string=query), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == [f"/{name}" for name in query]


def test_every_fault_of_a_query_is_named_at_once_when_several_are_wrong(shared_client: FlaskClient) -> None:
    answer = shared_client.get(f"{BATCH}/history", query_string={"limit": "x", "sort": "x", "more": "x"})
    body = problem(answer, 422, "invalid-request")
    assert {fault["pointer"] for fault in body["errors"]} == {"/limit", "/sort", "/more"}


@pytest.mark.parametrize("last_id", ["abc", "-1", "1.5", "٣", "9" * 30])
def test_header_is_refused_when_it_is_no_id_of_a_stream(shared_client: FlaskClient, last_id: str) -> None:
    answer = shared_client.get(f"{BATCH}/stream", headers=[("Last-Event-ID", last_id.encode().decode("latin-1"))])
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == "Last-Event-ID"


@pytest.mark.parametrize("batch_id", ["batch_1_00000000", "%2e%2e%2fetc", "x" * 3000, "%00", "';--"])
def test_batch_is_not_found_when_nobody_made_it(shared_client: FlaskClient, batch_id: str) -> None:
    problem(shared_client.get(f"/api/batches/{batch_id}/samples"), 404, "not-found")


@pytest.fixture
def broken(app: OpenAPI) -> Iterator[FlaskClient]:
    """The application with one more route, which raises."""

    def raise_it() -> str:
        raise RuntimeError(SECRET)

    app.add_url_rule("/api/broken", view_func=raise_it)
    yield app.test_client()


def test_failure_of_ours_has_a_trace_id_and_no_text_of_the_exception(
    broken: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = broken.get("/api/broken")
    body = problem(answer, 500, "internal")
    assert SECRET not in answer.text
    assert "RuntimeError" not in answer.text
    assert body["trace_id"] in body["detail"]
    logged = "".join(capsys.readouterr())
    assert body["trace_id"] in logged
    assert SECRET in logged


def test_answer_is_busy_with_a_time_to_retry_when_the_database_is_locked(
    client: FlaskClient, services: Services
) -> None:
    with services.database.read() as session:
        session.execute(text("PRAGMA busy_timeout=1"))
    with closing(sqlite3.connect(services.settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(START[0], json={"target_count": 1})
    problem(answer, 503, "database-busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_answer_is_busy_when_the_tables_are_gone(client: FlaskClient, services: Services) -> None:
    with services.database.write() as session:
        session.execute(text("DROP TABLE events"))
        session.execute(text("DROP TABLE samples"))
        session.execute(text("DROP TABLE attempts"))
        session.execute(text("DROP TABLE items"))
        session.execute(text("DROP TABLE batch_history"))
    problem(client.get(f"{BATCH}/status"), 503, "database-busy")
    health = client.get("/api/health")
    assert (health.status_code, health.json and health.json["database"]) == (200, "unreachable")


def test_body_is_not_unpacked_when_it_claims_to_be_compressed(shared_client: FlaskClient) -> None:
    packed = gzip.compress(b'{"target_count": 1}')
    answer = shared_client.post(
        START[0], data=packed, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    problem(answer, 400, "malformed-body")
