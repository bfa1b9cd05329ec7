"""The service is killed and started again while a page is open; two tabs say the same."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

BANNER = "What you see may be old"


def test_goes_on_by_itself_when_the_service_was_killed_and_started_again(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 400})
    batch_id = product.begin(200, name="Through a kill")
    wait_until(lambda: product.batch(batch_id)["samples_generated"] > 3, "some samples")
    page.goto("/")
    expect(page.get_by_role("progressbar", name="Progress of Through a kill")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    product.kill()
    expect(page.get_by_text(BANNER)).to_be_visible()
    expect(page.get_by_role("progressbar", name="Progress of Through a kill")).to_be_visible()
    stored = len(product.samples(batch_id))
    product.start()
    expect(page.get_by_text(BANNER)).to_be_hidden()
    bar = page.get_by_role("progressbar", name="Progress of Through a kill")
    wait_until(lambda: product.batch(batch_id)["samples_generated"] > stored + 5, "samples after the kill")
    expect(bar).not_to_have_attribute("aria-valuenow", str(round(100 * stored / 200)))
    assert page.evaluate("window.sameDocument") is True
    product.stop(batch_id)


def test_shows_in_one_tab_what_was_done_in_another(page: Page, product: Product, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 1000})
    product.begin(300, name="runs")
    product.begin(5, name="waits")
    product.begin(5, name="hurries")
    page.goto("/queue")
    second = page.context.new_page()
    second.goto("/queue")
    second.get_by_role("button", name="Move hurries up").click()
    order = page.get_by_role("list", name="Waiting batches in their order").get_by_role("link")
    expect(order).to_have_text(["hurries", "waits"])
