"""Changes of a batch by a person: its labels, its priority, its place and its target, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from gristmill.events import EventLog
from gristmill.lifecycle import Drive
from gristmill.stores import batches, current, items, queue
from gristmill.stores.endings import end_if_over
from models import BatchHistory


def edit(session: Session, log: EventLog, batch: BatchHistory, changes: Mapping[str, Any]) -> None:
    """Change the fields that are named: name, notes (None clears), priority, position (1 is next), target_count.

    Raises:
        IllegalMove: it does not wait in the queue and so has no place there; or it is completed and keeps its target.
        InvalidRequest: the target is lower than what is accepted already.
    """
    if "name" in changes:
        batch.name = changes["name"]
    if "notes" in changes:
        batch.notes = changes["notes"] or None
    if "target_count" in changes:
        items.retarget(session, batch, changes["target_count"])
        if batch.drive == Drive.CLIENT:  # of others the run notices by itself
            session.flush()
            end_if_over(session, log, batch)
    if "priority" in changes:
        queue.set_priority(session, log, batch, changes["priority"])
    if "position" in changes:  # after the priority, which also moves it
        queue.place(session, log, batch, changes["position"])
    batches.tell(session, log, "batch.edited", batch, {"fields": sorted(changes)})


def choose_current(session: Session, log: EventLog, batch_id: str) -> None:
    """Flag a batch as the one to watch.

    Raises:
        NotFound: there is no such batch.
    """
    batch = batches.find(session, batch_id)
    current.put(session, batch)
    batches.tell(session, log, "batch.edited", batch, {"fields": ["current"]})
