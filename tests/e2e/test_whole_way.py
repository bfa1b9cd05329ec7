"""The whole way of a new user: demo, details, review with keys, export, and a file that says what was approved."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until

DEMO_MS = 600_000  # the embedded model writes ten samples in about a minute on a quiet machine
REASON = "Its law is wrong"


def _demo(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Start a demo of 10 samples").click()
    expect(page.get_by_text("10 / 10 samples, 100 %")).to_be_visible(timeout=DEMO_MS)


def _decided(product: Product) -> dict[str, int]:
    rows = product.rows("SELECT review, count(*) AS n FROM samples GROUP BY review")
    return {row["review"]: row["n"] for row in rows}


@pytest.mark.embedded
def test_leads_from_a_demo_to_a_file_of_what_was_approved(page: Page, product: Product, tmp_path: Path) -> None:
    _demo(page)
    page.get_by_role("link", name="Details").click()
    expect(page.get_by_role("heading", name="Demo", level=1)).to_be_visible()
    page.get_by_role("tab", name="Samples").click()
    page.get_by_role("link", name="Review them").click()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("a")
    page.keyboard.press("r")
    page.get_by_label("Reason").last.fill(REASON)
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    page.keyboard.press("u")
    wait_until(lambda: _decided(product) == {"approved": 4, "rejected": 1, "pending": 5}, "the decisions to be stored")
    page.get_by_role("link", name="Exports").click()
    page.get_by_role("switch", name="Include demo data").click()
    expect(page.get_by_text("4 samples").first).to_be_visible()
    page.get_by_role("button", name="Start export").click()
    done = page.get_by_role("link", name="Download OpenAI chat, 4 samples")
    expect(done).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        done.click()
    archive = tmp_path / "export.zip"
    download.value.save_as(archive)
    with zipfile.ZipFile(archive) as files:
        rows = [json.loads(line) for line in files.read("data/train.jsonl").splitlines()]
    approved = product.rows("SELECT content FROM samples WHERE review = 'approved'")
    asked = {json.loads(row["content"])["question"] for row in approved}
    assert {row["messages"][0]["content"] for row in rows} == asked
    assert len(rows) == 4
