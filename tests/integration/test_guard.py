"""Who may ask: the token, the name of this machine, the origin of a web page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.conftest import MakeApp

TOKEN = "a-token-of-the-tests"
BATCH = "/api/generate/batch"
START, STATUS, HISTORY = f"{BATCH}/start", f"{BATCH}/status", f"{BATCH}/history"
BODY = {"target_count": 1}
GUARDED = (
    STATUS,
    HISTORY,
    f"{BATCH}/stream",
    "/api/batches/batch_1_00000000/samples",
    "/openapi/swagger",
    "/openapi/openapi.json",
    "/api/nothing",
    "/openapi/nothing",
)
LOOPBACK_ORIGINS = (
    "http://localhost:5173",
    "http://localhost",
    "http://127.0.0.1:3000",
    "https://localhost:8443",
    "http://[::1]:5173",
)
FOREIGN_ORIGINS = (
    "https://evil.test",
    "http://localhost.evil.test",
    "http://evil.test/localhost",
    "http://localhost:5173.evil.test",
    "http://localhost@evil.test",
    "http://127.0.0.1.evil.test:5173",
    "http://192.0.2.7:5001",
    "null",
    "http://[",
    "file://",
)


@pytest.fixture(scope="module")
def locked_app(make_shared_app: MakeApp) -> OpenAPI:
    return make_shared_app(api_token=TOKEN)


@pytest.fixture
def locked(locked_app: OpenAPI) -> FlaskClient:
    return locked_app.test_client()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", GUARDED)
def test_token_is_wanted_on_every_route_but_health_when_it_is_set(locked: FlaskClient, path: str) -> None:
    answer = locked.get(path)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_token_is_wanted_when_the_address_begins_with_two_slashes(locked: FlaskClient) -> None:
    assert locked.get("/", environ_overrides={"PATH_INFO": "//api/nothing"}).status_code == 401


@pytest.mark.parametrize("path", [START, f"{BATCH}/stop"])
def test_token_is_wanted_to_write_when_it_is_set(locked: FlaskClient, path: str) -> None:
    assert locked.post(path, json=BODY).status_code == 401
    assert locked.post(path, data=b"{", content_type="text/plain").status_code == 401


def test_health_needs_no_token(locked: FlaskClient) -> None:
    assert locked.get("/api/health").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_request_is_answered_when_the_token_is_right(locked: FlaskClient, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {TOKEN}"}
    assert locked.get(STATUS, headers=headers).status_code == 200
    assert locked.post(START, json=BODY, headers=headers).status_code == 202


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer é"]
)
def test_request_is_refused_when_the_token_is_wrong(locked: FlaskClient, value: str) -> None:
    assert locked.get(STATUS, headers={"Authorization": value}).status_code == 401


def test_token_is_never_in_an_answer(locked: FlaskClient) -> None:
    for path in ("/api/health", "/", STATUS, HISTORY, "/openapi/openapi.json"):
        assert TOKEN not in locked.get(path, headers=bearer(TOKEN)).text


def test_any_name_is_answered_when_the_token_is_right(locked: FlaskClient) -> None:
    answer = locked.get(STATUS, headers=bearer(TOKEN), base_url="http://mill.example.test:5001")
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["localhost", "localhost:5001", "127.0.0.1:5001", "[::1]:5001", "LOCALHOST:5001"])
def test_request_is_answered_when_it_names_this_machine(shared_client: FlaskClient, host: str) -> None:
    assert shared_client.get(STATUS, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "192.0.2.7:5001", "0.0.0.0:5001", "127.0.0.1.evil.test", "[", "a@b"]
)
@pytest.mark.parametrize("path", [STATUS, "/", "/api/health", "/nothing"])
def test_request_is_refused_when_it_came_by_another_name(shared_client: FlaskClient, path: str, host: str) -> None:
    answer = shared_client.get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["type"] == "/problems/bad-origin"


@pytest.mark.parametrize("origin", LOOPBACK_ORIGINS)
def test_page_of_this_machine_may_start_and_read(shared_client: FlaskClient, origin: str) -> None:
    answer = shared_client.post(START, json=BODY, headers={"Origin": origin})
    assert answer.status_code == 202
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert shared_client.get(HISTORY, headers={"Origin": origin}).headers["Access-Control-Allow-Origin"] == origin


def test_page_of_this_machine_can_read_failures(shared_client: FlaskClient) -> None:
    answer = shared_client.post(START, json={}, headers={"Origin": "http://localhost:5173"})
    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"


def test_browser_is_told_what_is_allowed_before_it_asks(shared_client: FlaskClient) -> None:
    ask = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = shared_client.options(START, headers=ask)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "content-type"


def test_browser_may_ask_without_a_token_whether_it_may_send_one(locked: FlaskClient) -> None:
    ask = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "GET"}
    answer = locked.options(HISTORY, headers=ask)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_foreign_page_may_not_start(shared_client: FlaskClient, origin: str) -> None:
    answer = shared_client.post(START, json=BODY, headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.content_type == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_foreign_page_may_not_read(shared_client: FlaskClient, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in shared_client.get(HISTORY, headers={"Origin": origin}).headers


def test_form_of_a_foreign_page_is_refused_when_it_pretends_to_be_text(shared_client: FlaskClient) -> None:
    answer = shared_client.post(START, data=b'{"target_count": 1}', content_type="text/plain")
    assert answer.status_code == 415


def test_page_is_allowed_when_its_origin_is_in_the_settings(make_app: MakeApp) -> None:
    client = make_app(cors_origins="https://mill.example.test,https://b.test").test_client()
    mine = {"Origin": "https://mill.example.test"}
    answer = client.post(START, json=BODY, headers=mine)
    assert answer.status_code == 202
    assert answer.headers["Access-Control-Allow-Origin"] == "https://mill.example.test"
    assert client.post(START, json=BODY, headers={"Origin": "https://evil.test"}).status_code == 403


def test_own_page_may_start_when_the_service_has_a_name_and_a_token(locked: FlaskClient) -> None:
    headers = {**bearer(TOKEN), "Origin": "https://mill.example.test"}
    assert locked.post(START, json=BODY, headers=headers, base_url="https://mill.example.test").status_code == 202
