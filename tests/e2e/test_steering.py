"""Batches are started, paused, resumed and stopped in the browser; wrong input is told at its field."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

SLOW = {"kind": "ok", "latency_ms": 500}


def _slow_batch(product: Product, provider: ScriptedProvider) -> str:
    provider.script(default=SLOW)
    batch_id = product.begin(500, name="Steered")
    wait_until(lambda: product.batch(batch_id)["samples_generated"] > 2, "some samples")
    return batch_id


def test_pauses_resumes_and_stops_when_the_buttons_are_pressed(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    batch_id = _slow_batch(product, provider)
    page.goto(f"/batches/{batch_id}")
    page.get_by_role("button", name="Pause Steered").click()
    expect(page.get_by_text("paused", exact=True).first).to_be_visible()
    product.paused(batch_id)
    page.get_by_role("button", name="Resume Steered").click()
    wait_until(lambda: product.status_of(batch_id) == "running", "the batch to run again")
    expect(page.get_by_text("running", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Stop Steered").click()
    assert product.ended(batch_id)["status"] == "stopped"
    expect(page.get_by_text("stopped", exact=True).first).to_be_visible()


def test_takes_a_stop_back_when_undo_is_pressed(page: Page, product: Product, provider: ScriptedProvider) -> None:
    batch_id = _slow_batch(product, provider)
    page.goto(f"/batches/{batch_id}")
    page.get_by_role("button", name="Stop Steered").click()
    stored = product.ended(batch_id)["samples_generated"]
    assert stored < 500
    page.get_by_role("button", name="Undo").click()
    wait_until(lambda: product.status_of(batch_id) == "running", "the batch to run again")
    expect(page.get_by_role("button", name="Pause Steered")).to_be_visible()
    assert product.batch(batch_id)["samples_generated"] >= stored


def test_steers_many_at_once_and_sums_up(page: Page, product: Product, provider: ScriptedProvider) -> None:
    _slow_batch(product, provider)
    waiting = [product.begin(5, name=f"Waits {number}") for number in (1, 2, 3)]
    page.goto("/batches")
    for number in (1, 2, 3):
        page.get_by_role("row", name=f"Waits {number}").get_by_role("checkbox").check()
    page.get_by_role("region", name="Chosen batches").get_by_role("button", name="Pause").click()
    wait_until(lambda: all(product.status_of(one) == "paused" for one in waiting), "all three to be paused")


def test_moves_many_at_once_and_keeps_their_order(page: Page, product: Product, provider: ScriptedProvider) -> None:
    _slow_batch(product, provider)
    waiting = [product.begin(5, name=f"Waits {number}") for number in (1, 2, 3, 4)]
    page.goto("/batches")
    for number in (2, 4):
        page.get_by_role("row", name=f"Waits {number}").get_by_role("checkbox").check()
    page.get_by_role("region", name="Chosen batches").get_by_role("button", name="To the front").click()
    expect(page.get_by_text("Moved to the front: 2 batches.")).to_be_visible()
    queue = [entry["batch_id"] for entry in product.get("/api/queue").body["queue"] if entry["position"] > 0]
    assert queue == [waiting[1], waiting[3], waiting[0], waiting[2]]


def test_finds_a_batch_by_its_name_and_keeps_the_search_in_the_address(
    page: Page, product: Product, provider: ScriptedProvider
) -> None:
    _slow_batch(product, provider)
    product.begin(5, name="Another one")
    page.goto("/batches")
    expect(page.get_by_role("row", name="Another one")).to_be_visible()
    page.get_by_role("searchbox", name="Search").fill("steer")
    expect(page.get_by_role("row", name="Another one")).to_have_count(0)
    expect(page.get_by_role("row", name="Steered")).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("steer")


def test_starts_a_batch_from_the_form(page: Page, product: Product, provider: ScriptedProvider) -> None:
    page.goto("/generate")
    page.get_by_label("Topic", exact=True).fill("Company Law - Directors Duties")
    page.get_by_label("Samples", exact=True).fill("6")
    page.get_by_label("Name of the batch").fill("By hand")
    expect(page.get_by_text("about 6 calls").or_(page.get_by_text("6 samples from")).first).to_be_visible()
    page.get_by_role("button", name="Start the batch").click()
    wait_until(lambda: product.rows("SELECT 1 FROM batch_history WHERE name = 'By hand'"), "the batch to exist")
    row = product.rows("SELECT * FROM batch_history")[0]
    assert (row["topic_filter"], row["target_count"]) == ("Company Law - Directors Duties", 6)
    assert len(product.rows("SELECT 1 FROM batch_history")) == 1


def test_tells_a_fault_at_its_field_when_the_service_refuses_it(page: Page, product: Product) -> None:
    page.goto("/generate")
    page.get_by_label("Samples", exact=True).fill("2000000")
    page.get_by_role("button", name="Start the batch").click()
    field = page.get_by_label("Samples", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(page.get_by_text("1000000").or_(page.get_by_text("1,000,000")).first).to_be_visible()
    assert product.rows("SELECT 1 FROM batch_history") == []
