"""The queue in a browser: order by drag, by keyboard and by buttons, and an order that the service refuses."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

SLOW = {"kind": "ok", "latency_ms": 3000}


def _fill(product: Product, provider: ScriptedProvider, names: str) -> dict[str, str]:
    """Start one batch that runs for long and one that waits for each name; their ids."""
    provider.script(default=SLOW)
    product.begin(500, name="runs")
    wait_until(lambda: product.status()["running"], "the first batch to run")
    return {name: product.begin(5, name=name) for name in names}


def _order(product: Product) -> str:
    return "".join(entry["name"] for entry in product.get("/api/queue").body["queue"] if entry["position"])


def _handle(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}, place")


def _drag(page: Page, what: Locator, to: Locator) -> None:
    start, end = what.bounding_box(), to.bounding_box()
    assert start is not None and end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 4, steps=12)  # a hand takes its time, too
    expect(page.get_by_role("status").filter(has_text="is over place 1")).to_be_attached()
    page.mouse.up()


def _shown(page: Page) -> str:
    rows = page.get_by_role("list", name="Waiting batches in their order").get_by_role("link")
    return "".join(rows.all_inner_texts())


def test_puts_a_batch_to_its_new_place_when_it_is_dragged(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    _fill(product, provider, "ABCD")
    page.goto("/queue")
    _drag(page, _handle(page, "D"), _handle(page, "A"))
    wait_until(lambda: _order(product) == "DABC", f"D to be first, not {_order(product)}")
    assert _shown(page) == "DABC"


def test_puts_a_batch_to_its_new_place_when_keys_move_it(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    _fill(product, provider, "ABC")
    page.goto("/queue")
    _handle(page, "A").focus()
    page.keyboard.press("Space")
    said = page.get_by_role("status").filter(has_text="A")
    expect(said.first).to_contain_text("place 1")
    page.keyboard.press("ArrowDown")
    expect(said.first).to_contain_text("A is over place 2")
    page.keyboard.press("Space")
    wait_until(lambda: _order(product) == "BAC", f"A to be second, not {_order(product)}")


def test_moves_by_one_place_when_a_button_is_pressed(page: Page, product: Product, provider: ScriptedProvider) -> None:
    _fill(product, provider, "ABC")
    page.goto("/queue")
    page.get_by_role("button", name="Move C up").click()
    wait_until(lambda: _order(product) == "ACB", f"C to be second, not {_order(product)}")
    assert _shown(page) == "ACB"
    page.get_by_role("button", name="Move B to the front").click()
    wait_until(lambda: _order(product) == "BAC", f"B to be first, not {_order(product)}")
    assert _shown(page) == "BAC"


def test_puts_the_order_back_with_a_message_when_the_service_refuses(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    ids = _fill(product, provider, "ABC")
    page.goto("/queue")
    expect(page.get_by_role("button", name="Move C up")).to_be_visible()
    page.route("**/api/generate/batch/stream", lambda route: route.abort())  # so that it does not hear of the end
    product.post(f"/api/batches/{ids['C']}/cancel")
    page.get_by_role("button", name="Move C up").click()
    message = page.get_by_role("alert")
    expect(message).to_contain_text("The batch cannot")
    expect(message).to_contain_text("stopped")
    expect(page.get_by_role("list", name="Waiting batches in their order").get_by_role("link")).to_have_text(["A", "B"])
