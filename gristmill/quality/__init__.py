"""The checks between a model's reply and a sample: one call, one verdict, never an exception.

A rejected reply is a value with a reason. No I/O, no rows: whether a sample is a duplicate is the database's to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gristmill.quality import refusal, structure
from gristmill.quality.duplicates import content_hash
from gristmill.quality.structure import Content, Fault, Form

__all__ = ["REASONS", "Content", "Form", "Verdict", "check", "content_hash"]

REASONS: Final[tuple[str, ...]] = (
    "truncated",
    "not_json",
    "missing_field",
    "wrong_type",
    "empty_field",
    "placeholder",
    "refusal",
    "too_short",
    "too_long",
    "not_a_question",
    "answer_copies_question",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`content` and `content_hash` are set when the reply passed; `reason` (one of REASONS) and `message` when not."""

    content: Content | None = None
    content_hash: str | None = None
    reason: str | None = None
    message: str | None = None


def check(template: Form, text: str, finish_reason: str | None = None) -> Verdict:
    """Judge one reply. `finish_reason` is the provider's word; "length" means that max_tokens cut the reply off."""
    found = _read(template, text, cut_off=finish_reason == "length")
    if isinstance(found, Fault):
        return Verdict(reason=found.reason, message=found.message)
    fault = refusal.wording(found) or structure.measure(template, found) or refusal.sense(found)
    if fault is not None:
        return Verdict(reason=fault.reason, message=fault.message)
    return Verdict(content=found, content_hash=content_hash(template, found))


def _read(template: Form, text: str, *, cut_off: bool) -> Content | Fault:
    found = structure.parse(text)
    if found is not None:
        return structure.conform(template, found)
    if cut_off:
        return Fault("truncated", "The reply was cut off at the token limit before its JSON ended.")
    if refusal.refuses(text):
        return Fault("refusal", "The reply is a refusal.")
    return Fault("not_json", "The reply holds no JSON object.")
