"""Every failure of every route has the one shape, and says nothing of our insides."""

from __future__ import annotations

import gzip
import re
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
TEMPLATES = "/api/templates"
ONE = f"{BATCHES}/batch_1_00000000"
JOB = "/api/batch-jobs/batch_1_00000000"
CONVERSATION = "/api/conversations/batch/batch_1_00000000/status"
TEMPLATE = f"{TEMPLATES}/no-such-template"
SAMPLE = "/api/samples/sample_000000000000000000000000"
SOURCE = "/api/sources/src_000000000000"
EXPORT = "/api/exports/export_000000000000"
PRESET = "/api/presets/preset_000000000000"
ROUTES: dict[str, set[str]] = {
    "/api/health": {"GET"},
    "/api/session": {"GET", "POST", "DELETE"},
    f"{BATCH}/start": {"POST"},
    f"{BATCH}/estimate": {"POST"},
    f"{BATCH}/stop": {"POST"},
    f"{BATCH}/status": {"GET"},
    f"{BATCH}/history": {"GET"},
    f"{BATCH}/stream": {"GET"},
    BATCHES: {"GET"},
    f"{BATCHES}/current": {"GET", "PUT"},
    ONE: {"GET", "PATCH", "DELETE"},
    **{f"{ONE}/{move}": {"POST"} for move in ("pause", "resume", "stop", "cancel", "retry", "items/1/retry")},
    **{f"{ONE}/{part}": {"GET"} for part in ("samples", "items", "events", "log", "attempts", "attempts/1/raw")},
    "/api/queue": {"GET"},
    TEMPLATES: {"GET", "POST"},
    **{f"{TEMPLATES}/{move}": {"POST"} for move in ("import", "preview", "render")},
    TEMPLATE: {"GET", "PUT", "DELETE"},
    **{f"{TEMPLATE}/{move}": {"POST"} for move in ("preview", "render", "restore")},
    **{f"{TEMPLATE}/{part}": {"GET"} for part in ("export", "versions/1")},
    "/api/sources": {"GET", "POST"},
    SOURCE: {"GET", "DELETE"},
    f"{SOURCE}/chunks": {"GET"},
    "/api/samples": {"GET"},
    "/api/samples/review": {"POST"},
    SAMPLE: {"GET", "PATCH"},
    **{f"{SAMPLE}/{move}": {"POST"} for move in ("approve", "reject", "reset", "revert")},
    **{f"{SAMPLE}/{part}": {"GET"} for part in ("raw", "versions/1")},
    "/api/enrichments": {"POST"},
    "/api/exports": {"GET", "POST"},
    "/api/exports/count": {"POST"},
    EXPORT: {"GET", "DELETE"},
    **{f"{EXPORT}/{part}": {"GET"} for part in ("download", "files/README.md")},
    **{f"{EXPORT}/{move}": {"POST"} for move in ("cancel", "push")},
    "/api/providers": {"GET"},
    "/api/presets": {"GET", "POST"},
    PRESET: {"PUT", "DELETE"},
    f"{ONE}/analytics": {"GET"},
    f"{JOB}/process-next": {"POST"},
    f"{JOB}/cancel": {"POST"},
    CONVERSATION: {"GET"},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What these mean there is a batch named "current", say, which is not found.
NAMED_SO = {(f"{BATCHES}/current", method) for method in ("PATCH", "DELETE")}
NAMED_SO |= {("/api/exports/count", method) for method in ("GET", "DELETE")}
NAMED_SO |= {("/api/samples/review", method) for method in ("GET", "PATCH")}
NAMED_SO |= {
    (f"{TEMPLATES}/{move}", method) for move in ("import", "preview", "render") for method in ("GET", "PUT", "DELETE")
}
WRONG_METHODS = [
    (path, method)
    for path, methods in ROUTES.items()
    for method in METHODS
    if method not in methods and (path, method) not in NAMED_SO
]
FILES = [(f"{TEMPLATES}/import", "application/yaml"), ("/api/sources", "multipart/form-data; boundary=x")]
BODIES = [
    (path, method)
    for path, methods in ROUTES.items()
    for method in sorted(methods)
    if method in ("POST", "PUT", "PATCH") and path not in dict(FILES)
]
TEMPLATE_BODY = {"name": "N", "system": "S", "user": "U", "schema": {"type": "object", "properties": {"a": {}}}}
NEEDED: dict[tuple[str, str], dict[str, Any]] = {
    (ONE, "PATCH"): {"name": "A name"},
    (SAMPLE, "PATCH"): {"content": {"answer": "No."}},
    (f"{SAMPLE}/reject", "POST"): {"reason": "It is wrong."},
    (f"{SAMPLE}/revert", "POST"): {"version": 1},
    (TEMPLATE, "PUT"): TEMPLATE_BODY,
    (PRESET, "PUT"): {"name": "A name"},
}
SAID_FIRST = (f"{JOB}/process-next", f"{TEMPLATE}/preview", f"{EXPORT}/push")  # no worker, and no token for the Hub
UNKNOWN = [
    (path, method)
    for path, methods in ROUTES.items()
    if "0000" in path or "no-such" in path
    for method in sorted(methods)
    if path not in SAID_FIRST
]
WITH_QUERY = (
    f"{BATCH}/history",
    f"{BATCH}/estimate",
    BATCHES,
    f"{BATCHES}/current",
    f"{ONE}/samples",
    f"{ONE}/events",
    f"{ONE}/log",
    f"{ONE}/attempts",
    f"{ONE}/analytics",
    "/api/queue",
    f"{BATCH}/stream",
    TEMPLATES,
    "/api/sources",
    f"{SOURCE}/chunks",
    "/api/samples",
    "/api/exports",
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


BY_ID = (ONE, SAMPLE, EXPORT, PRESET)
IN_PLACE = {path.split("/")[-1].partition("_")[0] + "_id": path.split("/")[-1] for path in BY_ID}
IN_PLACE |= {"template_id": TEMPLATE.rpartition("/")[2], "source_id": SOURCE.rpartition("/")[2], "name": "README.md"}
IN_PLACE |= {name: "1" for name in ("item", "number", "version")}


def test_table_of_routes_here_is_that_of_the_application(shared_app: OpenAPI) -> None:
    found: dict[str, set[str]] = {}
    for rule in shared_app.url_map.iter_rules():
        if str(rule).startswith("/api/"):
            path = re.sub(r"<[a-z]+:([a-z_]+)>", lambda place: IN_PLACE[place[1]], str(rule))
            found.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert found == ROUTES


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/", "/api/generate", "/api/batches//samples", "/api/é%00"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_address_is_not_found_when_there_is_none(shared_client: FlaskClient, path: str, method: str) -> None:
    body = problem(shared_client.open(path, method=method), 404, "not-found")
    assert "nothing at this address" in body["detail"]


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
    assert "The body is" in problem(send(shared_client, route, data), 400, "malformed-body")["detail"]


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
    body = problem(send(shared_client, route, b'{"target_count": 1}', content_type), 415, "wrong-media-type")
    assert "application/json" in body["detail"]


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


@pytest.mark.parametrize(("path", "method"), UNKNOWN)
def test_thing_is_not_found_and_named_whatever_is_wanted_of_it(
    shared_client: FlaskClient, path: str, method: str
) -> None:
    answer = shared_client.open(path, method=method, json=NEEDED.get((path, method)))
    named = next(part for part in path.split("/") if "0000" in part or "no-such" in part)
    assert named in problem(answer, 404, "not-found")["detail"]


@pytest.mark.parametrize(("path", "own_type"), FILES)
@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "application/xml", ""])
def test_media_type_of_a_file_is_refused_when_it_is_another(
    shared_client: FlaskClient, path: str, own_type: str, content_type: str
) -> None:
    told = problem(send(shared_client, (path, "POST"), b"{}", content_type), 415, "wrong-media-type")["detail"]
    assert own_type.partition(";")[0] in told


