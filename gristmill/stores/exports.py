"""Exports in the database: the sole writer of their status, progress and results. Takes a session, never opens one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import ExportConflict, NotFound
from gristmill.events import EventLog
from gristmill.export_schemas import StartExport
from gristmill.ids import new_export_id
from gristmill.lifecycle import ExportStatus
from models import Export

ENDED = frozenset({ExportStatus.COMPLETED, ExportStatus.FAILED, ExportStatus.CANCELLED})
_WAITING = (ExportStatus.QUEUED, ExportStatus.RUNNING)


def create(session: Session, log: EventLog, order: StartExport, *, total: int) -> Export:
    """Put an export into the queue; `order` is complete: its review rule is set."""
    made = Export(
        export_id=new_export_id(),
        format=order.format,
        request=order.model_dump_json(exclude_none=True),
        total=total,
        status=ExportStatus.QUEUED,
        done=0,
        cancel_requested=False,
        created_at=iso(log.clock.time()),
    )
    session.add(made)
    session.flush()
    _tell(session, log, "export.queued", made)
    return made


def find(session: Session, export_id: str) -> Export:
    """Find an export by its public id.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Export).where(Export.export_id == export_id))
    if found is None:
        raise NotFound(f"There is no export {export_id[:100]}.")
    return found


def completed(session: Session, export_id: str) -> Export:
    """Find an export whose files are there.

    Raises:
        NotFound: there is none.
        ExportConflict: it has not been completed.
    """
    found = find(session, export_id)
    if found.status != ExportStatus.COMPLETED:
        raise _conflict(found, f"Export {export_id} is {found.status}; it has files once it is completed.")
    return found


def page(session: Session, *, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
    """List exports, newest first, and how many there are."""
    total = session.scalar(select(func.count(Export.id))) or 0
    rows = session.scalars(select(Export).order_by(Export.id.desc()).limit(limit).offset(offset))
    return [as_json(row) for row in rows], total


def as_json(row: Export) -> dict[str, Any]:
    """Show one export with its progress and, once it is completed, its files and counts."""
    summary = json.loads(row.summary) if row.summary else {}
    return {
        "export_id": row.export_id,
        "status": row.status,
        "cancelling": row.cancel_requested and row.status not in ENDED,
        "format": row.format,
        "done": row.done,
        "total": row.total,
        "progress": round(row.done / row.total, 4) if row.total else 0.0,
        "size_bytes": row.size_bytes,
        "sha256": row.sha256,
        "error": row.error,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "completed_at": row.completed_at,
        "request": json.loads(row.request),
        "files": summary.get("files", []),
        "counts": summary.get("counts", {}),
        "left_out": summary.get("left_out", {}),
        "push": json.loads(row.push) if row.push else None,
    }


def take_next(session: Session, log: EventLog) -> Export | None:
    """Begin the next export; one that a killed process left running is begun anew, before any other."""
    row = session.scalar(
        select(Export).where(Export.status.in_(_WAITING)).order_by(Export.status != ExportStatus.RUNNING, Export.id)
    )
    if row is None:
        return None
    if row.cancel_requested:
        end(session, log, row, ExportStatus.CANCELLED)
        return None
    row.status, row.done, row.started_at = ExportStatus.RUNNING, 0, iso(log.clock.time())
    _tell(session, log, "export.started", row)
    return row


def any_waiting(session: Session) -> bool:
    return session.scalar(select(Export.id).where(Export.status.in_(_WAITING)).limit(1)) is not None


def note_progress(session: Session, log: EventLog, export_pk: int, *, done: int, total: int) -> bool:
    """Write how far an export is; True when a person wants it cancelled (or has deleted it)."""
    row = session.get(Export, export_pk)
    if row is None or row.cancel_requested:
        return True
    if (row.done, row.total) != (done, total):
        row.done, row.total = done, total
        log.hub.publish("export.progress", {"export_id": row.export_id, "done": done, "total": total})
    return False


def complete(
    session: Session, log: EventLog, row: Export, *, size_bytes: int, sha256: str, summary: Mapping[str, Any]
) -> None:
    """Say that the archive is there, whole."""
    row.size_bytes, row.sha256, row.summary = size_bytes, sha256, json.dumps(summary)
    row.done = row.total = summary["counts"]["rows"]
    end(session, log, row, ExportStatus.COMPLETED)


def end(session: Session, log: EventLog, row: Export, status: ExportStatus, *, error: str | None = None) -> None:
    """Write the end of an export; `error` is a sentence for people."""
    row.status, row.error, row.completed_at = status, error, iso(log.clock.time())
    _tell(session, log, f"export.{status}", row)


def request_cancel(session: Session, log: EventLog, row: Export) -> None:
    """Cancel an export: at once while it waits, within a second while it is made.

    Raises:
        ExportConflict: it has ended.
    """
    if row.status in ENDED:
        raise _conflict(row, f"Export {row.export_id} is {row.status} already.")
    row.cancel_requested = True
    if row.status == ExportStatus.QUEUED:
        end(session, log, row, ExportStatus.CANCELLED)


def remove(session: Session, log: EventLog, row: Export) -> None:
    """Delete an export's row; its archive goes after the commit.

    Raises:
        ExportConflict: it is being made, or pushed.
    """
    if row.status == ExportStatus.RUNNING or (row.push and json.loads(row.push)["status"] == "running"):
        raise _conflict(row, f"Export {row.export_id} is at work: cancel it first, or wait for its push to end.")
    _tell(session, log, "export.deleted", row)
    session.delete(row)


def request_push(session: Session, log: EventLog, row: Export, *, repo_id: str, private: bool) -> None:
    """Ask for a completed export to be pushed to the Hub.

    Raises:
        ExportConflict: a push is under way.
    """
    if row.push and json.loads(row.push)["status"] in ("queued", "running"):
        raise _conflict(row, f"Export {row.export_id} is being pushed already.")
    row.push = json.dumps({"status": "queued", "repo_id": repo_id, "private": private, "url": None, "error": None})
    _tell(session, log, "export.push_queued", row)


def next_push(session: Session) -> Export | None:
    """Find an export that wants to be pushed, or whose push a killed process left."""
    status = func.json_extract(Export.push, "$.status")
    wanted = select(Export).where(Export.push.is_not(None), status.in_(("queued", "running")))
    return session.scalar(wanted.order_by(Export.id).limit(1))


def note_push(
    session: Session, log: EventLog, row: Export, status: str, *, url: str | None = None, error: str | None = None
) -> None:
    """Write how a push stands: `running`, `completed` with the dataset's address, or `failed` with a sentence."""
    row.push = json.dumps({**json.loads(row.push or "{}"), "status": status, "url": url, "error": error})
    if status != "running":
        _tell(session, log, f"export.push_{status}", row)


def finished_ids(session: Session) -> set[str]:
    """List the exports that have an archive."""
    return set(session.scalars(select(Export.export_id).where(Export.status == ExportStatus.COMPLETED)))


def _tell(session: Session, log: EventLog, kind: str, row: Export) -> None:
    facts = {"export_id": row.export_id, "status": row.status, "format": row.format, "error": row.error}
    log.append(session, kind, data={name: value for name, value in facts.items() if value is not None})


def _conflict(row: Export, detail: str) -> ExportConflict:
    return ExportConflict(detail, extra={"export_id": row.export_id, "export_status": row.status})
