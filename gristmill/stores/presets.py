"""Saved orders in the database: under names of which no two differ by case alone, and never too many of them."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import FieldFault, LimitReached, NameTaken, NotFound
from gristmill.ids import new_preset_id
from gristmill.preset_schemas import MAX_PRESETS, ChangePreset, MakePreset, PresetOrder
from models import Preset


def listing(session: Session) -> list[dict[str, Any]]:
    """List all presets by name, without regard to case."""
    return [as_json(row) for row in session.scalars(select(Preset).order_by(Preset.name_key))]


def find(session: Session, preset_id: str) -> Preset:
    """Find a preset by its public id.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Preset).where(Preset.preset_id == preset_id))
    if found is None:
        raise NotFound(f"There is no preset {preset_id[:100]}.")
    return found


def create(session: Session, wanted: MakePreset, *, now: float) -> Preset:
    """Keep an order under a name.

    Raises:
        NameTaken: there is a preset of this name.
        LimitReached: there are as many as there may be.
    """
    _demand_free(session, wanted.name)
    if (session.scalar(select(func.count()).select_from(Preset)) or 0) >= MAX_PRESETS:
        raise LimitReached(f"There are {MAX_PRESETS} presets, which is the most: delete one first.")
    made = Preset(
        preset_id=new_preset_id(),
        name=wanted.name,
        name_key=_key(wanted.name),
        body=_body(wanted.order),
        created_at=iso(now),
        updated_at=iso(now),
    )
    session.add(made)
    return made


def change(session: Session, row: Preset, wanted: ChangePreset, *, now: float) -> None:
    """Change a preset's name, its order, or both.

    Raises:
        NameTaken: another preset has this name.
    """
    if "name" in wanted.model_fields_set:
        _demand_free(session, wanted.name, but=row)
        row.name, row.name_key = wanted.name, _key(wanted.name)
    if "order" in wanted.model_fields_set:
        row.body = _body(wanted.order)
    row.updated_at = iso(now)


def remove(session: Session, row: Preset) -> None:
    """Delete a preset; batches that were started from it know nothing of it."""
    session.delete(row)


def as_json(row: Preset) -> dict[str, Any]:
    """Show a preset: `{preset_id, name, order, created_at, updated_at}`."""
    return {
        "preset_id": row.preset_id,
        "name": row.name,
        "order": json.loads(row.body),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _demand_free(session: Session, name: str, *, but: Preset | None = None) -> None:
    taken = session.scalar(select(Preset).where(Preset.name_key == _key(name)))
    if taken is not None and taken is not but:
        raise NameTaken(
            f"There is a preset {taken.name} already: choose another name, or change that one.",
            faults=[FieldFault("/name", f"{taken.name} has this name")],
            extra={"preset_id": taken.preset_id},
        )


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _body(order: PresetOrder) -> str:
    return json.dumps(order.model_dump(mode="json", exclude_unset=True), ensure_ascii=False)
