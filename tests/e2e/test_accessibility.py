"""axe-core finds no serious fault on any page, in both themes; and no page is wider than a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.acceptance.product import ROOT, Product
from tests.e2e.rooms import ROOMS, Room
from tests.e2e.showroom import furnish
from tests.scripted_provider import ScriptedProvider

AXE = ROOT / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
SMALL_PHONE: ViewportSize = {"width": 360, "height": 740}

Showroom = tuple[Product, dict[str, str]]


@pytest.fixture(scope="module")
def showroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    folder: Path = tmp_path_factory.mktemp("showroom")
    with ScriptedProvider(latency_ms=20, key="k") as provider:
        settings: dict[str, Any] = {"requests_per_minute": 0, "tokens_per_minute": 0, "max_concurrency": 2}
        with Product(folder, groq_api_key="k", groq_base_url=provider.groq_base_url, **settings) as product:
            yield product, furnish(product, provider)


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """Open a tab that lets axe in, which the product's content security policy would not."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in dashboard/")
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{showroom[0].port}",
        bypass_csp=True,
        color_scheme=request.param,
        reduced_motion="reduce",
    )
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{showroom[0].port}", viewport=SMALL_PHONE)
    yield context.new_page()
    context.close()


def _faults(found: dict[str, Any]) -> list[str]:
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {[node['html'][:160] for node in fault['nodes']][:3]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_has_no_serious_fault(room: Room, page: Page, showroom: Showroom) -> None:
    room.open(page, showroom[1])
    assert _faults(page.evaluate("axe.run(document)")) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_fits_on_a_small_phone(room: Room, phone: Page, showroom: Showroom) -> None:
    room.open(phone, showroom[1])
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
