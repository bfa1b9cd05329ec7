"""Start, status, and what there is: batches as list, history and one by one, and their samples.

The first paths and words are the seed's. What changes a batch is in `moves`.
"""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from gristmill import history_csv
from gristmill.batch_schemas import History, HistoryOrTable, OneBatch, Started, Status
from gristmill.order_schemas import StartBatch, StartHeaders
from gristmill.orders import notice_of, order_of
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchesQuery, BatchPath, HistoryQuery, SamplesPage, SamplesQuery
from gristmill.services import Services
from gristmill.stores import batches, keys, ranks, samples
from gristmill.stores.history import HistoryFilter, status_word
from gristmill.stores.keys import Got
from gristmill.stores.queue import BatchOrder
from gristmill.stores.samples import InBatch

_TAG = Tag(name="batches", description="Generate training data in batches")
_STARTED: dict[Any, Any] = {202: Started, 200: Started}
_LISTED: dict[Any, Any] = {200: HistoryOrTable}


def batches_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "batches", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/generate/batch/start", responses=_STARTED, summary="Start a batch")
    def start(header: StartHeaders, body: StartBatch) -> tuple[dict[str, Any], int]:
        """Put a batch into the queue; it exists when this is answered, and runs as soon as its turn comes.

        The same again, by `Idempotency-Key` or by `batch_date` with `batch_number`, answers 200 with the batch that
        there is, and resumes it if it was paused, stopped or failed.
        """
        with services.database.write() as session:
            order = order_of(session, body, services.settings, key=header.idempotency_key)
            got = keys.get_or_create(session, services.log, order)
            place = ranks.positions(session, [got.batch]).get(got.batch.id)
        services.crash.reach("start.committed")
        services.bell.ring()
        return _started(got, order, place), 202 if got.created else 200

    @blueprint.get("/api/generate/batch/status", responses={200: Status}, summary="The live state")
    def status() -> dict[str, Any]:
        """Answer for the running batch, of several the current one; else the last one's, with `running: false`."""
        with services.database.read() as session:
            return services.history.status(session)

    @blueprint.get("/api/generate/batch/history", responses=_LISTED, summary="All batches")
    def history(query: HistoryQuery) -> dict[str, Any] | Response:
        """List batches, newest first; running ones with their live numbers. With `format=csv` as a table."""
        if query.format == "csv":
            return _table(services, query)
        return _page(services, query, (query.status,) if query.status else ())

    @blueprint.get("/api/batches", responses={200: History}, summary="Find batches")
    def batch_list(query: BatchesQuery) -> dict[str, Any]:
        """List batches by page, filter, text and order; without any, the newest 100."""
        return _page(services, query, query.status)

    @blueprint.get("/api/batches/<string:batch_id>", responses={200: OneBatch}, summary="One batch")
    def one_batch(path: BatchPath) -> dict[str, Any]:
        """Show a batch with its items, counters, timing, and the reason of its end."""
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            return {"success": True, "batch": services.history.with_items(session, batch)}

    @blueprint.get("/api/batches/<string:batch_id>/samples", responses={200: SamplesPage}, summary="A batch's samples")
    def batch_samples(path: BatchPath, query: SamplesQuery) -> dict[str, Any]:
        """List accepted samples in order of arrival."""
        wanted = InBatch(topic=query.topic, difficulty=query.difficulty, q=query.q)
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            rows, total = samples.page(session, batch.id, path.batch_id, wanted, limit=query.limit, offset=query.offset)
        return {"success": True, "samples": rows, "count": len(rows), "total": total}

    return blueprint


def _started(got: Got, order: BatchOrder, place: int | None) -> dict[str, Any]:
    return {
        "success": True,
        "batch_id": got.batch.batch_id,
        "status": status_word(got.batch),
        "position": place,
        "items": len(order.items),
        "created": got.created,
        "resumed": got.resumed,
        "demo": got.batch.demo,
        "notice": notice_of(order),
    }


def _table(services: Services, query: HistoryQuery) -> Response:
    limit = query.limit if "limit" in query.model_fields_set else None
    wanted = _wanted(query, (query.status,) if query.status else ())
    parts = history_csv.parts(services.database, services.history, wanted, offset=query.offset, limit=limit)
    name = {"Content-Disposition": 'attachment; filename="gristmill-history.csv"', "X-Content-Type-Options": "nosniff"}
    return Response(parts, content_type="text/csv; charset=utf-8", headers=name)


def _wanted(query: HistoryQuery | BatchesQuery, statuses: tuple[str, ...]) -> HistoryFilter:
    return HistoryFilter(statuses=statuses, model=query.model, topic=query.topic, q=query.q, sort=query.sort)


def _page(services: Services, query: HistoryQuery | BatchesQuery, statuses: tuple[str, ...]) -> dict[str, Any]:
    with services.database.read() as session:
        wanted = _wanted(query, statuses)
        rows, total = services.history.page(session, wanted, limit=query.limit, offset=query.offset)
    return {"success": True, "batches": rows, "count": len(rows), "total": total}
