"""Which samples, or refused candidates, a filter means that names a template: all of its versions, or one. Reads only.

A template that there is not is told, as a batch that there is not: no rows would look like an answer.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gristmill.errors import NotFound
from gristmill.stores import templates
from models import BatchHistory, Item


def conditions(
    session: Session, reference: str, *, name: InstrumentedAttribute[str], version: InstrumentedAttribute[Any]
) -> list[ColumnElement[bool]]:
    """Write `name`, `id` or `name@version` as conditions on the columns of a table; deleted templates count, too.

    Raises:
        NotFound: there is no such template or version.
    """
    try:
        row, template = templates.find(session, reference, deleted=True)
    except NotFound:
        if not _was_used(session, reference):
            raise
        return [name == reference]
    if reference in (row.name, row.template_id):
        return [name == row.name]
    return [name == row.name, version == template.version]


def _was_used(session: Session, reference: str) -> bool:
    """Say whether a batch was made with a template of this name before templates were stored."""
    used = or_(
        exists().where(BatchHistory.template == reference).correlate(None),
        exists().where(Item.template == reference).correlate(None),
    )
    return bool(session.scalar(select(used)))
