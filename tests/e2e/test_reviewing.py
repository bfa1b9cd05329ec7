"""Review and edit in the browser: keys, undo, a service that goes away, and an edit that somebody else overtook."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until


@pytest.fixture
def samples(product: Product) -> list[dict[str, Any]]:
    """Make twelve samples; newest first, as the review shows them."""
    product.ended(product.begin(12, name="Reviewed"))
    rows: list[dict[str, Any]] = product.get("/api/samples?limit=50").body["samples"]
    return rows


def _review_of(product: Product, sample: dict[str, Any]) -> str:
    return str(product.get(f"/api/samples/{sample['sample_id']}").body["sample"]["review"])


def _shows(page: Page, sample: dict[str, Any]) -> None:
    expect(page.get_by_role("main").get_by_text(sample["content"]["question"])).to_be_visible()


def test_decides_and_moves_by_keys(page: Page, product: Product, samples: list[dict[str, Any]]) -> None:
    page.goto("/dataset/review")
    _shows(page, samples[0])
    page.keyboard.press("a")
    _shows(page, samples[1])
    page.keyboard.press("j")
    _shows(page, samples[2])
    page.keyboard.press("k")
    _shows(page, samples[1])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Undo")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("u")
    wait_until(lambda: _review_of(product, samples[0]) == "pending", "the approval to be undone")
    _shows(page, samples[0])


def test_keeps_decisions_while_the_service_is_away(page: Page, product: Product, samples: list[dict[str, Any]]) -> None:
    page.goto("/dataset/review")
    _shows(page, samples[0])
    product.kill()
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.get_by_text("2 waiting to be sent")).to_be_visible()
    product.start()
    wait_until(lambda: _review_of(product, samples[1]) == "approved", "the decisions to arrive", patience_s=90)
    assert _review_of(product, samples[0]) == "approved"


def test_saves_an_edit(page: Page, product: Product, samples: list[dict[str, Any]]) -> None:
    page.goto(f"/dataset/review?at={samples[0]['sample_id']}")
    _shows(page, samples[0])
    page.keyboard.press("e")
    page.get_by_label("Answer").fill("No: the profit belongs to the company, whatever the board says.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("whatever the board says")).to_be_visible()
    path = f"/api/samples/{samples[0]['sample_id']}"
    wait_until(lambda: product.get(path).body["sample"]["version"] == 2, "the edit to be stored")


def test_tells_a_fault_at_its_field_when_an_edit_does_not_fit_the_template(
    page: Page, product: Product, samples: list[dict[str, Any]]
) -> None:
    page.goto(f"/dataset/review?at={samples[0]['sample_id']}")
    _shows(page, samples[0])
    page.keyboard.press("e")
    page.get_by_label("Answer").fill("No.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Answer")).to_have_attribute("aria-invalid", "true")
    assert product.get(f"/api/samples/{samples[0]['sample_id']}").body["sample"]["version"] == 1


def test_shows_both_versions_when_somebody_else_was_quicker(
    page: Page, product: Product, samples: list[dict[str, Any]]
) -> None:
    path = f"/api/samples/{samples[0]['sample_id']}"
    page.goto(f"/dataset/review?at={samples[0]['sample_id']}")
    _shows(page, samples[0])
    page.keyboard.press("e")
    page.get_by_label("Answer").fill("Mine: the profit belongs to the company.")
    theirs = {"content": {"answer": "Theirs: the director must account for the profit."}, "by": "Grace"}
    assert product.request("PATCH", path, body=theirs).status == 200
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Theirs: the director must account").first).to_be_visible()
    expect(page.get_by_text("Mine: the profit belongs").first).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    wait_until(lambda: "Mine" in product.get(path).body["sample"]["content"]["answer"], "my version to be stored")
    assert product.get(path).body["sample"]["version"] == 3
