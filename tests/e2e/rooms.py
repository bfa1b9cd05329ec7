"""The pages of the dashboard by name, and when each has drawn what it came for: for pictures and for checks of all."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

READY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Room:
    """One page. `address` may name a batch of the showroom; `ready` is a text that it shows once it is whole."""

    name: str
    address: str
    ready: str

    def open(self, page: Page, shown: dict[str, str]) -> None:
        page.goto(self.address.format(**shown))
        expect(page.get_by_text(self.ready).first).to_be_visible(timeout=READY_MS)
        page.wait_for_timeout(700)  # what is loaded after that: charts, the second request of a list


ROOMS = (
    Room("overview", "/", "Latest samples"),
    Room("generate", "/generate", "Estimate"),
    Room("batches", "/batches", "Directors' duties"),
    Room("batch-items", "/batches/{items}?tab=items", "Contract Law"),
    Room("batch-samples", "/batches/{conversation}?tab=samples", "My landlord keeps my deposit"),
    Room("batch-timeline", "/batches/{paused}?tab=timeline", "Timeline"),
    Room("batch-errors", "/batches/{items}?tab=errors", "too short"),
    Room("batch-log", "/batches/{plain}?tab=log", "batch.completed"),
    Room("charts", "/batches/{items}?tab=charts", "Rejection reasons"),
    Room("batch-settings", "/batches/{plain}?tab=settings", "Settings"),
    Room("compare", "/batches/compare?ids={plain},{items},{stopped}", "Acceptance"),
    Room("queue", "/queue", "Night run 1"),
    Room("dataset", "/dataset", "Acting for claimant"),
    Room("review", "/dataset/review?batch_id={items}", "Approve"),
    Room("review-preference", "/dataset/review?batch_id={preference}", "Approve"),
    Room("templates", "/templates", "Legal Q&A"),
    Room("template", "/templates/multi-turn-conversation", "Save"),
    Room("exports", "/exports", "approved only"),
)
