"""Chromium, the product and the scripted provider for the flows; nothing between them is a stand-in.

A page that logs an error, throws, or asks any other machine fails its test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.acceptance.product import ROOT, Product
from tests.scripted_provider import ScriptedProvider

BUNDLE = ROOT / "dashboard" / "dist" / "index.html"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 45_000  # bounds a wait that has gone wrong, also on a busy machine
CUT_OFF = "net::ERR_"  # how Chromium itself tells of a server that a test has killed
REFUSED = "the server responded with a status of"  # and of answers that a test asks for, such as 422


@pytest.fixture(scope="module")  # while Playwright runs, nothing else in this process can call `asyncio.run`
def browser() -> Iterator[Browser]:
    """Start Chromium once a module; without it the flows are skipped, but never in CI."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None or not BUNDLE.exists():
        lack = "Chromium is not installed" if found is None else "the dashboard's bundle is not built"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(lack)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=40, key="k") as scripted:
        yield scripted


@pytest.fixture
def product(tmp_path: Path, provider: ScriptedProvider) -> Iterator[Product]:
    """Start the product on an empty folder, without limits on its quota."""
    with Product(
        tmp_path,
        groq_api_key="k",
        groq_base_url=provider.groq_base_url,
        requests_per_minute=0,
        tokens_per_minute=0,
        max_concurrency=2,
    ) as running:
        yield running


class Watched:
    """What a page did that no page may do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.faults: list[str] = []

    def on_console(self, message: ConsoleMessage) -> None:
        expected = CUT_OFF in message.text or REFUSED in message.text
        if message.type == "error" and not expected:
            self.faults.append(f"logged: {message.text}")

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != f"127.0.0.1:{self._port}":
            self.faults.append(f"asked another machine: {request.url}")


@pytest.fixture
def watched(product: Product) -> Watched:
    return Watched(product.port)


@pytest.fixture
def page(browser: Browser, product: Product, watched: Watched) -> Iterator[Page]:
    """Open a tab; `page.goto("/batches")` goes to the product."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{product.port}", reduced_motion="reduce")
    context.on("console", watched.on_console)
    context.on("request", watched.on_request)
    context.on("weberror", lambda fault: watched.faults.append(f"threw: {fault.error}"))
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
    assert watched.faults == []
