"""The built dashboard as a browser gets it: pages, files, what may be kept, and what is shown without it."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from gristmill.routes.dashboard import BUNDLE_DIR, dashboard_blueprint
from gristmill.routes.guard import register_guard
from gristmill.routes.health import health_blueprint
from gristmill.routes.problems import register_problems
from gristmill.services import Services

PAGE = b"<!doctype html><title>Gristmill</title><script type=module src=/assets/index-1a2b3c4d.js></script>"
SCRIPT = b"console.log('mill');\n" * 100
FILES = {
    "index.html": PAGE,
    "favicon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/index-1a2b3c4d.js": SCRIPT,
    "assets/index-1a2b3c4d.js.map": b"{}" * 1000,
    "assets/style-5e6f7a8b.css": b"a{}" * 1000,
    "assets/short-9c0d1e2f.js": b"1",
    "assets/mill-0a1b2c3d.svg": b"<svg/>",
}
SCRIPT_AT = "/assets/index-1a2b3c4d.js"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip, br"}
PAGES = ("/batches", "/batches/batch_1728556800_a1b2c3d4", "/dataset", "/templates/x/", "/apiary", "/no/such/page")
NO_PAGES = ("/nothing.txt", "/batches/index.html", "/assets", "/assets/", "/assets/x", "/assets/a/b", "/robots.txt")
NO_DATA = ("/api", "/api/", "/api/nothing", "/openapi/nothing", "/api%2Fnothing")
OUTSIDE_NAMES = ("..%2Findex.html", "..%2f..%2f..%2fsecret.txt", "%2e%2e/index.html", "..", "index.html", "%00")
CSP = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    for name, content in FILES.items():
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    return built


def client_of(services: Services, folder: Path) -> FlaskClient:
    """Wire the dashboard as the application does, but for the folder."""
    app = OpenAPI("dashboard", static_folder=None)
    app.url_map.merge_slashes = False
    register_problems(app)
    register_guard(app, services)
    app.register_api(health_blueprint(services))
    app.register_api(dashboard_blueprint(services, folder))
    return app.test_client()


@pytest.fixture
def browser(services: Services, folder: Path) -> FlaskClient:
    return client_of(services, folder)


@pytest.fixture
def bare(services: Services, tmp_path: Path) -> FlaskClient:
    """Gristmill where nothing was built."""
    return client_of(services, tmp_path / "nowhere")


def assert_not_found(answer: TestResponse) -> None:
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_page_is_given_at_every_address_of_the_dashboard(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path, headers=BROWSER)
    assert (answer.status_code, answer.data) == (200, PAGE)
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", [*NO_PAGES, *NO_DATA])
def test_address_is_not_found_when_it_can_be_no_page(browser: FlaskClient, path: str) -> None:
    assert_not_found(browser.get(path, headers=BROWSER))


def test_address_is_not_found_when_it_begins_with_two_slashes_and_api(browser: FlaskClient) -> None:
    assert_not_found(browser.get("/", headers=BROWSER, environ_overrides={"PATH_INFO": "//api/nothing"}))


@pytest.mark.parametrize("path", PAGES)
def test_address_is_not_found_when_a_program_asks(browser: FlaskClient, path: str) -> None:
    assert_not_found(browser.get(path, headers={"Accept": "*/*"}))
    assert_not_found(browser.get(path))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_address_of_a_page_takes_nothing_but_reading(browser: FlaskClient, method: str) -> None:
    assert_not_found(browser.open("/batches", method=method, headers=BROWSER))
    assert browser.open("/", method=method, headers=BROWSER).status_code == 405


def test_routes_of_the_api_come_first(browser: FlaskClient) -> None:
    answer = browser.get("/api/health", headers=BROWSER)
    assert answer.json is not None
    assert answer.json["success"] is True
    assert browser.post("/api/health", headers=BROWSER).status_code == 405


@pytest.mark.parametrize("path", ["/", "/dataset", SCRIPT_AT])
def test_nothing_is_sent_when_the_browser_has_it(browser: FlaskClient, path: str) -> None:
    first = browser.get(path, headers=BROWSER)
    again = browser.get(path, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_page_is_sent_when_the_browser_has_another_one(browser: FlaskClient) -> None:
    assert browser.get("/", headers={**BROWSER, "If-None-Match": '"old"'}).data == PAGE


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("index-1a2b3c4d.js", "text/javascript; charset=utf-8"),
        ("index-1a2b3c4d.js.map", "application/json"),
        ("style-5e6f7a8b.css", "text/css; charset=utf-8"),
        ("mill-0a1b2c3d.svg", "image/svg+xml"),
    ],
)
def test_asset_may_be_kept_for_ever_and_has_its_type(browser: FlaskClient, name: str, media_type: str) -> None:
    answer = browser.get(f"/assets/{name}")
    assert (answer.status_code, answer.data) == (200, FILES[f"assets/{name}"])
    assert answer.content_type == media_type
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_icon_is_asked_about_again_as_its_name_has_no_hash(browser: FlaskClient) -> None:
    answer = browser.get("/favicon.svg")
    assert (answer.data, answer.content_type) == (FILES["favicon.svg"], "image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", OUTSIDE_NAMES)
def test_no_file_is_sent_from_outside_the_assets(browser: FlaskClient, name: str) -> None:
    assert_not_found(browser.get(f"/assets/{name}", headers=BROWSER))


def test_file_is_packed_for_those_who_can_unpack_it(browser: FlaskClient) -> None:
    plain, packed = browser.get(SCRIPT_AT), browser.get(SCRIPT_AT, headers=BROWSER)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == SCRIPT
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert {plain.headers["Vary"], packed.headers["Vary"]} == {"Accept-Encoding"}
    assert plain.headers["ETag"] != packed.headers["ETag"]


@pytest.mark.parametrize("encodings", ["identity", "br", "gzip;q=0", ""])
def test_file_is_not_packed_when_nobody_could_unpack_it(browser: FlaskClient, encodings: str) -> None:
    answer = browser.get(SCRIPT_AT, headers={"Accept-Encoding": encodings})
    assert ("Content-Encoding" in answer.headers, answer.data) == (False, SCRIPT)


def test_short_file_is_not_packed(browser: FlaskClient) -> None:
    assert "Content-Encoding" not in browser.get("/assets/short-9c0d1e2f.js", headers=BROWSER).headers


@pytest.mark.parametrize("path", ["/", "/dataset", SCRIPT_AT, "/favicon.svg"])
def test_head_says_what_get_would(browser: FlaskClient, path: str) -> None:
    head, get = browser.head(path, headers=BROWSER), browser.get(path, headers=BROWSER)
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", ["/", "/dataset", SCRIPT_AT])
def test_page_is_refused_when_it_came_by_another_name(browser: FlaskClient, path: str) -> None:
    assert browser.get(path, headers={**BROWSER, "Host": "evil.test"}).status_code == 403


def test_plain_page_leads_on_when_nothing_was_built(bare: FlaskClient) -> None:
    answer = bare.get("/", headers=BROWSER)
    assert answer.status_code == 200
    assert "npm ci && npm run build" in answer.text.replace("&amp;", "&")
    assert {"/openapi/swagger", "/api/health", "/api/generate/batch/history"} <= set(_Loaded(answer.text).links)
    assert "curl" in answer.text
    assert answer.headers["Content-Security-Policy"] == CSP


@pytest.mark.parametrize("path", ["/batches", SCRIPT_AT, "/favicon.svg"])
def test_addresses_of_the_dashboard_are_not_found_when_nothing_was_built(bare: FlaskClient, path: str) -> None:
    assert_not_found(bare.get(path, headers=BROWSER))


class _Loaded(HTMLParser):
    """Collects every address that a page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [str(value) for name, value in attrs if name in ("src", "href")]


@pytest.mark.skipif(not (BUNDLE_DIR / "index.html").exists(), reason="the dashboard is not built")
def test_built_dashboard_is_served_with_all_that_its_page_names(client: FlaskClient) -> None:
    page = client.get("/batches", headers={"Accept": "text/html"})
    named = _Loaded(page.text).links
    assert any(re.fullmatch(r"/assets/[\w.-]+\.js", link) for link in named)
    assert [link for link in named if client.get(link).status_code != 200] == []
    assert "<script>" not in page.text  # the page's own policy would stop it
