"""Whether the fields that an export names are there at all: a slip of the pen would be an empty column.

A field is there when a template of the samples has it, when an enrichment has put it there, or when samples hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.errors import FieldFault, InvalidRequest, NotFound
from gristmill.export_schemas import StartExport
from gristmill.exports.choice import Choice
from gristmill.exports.columns import PROVENANCE
from gristmill.exports.formats import FORMATS
from gristmill.stores import templates
from gristmill.stores.chosen import Pair
from gristmill.stores.enrichments import Enrichment
from models import BatchHistory

_CONTENT = "content_"  # in front of a field that has the name of a column of provenance
SOURCE = "source"  # the passage of a grounded sample, which chats may speak


def demand_known_fields(session: Session, order: StartExport, choice: Choice) -> None:
    """Refuse names that no field of the chosen samples has.

    Raises:
        InvalidRequest: each such name, with its place in `fields`.
    """
    if not order.fields or not choice.candidates:
        return
    unknown = dict(_places(order))
    unknown = _without(unknown, _of_templates(session, choice.candidates))
    if unknown:
        unknown = _without(unknown, _of_enrichments(session))
    if unknown:
        unknown = _without(unknown, choice.selection.fields_among(session, set(unknown.values())))
    if unknown:
        faults = [FieldFault(pointer, f"the chosen samples have no field {name}") for pointer, name in unknown.items()]
        listed = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults[:10])
        raise InvalidRequest(f"{listed}.", faults=faults[:100])


def _places(order: StartExport) -> Iterator[tuple[str, str]]:
    """List the fields of samples that are named, by the place of each; columns of provenance are always there."""
    is_chat = bool(FORMATS[order.format].roles)
    fields = order.fields or ()
    pairs = fields.items() if isinstance(fields, dict) else enumerate(fields)
    for key, name in pairs:
        if name in PROVENANCE or (is_chat and name == SOURCE):
            continue
        own = name.removeprefix(_CONTENT)
        escaped = str(key).replace("~", "~0").replace("/", "~1")
        yield f"/fields/{escaped}", own if own in PROVENANCE and not is_chat else name


def _without(named: dict[str, str], known: Iterable[str]) -> dict[str, str]:
    there = set(known)
    return {pointer: name for pointer, name in named.items() if name not in there}


def _of_templates(session: Session, pairs: Sequence[Pair]) -> Iterator[str]:
    for name, version in pairs:
        try:
            yield from templates.get(session, name, version).schema["properties"]
        except NotFound:  # of a batch from before there were templates
            continue


def _of_enrichments(session: Session) -> Iterator[str]:
    """List the fields that enrichments may have put on samples, whichever these are."""
    told = select(BatchHistory.enrichment).where(BatchHistory.enrichment.is_not(None)).distinct()
    for text in session.scalars(told):
        order = Enrichment.from_json(str(text))
        if order.fields is not None:
            yield from order.fields.values()
        else:
            yield from _of_templates(session, [(order.template, order.version)])
