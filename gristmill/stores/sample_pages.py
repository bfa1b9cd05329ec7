"""Lists of samples across batches: pages by cursor in any of the orders, with a total that is counted up to a bound.

Every list of filters reads `ix_samples_listed` and not the rows. Figures are in docs/performance.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, select, table, text, tuple_
from sqlalchemy.orm import Session

from gristmill import sample_cursors
from gristmill.lifecycle import Origin, Review
from gristmill.sample_cursors import Cursor
from gristmill.search_words import match_of
from gristmill.stores import sample_views
from gristmill.stores.samples import SampleFilter, conditions, id_range
from models import Sample

COUNTED = 10_000  # rows up to which a total is counted
# Hits of a search that are looked at one by one; measured, these take 15 ms.
HITS_LOOKED_AT = 5_000
# Few enough rows to ask the search about each: 50 us a row, where all hits of a frequent word take seconds.
FEW_ROWS = 1_500
# Rows of one filter up to which it pays to begin with them, instead of with all that is listed: 1 us a row.
NARROW = 20_000

_LISTED = "INDEXED BY ix_samples_listed"
_BY_SCORE = "INDEXED BY ix_samples_score"
_IDS = "samples.id IN (SELECT value FROM json_each(:ids))"
_EACH = "EXISTS (SELECT 1 FROM samples_fts WHERE samples_fts MATCH :words AND rowid = samples.id)"
Chosen = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Samples as JSON objects; `total` rows match, or more where it `is_exact` not."""

    samples: list[dict[str, Any]]
    total: int
    is_exact: bool
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class _Keys:
    """Ids of the page and perhaps beyond, and what is known of how many there are."""

    ids: list[int]
    total: int
    is_exact: bool


def page(session: Session, wanted: SampleFilter, *, sort: str, limit: int, cursor: str | None) -> Page:
    """Read one page: `-id` is newest first, `-score` and `score` are by score and leave out what has none.

    Raises:
        InvalidRequest: the cursor is not one of this list's.
        NotFound: the filter names a batch or a template that there is not.
    """
    begin = sample_cursors.read(cursor, sort) if cursor else None
    chosen = _narrowed(session, wanted, conditions(session, wanted, with_text=False))
    if sort == "-id":
        keys = _newest(session, wanted, chosen, limit=limit, begin=begin)
    else:
        keys = _by_score(session, wanted, chosen, sort=sort, limit=limit, begin=begin)
    shown = keys.ids[:limit]
    rows = sample_views.listed(session, shown)
    is_more = len(keys.ids) > limit
    return Page(
        samples=rows,
        total=keys.total,
        is_exact=keys.is_exact,
        next_cursor=_next(sort, shown[-1], rows[-1], keys) if is_more and rows else None,
    )


def count(session: Session, wanted: SampleFilter) -> int:
    """Count all that match, however many."""
    chosen = _narrowed(session, wanted, conditions(session, wanted))
    return session.scalar(_listed(chosen).with_only_columns(func.count(Sample.id))) or 0


def _next(sort: str, last: int, row: dict[str, Any], keys: _Keys) -> str:
    score = None if sort == "-id" else row["score"]
    return Cursor(sort=sort, after=last, score=score, total=keys.total, is_exact=keys.is_exact).write()


def _listed(chosen: Chosen) -> Select[Any]:
    return select(Sample.id).with_hint(Sample, _LISTED, "sqlite").where(*chosen)


def _newest(session: Session, wanted: SampleFilter, chosen: Chosen, *, limit: int, begin: Cursor | None) -> _Keys:
    if wanted.q is not None:
        words = match_of(wanted.q)
        return _found(session, words, wanted, chosen, limit=limit, begin=begin) if words else _Keys([], 0, True)
    below = (Sample.id < begin.after,) if begin else ()
    # What is counted holds the page, so one look serves for both; a later page knows the total already.
    most = limit if begin else max(limit, COUNTED)
    ids = list(session.scalars(_listed((*chosen, *below)).order_by(Sample.id.desc()).limit(most + 1)))
    return _Keys(ids, begin.total, begin.is_exact) if begin else _Keys(ids, min(len(ids), COUNTED), len(ids) <= COUNTED)


def _narrowed(session: Session, wanted: SampleFilter, chosen: Chosen) -> Chosen:
    """Add the rows of a filter that leaves few, found by its own index, so that not all has to be gone through."""
    for index, one in _own_indexes(wanted):
        rows = select(Sample.id).with_hint(Sample, f"INDEXED BY {index}", "sqlite").where(*one)
        counted = session.scalar(select(func.count()).select_from(rows.limit(NARROW + 1).subquery())) or 0
        if counted <= NARROW:
            return (*chosen, Sample.id.in_(rows.correlate(None)))
    return chosen


