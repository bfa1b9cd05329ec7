"""What a page draws anew: little for a sample that arrives, and a list of any length as a few rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, wait_until
from tests.e2e.commits import count_commits, drawn
from tests.e2e.many_samples import copy_samples
from tests.scripted_provider import ScriptedProvider

MOST_COMPONENTS = 30  # the bound on what one piece of progress may draw anew
PIECES = 8
SAMPLES = 100_000
MOST_ROWS = 80  # a screen of them and what is kept ready around it
PAGES = {
    "overview": "/",
    "list of batches": "/batches",
    "one batch": "/batches/{batch_id}",
    "queue": "/queue",
}


@pytest.fixture
def product(tmp_path: Path, provider: ScriptedProvider) -> Iterator[Product]:
    """Start a product that writes no checkpoint meanwhile: a checkpoint rightly makes lists ask again."""
    with Product(
        tmp_path,
        groq_api_key="k",
        groq_base_url=provider.groq_base_url,
        requests_per_minute=1000,
        tokens_per_minute=1_000_000,
        max_concurrency=2,
        checkpoint_every=1000,
    ) as running:
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_draws_only_what_changed_when_progress_arrives(
    name: str, page: Page, product: Product, provider: ScriptedProvider
) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 700})
    batch_id = product.begin(900, name="Watched")
    wait_until(lambda: product.status()["samples_generated"] > 3, "some samples")
    count_commits(page)
    page.goto(PAGES[name].format(batch_id=batch_id))
    expect(page.get_by_role("progressbar", name="Progress of Watched").first).to_be_visible()
    page.wait_for_timeout(3000)  # what the page asks for at first, and draws for that, is no answer to progress
    before = len(drawn(page))
    wait_until(lambda: len(drawn(page)) > before + PIECES, "progress")
    pieces = [piece for piece in drawn(page)[before:][:PIECES] if piece["type"] == "progress"]
    assert len(pieces) >= PIECES - 2
    assert any(piece["components"] for piece in pieces), "the page follows"
    most = max((piece["components"] for piece in pieces), key=len)
    assert len(most) < MOST_COMPONENTS, Counter(most).most_common()


def test_draws_a_screenful_of_rows_however_far_a_hundred_thousand_samples_are_scrolled(
    page: Page, product: Product
) -> None:
    batch_id = product.begin(1, name="Long")
    product.ended(batch_id)
    copy_samples(product, batch_id, SAMPLES)
    page.goto("/dataset")
    rows = page.get_by_role("grid", name="Samples").get_by_role("row")
    expect(rows.filter(has_text=f"Copy {SAMPLES} asks")).to_be_visible()
    rows.nth(3).hover()
    most = 0
    for _ in range(40):
        page.mouse.wheel(0, 2500)
        page.wait_for_timeout(60)
        most = max(most, rows.count())
    assert most < MOST_ROWS
    seen = rows.last.inner_text()
    assert f"Copy {SAMPLES} asks" not in seen
    expect(rows.filter(has_text="asks what").first).to_be_visible()
