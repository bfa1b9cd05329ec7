"""What a first visit to each page fetches, compressed, and how the browser may keep it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.acceptance.product import Product

MOST_BYTES = 350_000  # the bound on a first load without charts
GRID_BYTES = 60_000  # more is allowed where the data grid is: 125 kB that no other page fetches
PAGES = {
    "/": "Overview",
    "/generate": "Generate",
    "/batches": "Batches",
    "/queue": "Queue",
    "/dataset": "Dataset",
    "/templates": "Templates",
    "/exports": "Exports",
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start one product for all visits: each comes with a browser that has kept nothing."""
    with Product(tmp_path_factory.mktemp("first-load")) as running:
        yield running


@pytest.mark.parametrize("address", PAGES)
def test_fetches_little_when_a_page_is_opened_for_the_first_time(address: str, page: Page) -> None:
    fetched: list[Response] = []
    page.on("response", lambda answer: fetched.append(answer) if "/api/" not in answer.url else None)
    page.goto(address)
    expect(page.get_by_role("heading", name=PAGES[address], level=1)).to_be_visible()
    page.wait_for_timeout(1500)
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in fetched}
    most = MOST_BYTES + (GRID_BYTES if address == "/batches" else 0)
    assert sum(sizes.values()) < most, sorted(sizes.items(), key=lambda one: -one[1])[:12]
    assert not any("charts" in url for url in sizes)


def test_says_how_long_files_may_be_kept(page: Page, product: Product) -> None:
    rules = {}
    page.on("response", lambda answer: rules.update({answer.url: answer.headers.get("cache-control")}))
    page.goto("/")
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    assert rules[f"http://127.0.0.1:{product.port}/"] == "no-cache"
    scripts = {rule for url, rule in rules.items() if url.endswith(".js")}
    assert scripts == {"public, max-age=31536000, immutable"}
