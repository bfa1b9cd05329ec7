"""The first minutes: an empty house, a demo at the press of a button, and its samples as they come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

DEMO_MS = 600_000  # the embedded model writes ten samples in about a minute on a quiet machine


@pytest.mark.embedded
def test_shows_a_demo_batch_live_without_a_reload_when_its_button_is_pressed(page: Page, product: Product) -> None:
    page.goto("/")
    expect(page.get_by_text("Training data from LLM APIs")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="Start a demo of 10 samples").click()
    progress = page.get_by_role("progressbar", name="Progress of Demo")
    expect(progress).to_be_visible()
    expect(page.get_by_text("10 / 10 samples, 100 %")).to_be_visible(timeout=DEMO_MS)
    expect(page.get_by_text("completed")).to_be_visible()
    expect(page.get_by_text("demo data").first).to_be_visible()
    assert page.get_by_role("main").get_by_role("listitem").count() >= 5
    assert page.evaluate("window.sameDocument") is True


def test_follows_a_batch_that_was_started_elsewhere(page: Page, product: Product, provider: ScriptedProvider) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Start a demo of 10 samples")).to_be_visible()
    provider.script(default={"kind": "ok", "latency_ms": 400})
    batch_id = product.begin(40, name="From a script")
    expect(page.get_by_role("link", name="From a script").first).to_be_visible()
    expect(page.get_by_role("link", name="Batches 1 running batch")).to_be_visible()
    first = page.get_by_text("Acting for claimant number").first
    expect(first).to_be_visible()
    seen = first.inner_text()
    expect(first).not_to_have_text(seen)
    page.get_by_role("button", name="Pause From a script").click()
    product.paused(batch_id)
    page.get_by_role("button", name="Stop From a script").click()
    assert product.ended(batch_id)["status"] == "stopped"
    expect(page.get_by_text("stopped", exact=True).first).to_be_visible()


def test_says_why_nothing_runs_when_the_provider_refuses_the_key(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    provider.script(default={"kind": "status", "status": 401, "error": "Invalid API Key"})
    page.goto("/")
    product.begin(10, name="Locked out")
    expect(page.get_by_text("paused", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("key")
    wait_until(lambda: product.get("/api/queue").body["total"] == 0, "the queue to be empty")
    expect(page.get_by_text("Nothing runs and nothing waits.")).to_be_visible()
