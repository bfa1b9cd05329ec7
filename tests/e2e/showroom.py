"""A product with something in every room: batches of all statuses and kinds, reviewed samples, a queue, an export.

Made over HTTP as people make it, against the scripted provider; for screenshots and for tests that walk all pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.acceptance.product import Product, wait_until
from tests.scripted_provider import ScriptedProvider

OK: Mapping[str, Any] = {"kind": "ok"}
CONVERSATION: Mapping[str, Any] = {
    "kind": "say",
    "content": {
        "title": "A deposit that was never returned ({n})",
        "messages": [
            {"role": "user", "content": "My landlord keeps my deposit, and he names {words} as the reason. Can he?"},
            {
                "role": "assistant",
                "content": "Only for damage that you caused or rent that you owe. Was the deposit put into a scheme?",
            },
            {"role": "user", "content": "I was never told of one. The papers only speak of {words}."},
            {
                "role": "assistant",
                "content": "Then he has broken a duty: a court can order him to return it, and to pay you up to three"
                " times the amount. Write to him first, and name a date. Keep {words}.",
            },
        ],
    },
}
PREFERENCE: Mapping[str, Any] = {
    "kind": "say",
    "content": {
        "prompt": "Our supplier delivered five days late ({words}). May we refuse the goods? This is case {n}.",
        "chosen": "It depends on whether time was of the essence. If the contract says so, or the goods are perishable,"
        " you may refuse them; otherwise you may claim damages for the delay, but must accept the goods.",
        "rejected": "Yes. Late delivery is always a breach of condition, so you may refuse the goods and claim damages"
        " for the delay as well, whatever the contract says.",
        "reason": "The chosen answer asks whether time was of the essence; the other one leaves that out ({n}).",
    },
}
FAULTS = (
    {"kind": "too_short"},
    {"kind": "not_json_text"},
    {"kind": "status", "status": 503, "error": "over capacity"},
    {"kind": "missing_field"},
    {"kind": "duplicate"},
    {"kind": "duplicate"},
    {"kind": "refusal"},
)


def furnish(product: Product, provider: ScriptedProvider) -> dict[str, str]:
    """Fill the rooms; answers batch ids by what they show. The last batch still runs when this returns."""
    shown = {"plain": _run(product, target_count=24, name="Directors' duties", topic="Company Law - Directors Duties")}
    provider.script(*FAULTS, default=OK)
    shown["items"] = _run(
        product,
        name="Contract and tort by difficulty",
        notes="First pass for the course of next spring.",
        matrix={"topics": ["Contract Law", "Tort Law"], "difficulties": ["basic", "advanced"], "per_cell": 6},
    )
    provider.script(default=CONVERSATION)
    shown["conversation"] = _run(
        product,
        target_count=8,
        name="Tenants' talks",
        template="multi-turn-conversation",
        topic="Tenancy deposits",
        parameters={"turns": 4},
    )
    provider.script(default=PREFERENCE)
    shown["preference"] = _run(
        product, target_count=8, name="Late deliveries", template="preference-pair", topic="Sale of goods"
    )
    provider.script({"kind": "judge", "score": 0.9}, default=OK)
    _review(product, shown["plain"])
    _export(product)
    return {**shown, **_queue(product, provider)}


def _run(product: Product, **wanted: Any) -> str:
    batch_id = product.begin(wanted.pop("target_count", None), **wanted)
    product.ended(batch_id)
    return batch_id


def _review(product: Product, batch_id: str) -> None:
    rows = product.get(f"/api/samples?batch_id={batch_id}&limit=20").body["samples"]
    ids = [row["sample_id"] for row in rows]
    reason = "The citation does not fit the question"
    for chosen, decision in ((ids[:12], {"action": "approve"}), (ids[12:15], {"action": "reject", "reason": reason})):
        product.post("/api/samples/review", {**decision, "ids": chosen, "dry_run": False})


def _export(product: Product) -> None:
    export_id = product.post("/api/exports", {"format": "openai_chat", "split": {"train": 0.8, "test": 0.2}}).body[
        "export_id"
    ]
    path = f"/api/exports/{export_id}"
    wait_until(lambda: product.get(path).body["export"]["status"] == "completed", f"{export_id} to be completed")


def _queue(product: Product, provider: ScriptedProvider) -> dict[str, str]:
    """One batch that runs slowly, one that is paused, one that was stopped, and some that wait."""
    stopped = product.begin(400, name="Trusts, first try", topic="Trusts and Equity")
    wait_until(lambda: product.batch(stopped)["samples_generated"] > 5, "some samples")
    product.stop(stopped)
    product.ended(stopped)
    paused = product.begin(300, name="Employment tribunal questions", topic="Employment Law")
    wait_until(lambda: product.batch(paused)["samples_generated"] > 5, "some samples")
    product.post(f"/api/batches/{paused}/pause")
    product.paused(paused)
    provider.script(default={"kind": "ok", "latency_ms": 2500})
    running = product.begin(2200, name="Company law, advanced", difficulty="advanced", topic="Company Law")
    for number in range(1, 5):
        product.begin(100 * number, name=f"Night run {number}", priority=5 - number)
    running_on = "some samples of the running batch"  # which may have to wait for its quota
    wait_until(lambda: product.batch(running)["samples_generated"] > 12, running_on, patience_s=150)
    return {"stopped": stopped, "paused": paused, "running": running}