def _own_indexes(wanted: SampleFilter) -> Iterator[tuple[str, Chosen]]:
    if wanted.topic is not None:
        yield "ix_samples_topic", (Sample.topic == wanted.topic,)
    if wanted.review == Review.REJECTED:  # word for word, as SQLite uses a partial index only so
        yield "ix_samples_refused", (_plain("samples.review = 'rejected'"),)
    if wanted.origin is not None and wanted.origin != Origin.GENERATED:
        yield "ix_samples_touched", (Sample.origin == wanted.origin, _plain("samples.origin <> 'generated'"))
    if wanted.score_min is not None or wanted.score_max is not None:
        least, most = wanted.score_min, wanted.score_max
        yield (
            "ix_samples_score",
            (Sample.score.between(0.0 if least is None else least, 1.0 if most is None else most),),
        )


def _plain(condition: str, **values: object) -> ColumnElement[bool]:
    return text(condition).bindparams(**values)  # type: ignore[return-value]


def _among(ids: Sequence[int]) -> ColumnElement[bool]:
    """One bound text: so many bound numbers would take longer than the query."""
    return _plain(_IDS, ids=json.dumps(list(ids)))


def _found(
    session: Session, words: str, wanted: SampleFilter, chosen: Chosen, *, limit: int, begin: Cursor | None
) -> _Keys:
    """Search: look at the newest hits first, which fill most pages; only else at what the filters leave."""
    first, last = id_range(session, wanted)
    last = min(last, begin.after - 1) if begin else last
    most = HITS_LOOKED_AT if chosen else COUNTED + 1
    hits = list(session.scalars(_hits(words, first, last, most=most)))
    ids = list(session.scalars(_listed((*chosen, _among(hits))).order_by(Sample.id.desc()))) if chosen else hits
    is_all = len(hits) < most
    if not is_all and len(ids) <= limit:
        few = list(session.scalars(_listed((*chosen, Sample.id.between(first, last))).limit(FEW_ROWS + 1)))
        is_all = len(few) <= FEW_ROWS
        ids = _ask_of_each(session, words, few) if is_all else _walk(session, words, first, last, chosen, limit + 1)
        is_all = is_all or len(ids) <= limit
    if begin:
        return _Keys(ids, begin.total, begin.is_exact)
    return _Keys(ids, min(len(ids), COUNTED), is_all and len(ids) <= COUNTED)


def _hits(words: str, first: int, last: int, *, most: int) -> Any:
    found = "SELECT rowid FROM samples_fts WHERE samples_fts MATCH :words AND rowid BETWEEN :first AND :last"
    return text(f"{found} ORDER BY rowid DESC LIMIT :most").bindparams(words=words, first=first, last=last, most=most)


def _ask_of_each(session: Session, words: str, ids: Sequence[int]) -> list[int]:
    asked = (
        "SELECT rowid FROM samples_fts WHERE samples_fts MATCH :words AND rowid IN (SELECT value FROM json_each(:ids))"
    )
    return sorted(session.scalars(text(asked).bindparams(words=words, ids=json.dumps(list(ids)))), reverse=True)


def _walk(session: Session, words: str, first: int, last: int, chosen: Chosen, most: int) -> list[int]:
    """Go through the hits until the page is full."""
    hit = table("samples_fts", column("rowid")).c.rowid
    says = _plain("samples_fts MATCH :words", words=words)
    rows = _listed((*chosen, says, hit.between(first, last), Sample.id == hit))
    return list(session.scalars(rows.order_by(hit.desc()).limit(most)))


def _by_score(
    session: Session, wanted: SampleFilter, chosen: Chosen, *, sort: str, limit: int, begin: Cursor | None
) -> _Keys:
    """Order by score: those that match, where they are few, else walk the scores until the page is full."""
    scored = (*chosen, Sample.score.is_not(None))
    found = _newest(session, wanted, scored, limit=COUNTED, begin=None)
    if found.is_exact:
        ordered = _listed((_among(found.ids),))
    else:
        ordered = select(Sample.id).with_hint(Sample, _BY_SCORE, "sqlite").where(*scored, *_says(wanted))
    if begin:
        ordered = ordered.where(*_beyond(begin, sort))
    order = (Sample.score.desc(), Sample.id.desc()) if sort == "-score" else (Sample.score, Sample.id)
    ids = list(session.scalars(ordered.order_by(*order).limit(limit + 1)))
    return _Keys(ids, begin.total, begin.is_exact) if begin else _Keys(ids, found.total, found.is_exact)


def _beyond(begin: Cursor, sort: str) -> Chosen:
    key, last = tuple_(Sample.score, Sample.id), tuple_(begin.score, begin.after)
    if sort == "-score":
        return (key < last, Sample.score <= begin.score)  # the second says to SQLite where to begin
    return (key > last, Sample.score >= begin.score)


def _says(wanted: SampleFilter) -> Chosen:
    words = match_of(wanted.q or "")
    return (_plain(_EACH, words=words),) if words else ()
