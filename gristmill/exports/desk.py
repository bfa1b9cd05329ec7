"""What requests ask of exports: start, count, delete, and open what is finished. Makes none itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from gristmill.errors import NotFound, StorageFull
from gristmill.export_schemas import PushExport, StartExport
from gristmill.exports import archive, hub
from gristmill.exports.choice import Choice, choose, complete, demand_any, demand_sound
from gristmill.exports.grouping import ONLY, listed
from gristmill.exports.names import demand_known_fields
from gristmill.exports.parts import Parts
from gristmill.stores import exports
from models import Export

EXACT_UP_TO = 50_000  # samples that a dry run groups; more would take seconds


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    sha256: str


def start(services: Parts, body: StartExport) -> Export:
    """Put an export into the queue.

    Raises:
        InvalidRequest: something named is not there, or nothing would be exported.
        StorageFull: there is no space for it.
    """
    if services.storage.shortage():
        raise StorageFull("There is too little space on the disk for an export: free some, then try again.")
    order = complete(body, services.settings.export_review)
    with services.database.read() as session:  # counting must not hold up those who write
        choice = _chosen(session, order)
        demand_any(choice)
    with services.database.write() as session:
        return exports.create(session, services.log, order, total=choice.total)


def count(services: Parts, body: StartExport) -> dict[str, Any]:
    """Say what an export would hold and leave out.

    Raises:
        InvalidRequest: something named is not there.
    """
    order = complete(body, services.settings.export_review)
    with services.database.read() as session:
        choice = _chosen(session, order)
        is_exact = order.split is None or choice.total <= EXACT_UP_TO
        sizes = (
            listed(session, choice.selection).sizes() if order.split and is_exact else _expected(order, choice.total)
        )
    by_template: Counter[str] = Counter()
    by_review: Counter[str] = Counter()
    for part in choice.parts:
        by_template[f"{part.template}@{part.version}"] += part.count
        by_review[part.review] += part.count
    return {
        "total": choice.total,
        "by_template": dict(by_template),
        "by_review": dict(by_review),
        "by_split": sizes,
        "split_is_exact": is_exact,
        "left_out": dict(choice.left_out),
    }


def remove(services: Parts, export_id: str) -> None:
    """Delete an export; its row first, so that nobody is shown a file that is gone.

    Raises:
        NotFound: there is none.
        ExportConflict: it is at work.
    """
    with services.database.write() as session:
        exports.remove(session, services.log, exports.find(session, export_id))
    with suppress(OSError):  # what stays is removed at the worker's next start
        archive.path_of(services.settings.data_dir, export_id).unlink(missing_ok=True)


def archive_of(services: Parts, export_id: str) -> Found:
    """Find the archive of a completed export.

    Raises:
        NotFound: there is no such export, or its file is gone.
        ExportConflict: it has not been completed.
    """
    with services.database.read() as session:
        row = exports.completed(session, export_id)
    path = archive.path_of(services.settings.data_dir, row.export_id)
    if not path.is_file():
        raise NotFound(f"The file of export {export_id} is gone from the disk; export it again.")
    return Found(path, row.sha256 or "")


def member_of(services: Parts, export_id: str, name: str) -> tuple[int, Iterator[bytes]]:
    """Open one file of an export, by its name in the manifest: its size in bytes, and its bytes.

    Raises:
        NotFound: there is no such export or file.
        ExportConflict: the export has not been completed.
    """
    found = archive_of(services, export_id)
    try:
        return archive.read_member(found.path, name)
    except KeyError:
        raise NotFound(f"Export {export_id} has no file of this name; its `files` lists what it has.") from None


def push(services: Parts, export_id: str, body: PushExport) -> Export:
    """Ask for an export to be pushed to the Hub.

    Raises:
        HubNotConfigured: the package or the token is missing.
        ExportConflict: it has not been completed, or is being pushed.
    """
    hub.demand_configured(services.settings)
    with services.database.write() as session:
        row = exports.completed(session, export_id)
        exports.request_push(session, services.log, row, repo_id=body.repo_id, private=body.private)
    return row


def _chosen(session: Session, order: StartExport) -> Choice:
    demand_sound(session, order)
    choice = choose(session, order)
    demand_known_fields(session, order, choice)
    return choice


def _expected(order: StartExport, total: int) -> dict[str, int]:
    shares = order.split.shares if order.split else {ONLY: 1.0}
    return {name: round(total * share) for name, share in shares.items()}
