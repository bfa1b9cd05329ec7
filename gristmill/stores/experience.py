"""What calls of a template have used and how many gave a sample: read from the newest attempts, and from previews.

Reads a bounded number of rows through indexes, however many there are. Only answered calls count: a provider's bad
hour says nothing of a template.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gristmill.clock import iso, unix
from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate
from models import Attempt, BatchHistory, Event, Item

PREVIEWED = "template.previewed"
MAX_CALLS = 500  # the newest so many tell what the next ones will be like; their mean is known to 2 % then
_ITEMS_SEEN = 5000  # newest items of a template that are looked through
_ITEMS_READ = 100  # and of those that fit, how many are read
_ROWS_PER_ITEM = 2 * MAX_CALLS
_EVENTS_SEEN = 5000  # newest facts about no batch
_ANSWERED = (Fate.KEPT.value, Fate.REJECTED.value, Fate.JUDGED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose calls: a template in one version (None: in any) by one provider and model."""

    template: str
    version: int | None
    provider: str
    model: str
    purpose: Purpose = Purpose.GENERATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One answered call; cached tokens are part of the prompt tokens."""

    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    latency_ms: int
    accepted: bool


def of_attempts(session: Session, subject: Subject) -> list[Call]:
    """List the newest answered calls that batches made, at most 500."""
    found: list[Call] = []
    for item_pk in session.scalars(_items(subject)):
        found += _calls_of(session, item_pk, subject, MAX_CALLS - len(found))
        if len(found) >= MAX_CALLS:
            break
    return found


def of_previews(session: Session, subject: Subject) -> list[Call]:
    """List the newest answered calls that previews made, at most 500."""
    found: list[Call] = []
    for _, told in _previews(session):
        if _fits(told, subject):
            found += [_as_call(*one) for one in told["per_call"]]
    return found[:MAX_CALLS]


def previewed_since(session: Session, provider: str, model: str, *, since: float) -> list[tuple[float, int]]:
    """List (Unix seconds, tokens) of each call of previews since a moment: they are in no attempt, but count."""
    return [
        (at, int(prompt) + int(completion))
        for at, told in _previews(session, Event.at >= iso(since))
        if (told["provider"], told["model"]) == (provider, model)
        for prompt, _, completion, *_ in told["per_call"]
    ]


def as_told(call: Call) -> list[int]:
    """Write a call as an event keeps it: `[prompt, cached, completion, latency_ms, 1 if it was accepted]`."""
    return [call.prompt_tokens, call.cached_tokens, call.completion_tokens, call.latency_ms, int(call.accepted)]


def _items(subject: Subject) -> Any:
    newest = (
        select(Item.id, Item.batch_pk, Item.attempts, Item.template_version)
        .where(Item.template == subject.template)
        .order_by(Item.id.desc())
        .limit(_ITEMS_SEEN)
        .subquery()
    )
    fitting = select(newest.c.id).where(newest.c.attempts > 0).order_by(newest.c.id.desc()).limit(_ITEMS_READ)
    if subject.version is not None:
        fitting = fitting.where(newest.c.template_version == subject.version)
    fitting = fitting.join(BatchHistory, BatchHistory.id == newest.c.batch_pk)
    if subject.purpose is Purpose.GENERATE:
        fitting = fitting.where(BatchHistory.provider == subject.provider, BatchHistory.model == subject.model)
    else:  # a judge need not be who generates
        fitting = fitting.where(BatchHistory.judge_tokens > 0)
    return fitting


def _calls_of(session: Session, item_pk: int, subject: Subject, limit: int) -> list[Call]:
    newest = (
        select(
            Attempt.prompt_tokens,
            Attempt.cached_tokens,
            Attempt.completion_tokens,
            Attempt.latency_ms,
            Attempt.fate,
            Attempt.provider,
            Attempt.model,
            Attempt.purpose,
        )
        .where(Attempt.item_pk == item_pk)
        .order_by(Attempt.id.desc())
        .limit(_ROWS_PER_ITEM)
        .subquery()
    )
    wanted = (
        newest.c.fate.in_(_ANSWERED),
        newest.c.prompt_tokens > 0,  # a judge's call that failed has none
        newest.c.provider == subject.provider,
        newest.c.model == subject.model,
        newest.c.purpose == subject.purpose.value,
    )
    rows = session.execute(select(newest).where(*wanted).limit(limit))
    return [_as_call(prompt, cached, done, ms, fate == Fate.KEPT) for prompt, cached, done, ms, fate, *_ in rows]


def _previews(session: Session, *wanted: ColumnElement[bool]) -> Iterator[tuple[float, dict[str, Any]]]:
    facts = select(Event.id, Event.kind, Event.at, Event.data).where(Event.batch_pk.is_(None), *wanted)
    newest = facts.order_by(Event.id.desc()).limit(_EVENTS_SEEN).subquery()
    query = select(newest.c.at, newest.c.data).where(newest.c.kind == PREVIEWED).order_by(newest.c.id.desc())
    for at, data in session.execute(query):
        yield unix(at), json.loads(data)


def _fits(told: dict[str, Any], subject: Subject) -> bool:
    named = (told["template"], told["provider"], told["model"])
    if named != (subject.template, subject.provider, subject.model) or told["version"] is None:
        return False
    return subject.version is None or told["version"] == subject.version


def _as_call(prompt: int, cached: int, completion: int, latency_ms: int, accepted: object) -> Call:
    return Call(
        prompt_tokens=prompt,
        cached_tokens=cached,
        completion_tokens=completion,
        latency_ms=latency_ms,
        accepted=bool(accepted),
    )
