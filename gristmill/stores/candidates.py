"""Candidates that the checks refused, kept for a while for people to look at: lists and single ones. Reads only.

Their public id is `rejection_<number>`. They are never searched by the index of samples and never leave in an export.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, text
from sqlalchemy.orm import Session

from gristmill import sample_cursors
from gristmill.errors import NotFound
from gristmill.sample_cursors import Cursor
from gristmill.stores import template_filters
from gristmill.stores.batches import find as find_batch
from gristmill.stores.sample_pages import COUNTED, Page
from gristmill.stores.samples import SampleFilter
from models import BatchHistory, Item, Rejection, Template

PREFIX = "rejection_"
_HAS_TEXT = (
    "EXISTS (SELECT 1 FROM json_tree(rejections.content) WHERE type = 'text' AND instr(lower(atom), lower(:part)))"
)


def page(session: Session, wanted: SampleFilter, *, reason: str | None, limit: int, cursor: str | None) -> Page:
    """Read one page, newest first; `q` matches anywhere in a text.

    Raises:
        InvalidRequest: the cursor is not one of this list's.
        NotFound: the filter names a batch or a template that there is not.
    """
    begin = sample_cursors.read(cursor, "-id") if cursor else None
    chosen = _conditions(session, wanted, reason)
    below = [Rejection.id < begin.after] if begin else []
    rows = session.execute(_query().where(*chosen, *below).order_by(Rejection.id.desc()).limit(limit + 1)).all()
    shown = [_view(*row) for row in rows[:limit]]
    counted = begin.total if begin else _count(session, chosen)
    is_exact = begin.is_exact if begin else counted <= COUNTED
    total = min(counted, COUNTED)
    following = (
        Cursor(sort="-id", after=rows[limit - 1][0].id, score=None, total=total, is_exact=is_exact)
        if len(rows) > limit
        else None
    )
    return Page(samples=shown, total=total, is_exact=is_exact, next_cursor=following.write() if following else None)


def find(session: Session, public_id: str) -> Rejection:
    """Get a refused candidate by its public id.

    Raises:
        NotFound: there is none; perhaps not any more.
    """
    number = public_id.removeprefix(PREFIX)
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    found = session.get(Rejection, int(number)) if is_number else None
    if found is None:
        raise NotFound(f"There is no candidate {public_id!r}; those that were refused are kept for a while only.")
    return found


def demand_sample(public_id: str) -> None:
    """Refuse to change what is no sample.

    Raises:
        NotFound: it is the id of a refused candidate.
    """
    if public_id.startswith(PREFIX):
        raise NotFound(f"{public_id!r} is no sample: candidates that the checks refused cannot be reviewed or edited.")


def show(session: Session, public_id: str) -> dict[str, Any]:
    """Show one refused candidate."""
    found = find(session, public_id)
    return _view(*session.execute(_query().where(Rejection.id == found.id)).one())


def _query() -> Any:
    return (
        select(Rejection, BatchHistory.batch_id, BatchHistory.demo, Item.number)
        .join(BatchHistory, BatchHistory.id == Rejection.batch_pk)
        .join(Item, Item.id == Rejection.item_pk)
    )


def _count(session: Session, chosen: list[ColumnElement[bool]]) -> int:
    some = select(Rejection.id).join(BatchHistory, BatchHistory.id == Rejection.batch_pk).where(*chosen)
    return session.scalar(select(func.count()).select_from(some.limit(COUNTED + 1).subquery())) or 0


def _conditions(session: Session, wanted: SampleFilter, reason: str | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.batch_id is not None:
        chosen.append(Rejection.batch_pk == find_batch(session, wanted.batch_id).id)
    if wanted.template is not None:
        name, version = Rejection.template, Rejection.template_version
        chosen += template_filters.conditions(session, wanted.template, name=name, version=version)
    if wanted.kind is not None:
        chosen.append(Rejection.template.in_(select(Template.name).where(Template.kind == wanted.kind)))
    if wanted.topic_contains:
        chosen.append(Rejection.topic.icontains(wanted.topic_contains, autoescape=True))
    equals = {Rejection.topic: wanted.topic, Rejection.difficulty: wanted.difficulty, Rejection.reason: reason}
    chosen += [column == value for column, value in equals.items() if value is not None]
    if wanted.demo is not None:
        chosen.append(BatchHistory.demo == wanted.demo)
    if wanted.score_min is not None:
        chosen.append(Rejection.score >= wanted.score_min)
    if wanted.score_max is not None:
        chosen.append(Rejection.score <= wanted.score_max)
    if wanted.q:
        chosen.append(and_(text(_HAS_TEXT).bindparams(part=wanted.q)))
    return chosen


def _view(row: Rejection, batch_id: str, demo: bool, item: int) -> dict[str, Any]:
    return {
        "sample_id": f"{PREFIX}{row.id}",
        "batch_id": batch_id,
        "item": item,
        "verdict": "rejected",
        "reason": row.reason,
        "content": json.loads(row.content) if row.content else None,
        "topic": row.topic,
        "difficulty": row.difficulty,
        "template": row.template,
        "template_version": row.template_version,
        "attempt": row.attempt,
        "score": row.score,
        "demo": demo,
        "scores": json.loads(row.scores) if row.scores else None,
        "findings": json.loads(row.findings),
        "created_at": row.created_at,
    }
