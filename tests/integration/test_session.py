"""Signing in: the token once, then a cookie that streams, downloads and links carry by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from gristmill.db import open_database
from gristmill.routes.dashboard import dashboard_blueprint
from gristmill.routes.guard import register_guard
from gristmill.routes.problems import register_problems, validation_problem
from gristmill.routes.queue import queue_blueprint
from gristmill.routes.session import session_blueprint
from gristmill.services import build_services
from gristmill.sessions import MAX_WRONG, SESSION_S, cookie_name, signed
from tests.conftest import MakeApp, MakeSettings
from tests.fakes import FakeClock

TOKEN, OTHER = "a-token-of-the-tests", "another-token-of-the-tests"
SESSION, QUEUE, START = "/api/session", "/api/queue", "/api/generate/batch/start"
BODY = {"target_count": 1}
HERE = {"Origin": "http://localhost"}
PORT = 5001  # the services here listen nowhere, and are called as if it were there
COOKIE = cookie_name(PORT)

Wire = Callable[..., FlaskClient]


@pytest.fixture(scope="module")
def locked_app(make_shared_app: MakeApp) -> OpenAPI:
    return make_shared_app(api_token=TOKEN)


@pytest.fixture
def browser(locked_app: OpenAPI) -> FlaskClient:
    """A browser that has not signed in."""
    return locked_app.test_client()


@pytest.fixture
def signed_in(browser: FlaskClient) -> FlaskClient:
    assert sign_in(browser).status_code == 200
    return browser


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def wire(migrated: Path, make_settings: MakeSettings, clock: FakeClock) -> Iterator[Wire]:
    """Wire what signing in needs, on a clock that stands still."""
    with ExitStack() as undo:

        def make(token: str = TOKEN, **changes: Any) -> FlaskClient:
            settings = make_settings(api_token=token, **changes)
            database = undo.enter_context(closing(open_database(settings.sqlalchemy_url)))
            services = build_services(settings, database, clock)
            app = OpenAPI("session", validation_error_callback=validation_problem, static_folder=None)
            register_problems(app)
            register_guard(app, services)
            for make_blueprint in (session_blueprint, queue_blueprint, dashboard_blueprint):
                app.register_api(make_blueprint(services))
            return app.test_client()

        yield make


def sign_in(client: FlaskClient, token: str = TOKEN, **options: Any) -> TestResponse:
    return client.post(SESSION, json={"token": token}, **options)


def state(answer: TestResponse) -> tuple[bool, bool]:
    assert answer.status_code == 200
    assert answer.json is not None
    assert set(answer.json) == {"success", "token_needed", "signed_in"}
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json["token_needed"], answer.json["signed_in"]


def slug(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_no_token_is_needed_when_none_is_set(shared_client: FlaskClient) -> None:
    assert state(shared_client.get(SESSION)) == (False, True)
    answer = sign_in(shared_client, "whatever")
    assert state(answer) == (False, True)
    assert "Set-Cookie" not in answer.headers
    assert state(shared_client.delete(SESSION)) == (False, True)


def test_browser_is_told_that_it_must_sign_in_when_a_token_is_set(browser: FlaskClient) -> None:
    assert state(browser.get(SESSION)) == (True, False)
    assert browser.get(QUEUE).status_code == 401


def test_cookie_opens_the_api_when_the_token_was_right(browser: FlaskClient) -> None:
    assert state(sign_in(browser)) == (True, True)
    assert state(browser.get(SESSION)) == (True, True)
    assert browser.get(QUEUE).status_code == 200
    assert browser.get("/openapi/openapi.json").status_code == 200


def test_bearer_token_counts_as_signed_in(browser: FlaskClient) -> None:
    assert state(browser.get(SESSION, headers={"Authorization": f"Bearer {TOKEN}"})) == (True, True)


def test_token_is_taken_when_space_was_pasted_around_it(browser: FlaskClient) -> None:
    assert state(sign_in(browser, f" {TOKEN}\n")) == (True, True)


def test_cookie_is_for_this_site_and_not_for_scripts(browser: FlaskClient) -> None:
    written = sign_in(browser).headers["Set-Cookie"]
    assert written.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={SESSION_S}"} <= set(written.split("; "))
    assert "Secure" not in written
    assert TOKEN not in written


def test_cookie_is_for_https_alone_when_it_came_by_https(browser: FlaskClient) -> None:
    answer = sign_in(browser, base_url="https://mill.example.test")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_cookie_is_gone_when_the_browser_signs_out(signed_in: FlaskClient) -> None:
    assert state(signed_in.delete(SESSION, headers=HERE)) == (True, False)
    assert signed_in.get_cookie(COOKIE) is None
    assert signed_in.get(QUEUE).status_code == 401


def test_signing_out_is_open_to_those_who_are_not_signed_in(browser: FlaskClient) -> None:
    assert state(browser.delete(SESSION)) == (True, False)


@pytest.mark.parametrize("value", ["", "x", TOKEN, signed(OTHER, 4_000_000_000), signed(TOKEN, 1_000_000_000)])
def test_cookie_opens_nothing_when_it_is_not_valid(browser: FlaskClient, value: str) -> None:
    browser.set_cookie(COOKIE, value)
    assert slug(browser.get(QUEUE)) == (401, "unauthorized")
    assert state(browser.get(SESSION)) == (True, False)


def test_cookie_opens_nothing_after_thirty_days(wire: Wire, clock: FakeClock) -> None:
    browser = wire()
    sign_in(browser)
    clock.set_wall_clock(clock.time() + SESSION_S - 1)
    assert browser.get(QUEUE).status_code == 200
    clock.set_wall_clock(clock.time() + 1)
    assert browser.get(QUEUE).status_code == 401


def test_two_services_of_one_host_keep_their_cookies_apart(wire: Wire) -> None:
    here, there = wire(TOKEN), wire(OTHER, port=PORT + 1)
    sign_in(here)
    assert sign_in(there, OTHER).status_code == 200
    kept = there.get_cookie(cookie_name(PORT + 1))
    assert kept is not None
    here.set_cookie(kept.key, kept.value)  # as a browser does, which looks at the host and not at the port
    assert here.get(QUEUE).status_code == 200


def test_cookie_opens_nothing_when_the_token_has_been_changed(wire: Wire) -> None:
    before, after = wire(TOKEN), wire(OTHER)
    sign_in(before)
    kept = before.get_cookie(COOKIE)
    assert kept is not None
    after.set_cookie(COOKIE, kept.value)
    assert after.get(QUEUE).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", START), ("PUT", "/api/batches/current"), ("DELETE", "/api/x")])
def test_cookie_may_not_write_when_no_page_is_named(signed_in: FlaskClient, method: str, path: str) -> None:
    assert slug(signed_in.open(path, method=method, json=BODY)) == (403, "bad-origin")


def test_cookie_may_not_write_when_a_foreign_page_asks(signed_in: FlaskClient) -> None:
    answer = signed_in.post(START, json=BODY, headers={"Origin": "https://evil.test"})
    assert slug(answer) == (403, "bad-origin")


@pytest.mark.parametrize("origin", ["http://localhost", "http://127.0.0.1:5173"])
def test_cookie_may_write_when_our_page_asks(signed_in: FlaskClient, origin: str) -> None:
    assert signed_in.post(START, json=BODY, headers={"Origin": origin}).status_code == 202


def test_cookie_may_write_when_the_page_has_the_name_of_the_service(browser: FlaskClient) -> None:
    name = "https://mill.example.test"
    sign_in(browser, base_url=name, headers={"Origin": name})
    assert browser.post(START, json=BODY, base_url=name, headers={"Origin": name}).status_code == 202


def test_bearer_token_may_write_without_naming_a_page_beside_a_cookie(signed_in: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert signed_in.post(START, json=BODY, headers=headers).status_code == 202


def test_foreign_page_may_not_sign_in(browser: FlaskClient) -> None:
    assert slug(sign_in(browser, headers={"Origin": "https://evil.test"})) == (403, "bad-origin")


def test_token_is_refused_when_it_is_wrong(wire: Wire) -> None:
    answer = sign_in(wire(), OTHER)
    assert slug(answer) == (401, "wrong-token")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert OTHER not in answer.text


def test_no_token_is_looked_at_for_a_while_when_too_many_were_wrong(wire: Wire) -> None:
    browser = wire()
    assert [sign_in(browser, OTHER).status_code for _ in range(MAX_WRONG)] == [401] * MAX_WRONG
    answer = sign_in(browser, TOKEN)
    assert slug(answer) == (429, "too-many-tries")
    assert answer.headers["Retry-After"] == "60"
    assert "Set-Cookie" not in answer.headers
    assert browser.get(QUEUE, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_token_is_looked_at_again_when_a_minute_has_passed(wire: Wire, clock: FakeClock) -> None:
    browser = wire()
    for _ in range(MAX_WRONG):
        sign_in(browser, OTHER)
    asyncio.run(clock.advance(60))
    assert sign_in(browser, TOKEN).status_code == 200


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": 5}, {"token": "x" * 4097}, {"token": TOKEN, "days": 9}])
def test_body_is_refused_when_it_holds_no_token(browser: FlaskClient, body: dict[str, Any]) -> None:
    assert slug(browser.post(SESSION, json=body)) == (422, "invalid-request")


def test_page_is_open_by_any_name_and_holds_no_token(browser: FlaskClient) -> None:
    answer = browser.get("/", headers={"Accept": "text/html"}, base_url="http://mill.example.test")
    assert answer.status_code == 200
    assert TOKEN not in answer.text