@pytest.mark.parametrize(("path", "own_type"), FILES)
def test_file_is_refused_when_it_is_none(shared_client: FlaskClient, path: str, own_type: str) -> None:
    assert problem(send(shared_client, (path, "POST"), b"\xff\xfe{", own_type), 422, "invalid-request")["errors"]


def test_body_is_too_large_when_a_template_is_over_the_bound(shared_client: FlaskClient) -> None:
    answer = send(shared_client, (f"{TEMPLATES}/import", "POST"), b"x" * 1_100_000, "application/yaml")
    assert "1 MB" in problem(answer, 413, "body-too-large")["detail"]


@pytest.mark.parametrize("header", ["If-Match", "X-Reviewer"])
def test_header_is_refused_by_name_when_it_is_too_long(shared_client: FlaskClient, header: str) -> None:
    answer = shared_client.post(f"{SAMPLE}/approve", headers={header: "x" * 1001})
    assert [fault["pointer"] for fault in problem(answer, 422, "invalid-request")["errors"]] == [header]


def test_target_is_asked_for_when_a_start_has_no_body(shared_client: FlaskClient) -> None:
    body = problem(shared_client.post(START[0]), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == ["/target_count"]


@pytest.mark.parametrize("path", WITH_QUERY)
def test_query_is_refused_when_it_is_not_known(shared_client: FlaskClient, path: str) -> None:
    method = "GET" if "GET" in ROUTES[path] else "POST"
    body = problem(shared_client.open(path, method=method, query_string={"colour": "red"}), 422, "invalid-request")
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
        (f"{ONE}/attempts", {"after": "-1"}),
        (f"{ONE}/attempts", {"limit": "1001"}),
        (f"{ONE}/attempts", {"fate": "lost"}),
        (f"{ONE}/attempts", {"purpose": "fun"}),
        ("/api/batches/batch_1_00000000/samples", {"difficulty": "x" * 51}),
        (f"{BATCH}/history", {"format": "xml"}),
        (TEMPLATES, {"kind": "poem"}),
        ("/api/sources", {"purpose": "fun"}),
        (f"{SOURCE}/chunks", {"limit": "101"}),
        ("/api/exports", {"limit": "0"}),
        ("/api/samples", {"limit": "1001"}),
        ("/api/samples", {"score_min": "2"}),
        ("/api/samples", {"review": "liked"}),
        ("/api/samples", {"verdict": "good"}),
        ("/api/samples", {"cursor": "nowhere"}),
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
    body = problem(shared_client.get(f"/api/batches/{batch_id}/samples"), 404, "not-found")
    assert "There is no" in body["detail"]


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
        session.execute(text("ALTER TABLE batch_history RENAME TO gone"))
    problem(client.get(f"{BATCH}/status"), 503, "database-busy")
    health = client.get("/api/health")
    assert (health.status_code, health.json and health.json["database"]) == (200, "unreachable")


def test_body_is_not_unpacked_when_it_claims_to_be_compressed(shared_client: FlaskClient) -> None:
    packed = gzip.compress(b'{"target_count": 1}')
    answer = shared_client.post(
        START[0], data=packed, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert "JSON" in problem(answer, 400, "malformed-body")["detail"]
