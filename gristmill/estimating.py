"""An estimate: what a start would use, cost and last, before it is started.

Gathers what is known of each part's calls: history, else two preview calls, else the template's own text. Starts
nothing, and stores nothing but the event of its preview calls.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from gristmill import evidence, trials
from gristmill.clock import iso
from gristmill.errors import RequestError
from gristmill.evidence import PREVIEW_CALLS, Evidence
from gristmill.lifecycle import Drive, Purpose
from gristmill.order_schemas import StartBatch
from gristmill.orders import order_of
from gristmill.outcome import Fate
from gristmill.outfit import Place, place_of, rules_of
from gristmill.preview import require_answer, spent
from gristmill.prompts import Template
from gristmill.providers.registry import build_provider, default_model_of
from gristmill.reckoning import Judging, Part, Reckoning
from gristmill.rehearsal import call_of
from gristmill.schemas import MAX_PAGE
from gristmill.services import Services
from gristmill.stores import estimates, templates
from gristmill.stores.estimates import Entry, Window
from gristmill.stores.experience import Subject
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from gristmill.trial import Trial, Tried
from models import BatchHistory

PREVIEW_WAIT_S = 20.0  # our choice: an estimate should not wait long for quota
MAX_TEMPLATES_TRIED = 3  # in one estimate; those beyond are guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A part, and how it could be tried if nothing is known of it."""

    part: Part
    trial: Trial | None = None


def estimate(services: Services, wanted: StartBatch, *, may_preview: bool) -> dict[str, Any]:
    """Estimate a start, and answer as `preview_schemas.Estimate` says.

    Args:
        may_preview: templates that were never called may be tried, which costs what it costs.

    Raises:
        RequestError: as a start with this body would.
    """
    with services.database.read() as session:
        order = order_of(session, wanted, services.settings)
        found = _parts(services, session, order, may_preview=may_preview)
        queue = _place_in_queue(services, session, order)
    parts, tried, notes = _try_out(services, found)
    reckoning = Reckoning(services.settings, parts)
    return {
        "success": True,
        "provider": order.provider,
        "model": order.model,
        "demo": order.demo,
        **reckoning.as_json(),
        "preview": spent(tried) if tried else None,
        "queue": queue,
        "notes": [*notes, *reckoning.notes()],
    }


def _parts(services: Services, session: Session, order: BatchOrder, *, may_preview: bool) -> list[_Found]:
    """Find a part for each template of the order, in order, and one for the enrichment that follows."""
    by_template: dict[tuple[str, int], list[ItemOrder]] = {}
    for item in order.items:
        named = (item.template or order.template, item.template_version or order.template_version)
        by_template.setdefault(named, []).append(item)
    found = []
    for (name, version), items in by_template.items():
        template = templates.get(session, name, version)
        part = _part(services, session, order, template, sum(item.target_count for item in items))
        trial = None
        if may_preview and part.evidence.is_thin:
            asked = trials.of_order(order, items[0], template, count=PREVIEW_CALLS, max_wait_s=PREVIEW_WAIT_S)
            trial = replace(trials.make(session, template, asked, services.settings), judge=None, judge_place=None)
        found.append(_Found(part=part, trial=trial))
    if order.enrich_after is not None:
        found.append(_Found(part=_enrichment(services, session, order)))
    return found


def _part(services: Services, session: Session, order: BatchOrder, template: Template, target_count: int) -> Part:
    part = _known_part(services, session, template, (order.provider, order.model), target_count)
    as_batch = BatchHistory(
        provider=order.provider, model=order.model, judge=None if order.judge is None else json.dumps(order.judge)
    )
    rules = rules_of(as_batch, template)
    if rules is None:
        return part
    place = place_of(rules, as_batch, services.settings)
    known = evidence.known(session, _subject(template, place, Purpose.JUDGE))
    return replace(
        part, judging=Judging(place=place, evidence=known or evidence.of_rubric(rules, template, part.evidence))
    )


def _enrichment(services: Services, session: Session, order: BatchOrder) -> Part:
    """Estimate what follows the batch: one result for each sample."""
    told = order.enrich_after or {}
    template = templates.get(session, told["template"], told["version"])
    provider = told.get("provider") or order.provider
    own = order.model if provider == order.provider else default_model_of(provider, services.settings)
    place = (provider, told.get("model") or own or order.model)
    part = _known_part(services, session, template, place, order.target_count)
    return replace(part, purpose="enrichment")


def _known_part(services: Services, session: Session, template: Template, place: Place, target_count: int) -> Part:
    known = evidence.known(session, _subject(template, place))
    small_model = build_provider(place[0], services.settings).small_model
    return Part(
        template=template.name,
        version=template.version,
        target_count=target_count,
        place=place,
        evidence=known or evidence.of_text(template, small_model=small_model),
    )


def _subject(template: Template, place: Place, purpose: Purpose = Purpose.GENERATE) -> Subject:
    return Subject(template=template.name, version=template.version, provider=place[0], model=place[1], purpose=purpose)


def _try_out(services: Services, found: Sequence[_Found]) -> tuple[list[Part], list[Tried], list[str]]:
    """Try the templates of which next to nothing is known; one that cannot be tried stays so, with a note."""
    parts: list[Part] = []
    all_tried: list[Tried] = []
    notes: list[str] = []
    left = MAX_TEMPLATES_TRIED
    for one in found:
        part = one.part
        if one.trial is not None and left:
            left -= 1
            try:
                tried = services.desk.preview(one.trial, call_s=services.settings.request_timeout_s)
                all_tried += tried
                require_answer(tried)
                part = replace(part, evidence=_measured(tried, part.evidence))
            except RequestError as error:
                notes.append(f"{part.template} could not be tried: {error.detail}")
        parts.append(part)
    return parts, all_tried, notes


def _measured(tried: Sequence[Tried], guessed: Evidence) -> Evidence:
    answered = [one.outcome for one in tried if one.outcome and one.outcome.fate in (Fate.KEPT, Fate.REJECTED)]
    return evidence.measured("preview", [call_of(outcome) for outcome in answered]) if answered else guessed


def _place_in_queue(services: Services, session: Session, order: BatchOrder) -> dict[str, Any] | None:
    """Say where the batch would join the queue and when its turn would come, as far as the measured rates tell."""
    if order.drive is Drive.CLIENT:
        return None
    now, most = services.clock.time(), services.settings.max_running_batches
    window = Window(limit=MAX_PAGE, offset=0, max_running=most, now=now)
    entries, total = estimates.page(session, services.board, window)
    waiting = [entry for entry in entries if entry.position]
    ahead = max((entry.position for entry in waiting if entry.row.priority >= order.priority), default=0)
    if total > len(entries) and ahead == len(waiting):
        ahead = total - (len(entries) - len(waiting))  # behind a queue too long to look through
        return {"position": ahead + 1, "samples_ahead": None, "estimated_start_at": None}
    before = [entry for entry in entries if entry.position <= ahead]
    start_at = _start_at(before, most=most, now=now)
    return {
        "position": ahead + 1,
        "samples_ahead": sum(entry.as_json()["remaining"] for entry in before),
        "estimated_start_at": None if start_at is None else iso(start_at),
    }


def _start_at(before: Sequence[Entry], *, most: int, now: float) -> float | None:
    """A batch starts when fewer than `most` of those before it are left; None when nobody knows when that is."""
    if len(before) < most:
        return now
    ends = sorted(math.inf if entry.end_at is None else entry.end_at for entry in before)
    start_at = ends[len(ends) - most]
    return None if math.isinf(start_at) else start_at
