"""What an export would hold: which of the samples that it names may leave and fit its format, and why others do not.

Reads in the caller's transaction. Whether a template's samples fit is tried out on the first few of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from gristmill.errors import FieldFault, InvalidRequest
from gristmill.export_schemas import Reviewed, StartExport
from gristmill.exports import columns
from gristmill.exports.chats import Unfit
from gristmill.exports.columns import PROVENANCE
from gristmill.exports.formats import FORMATS, Format
from gristmill.stores import chosen
from gristmill.stores.chosen import Pair, Part, Selection

TRIED = 20  # samples of each template


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The samples that leave (`parts`, `selection`) and how many stay behind, by reason.

    `candidates` are the templates of all that may leave, whether they fit the format or not.
    """

    selection: Selection
    parts: tuple[Part, ...]
    left_out: Mapping[str, int]
    candidates: tuple[Pair, ...] = ()

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(dict.fromkeys((part.template, part.version) for part in self.parts))


def complete(order: StartExport, default: Reviewed) -> StartExport:
    """Settle which reviews an export takes: as it says, as its filter says, as its format or the setting says."""
    if order.review is not None:
        return order
    is_said = order.filter is not None and order.filter.review is not None
    return order.model_copy(update={"review": "any" if is_said or order.format == "batch_zip" else default})


def demand_sound(session: Session, order: StartExport) -> None:
    """Check what no schema can: that batches and samples exist, and that fields are mapped as the format wants.

    Raises:
        InvalidRequest: with one fault for each wrong value.
    """
    faults = _faults_of_fields(order)
    if order.format == "batch_zip" and (len(order.batch_ids or []) != 1 or order.ids or order.filter):
        faults.append(
            FieldFault("/batch_ids", "batch_zip holds one whole batch: name exactly one, and no other filter")
        )
    for place in chosen.unknown_batches(session, order.batch_ids or []):
        faults.append(FieldFault(f"/batch_ids/{place}", "there is no such batch"))
    if order.filter and order.filter.batch_id and chosen.unknown_batches(session, [order.filter.batch_id]):
        faults.append(FieldFault("/filter/batch_id", "there is no such batch"))
    if order.filter and (why := chosen.unknown_template(session, order.filter.template)):
        faults.append(FieldFault("/filter/template", why))
    for place in chosen.unknown_samples(session, order.ids or []):
        faults.append(FieldFault(f"/ids/{place}", "there is no such sample"))
    if faults:
        listed = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults[:10])
        raise InvalidRequest(listed, faults=faults[:100])


def choose(session: Session, order: StartExport) -> Choice:
    """Count what an order takes and what it leaves out."""
    assert order.review is not None  # `complete` has settled it
    selection = Selection(order=order, review=order.review)
    left_out: Counter[str] = Counter()
    leaving = []
    for part in selection.parts(session):
        why = selection.keeps_back(part)
        if why is None:
            leaving.append(part)
        else:
            left_out[why] += part.count
    unfit = _unfit(session, selection, leaving)
    for part in leaving:
        if (part.template, part.version) in unfit:
            left_out[unfit[part.template, part.version]] += part.count
    fitting = tuple(part for part in leaving if (part.template, part.version) not in unfit)
    pairs = tuple(dict.fromkeys((part.template, part.version) for part in fitting)) if unfit else None
    return Choice(
        selection=replace(selection, pairs=pairs),
        parts=fitting,
        left_out=dict(sorted(left_out.items())),
        candidates=tuple(dict.fromkeys((part.template, part.version) for part in leaving)),
    )


def demand_any(choice: Choice) -> None:
    """Refuse an export that would be empty, with what stands in its way.

    Raises:
        InvalidRequest: no sample can leave.
    """
    if choice.total:
        return
    reasons = ", ".join(f"{count} {why}" for why, count in choice.left_out.items())
    if not reasons:
        raise InvalidRequest("No sample is chosen by this.", faults=[FieldFault("", "no sample is chosen by this")])
    needs = FORMATS[choice.selection.order.format].needs
    hint = f" The format {choice.selection.order.format} needs {needs}." if needs else ""
    detail = f"All that is chosen is left out: {reasons}.{hint}"
    raise InvalidRequest(detail, faults=[FieldFault("/format" if needs else "", detail)])


def converted(form: Format, order: StartExport, row: Mapping[Any, Any], passage: str | None) -> dict[str, Any] | Unfit:
    """Write one stored sample in a format that has rows of its own."""
    assert form.convert is not None
    fields = columns.read(row["content"])
    if order.fields:  # they may name provenance, too
        fields = {**{name: row[name] for name in PROVENANCE}, **fields}
    if passage is not None:
        fields.setdefault("source", passage)
    mapping = order.fields if isinstance(order.fields, dict) else {}
    return form.convert(fields, mapping, order.system_prompt)


def _unfit(session: Session, selection: Selection, parts: list[Part]) -> dict[Pair, str]:
    """Find the templates of which no sample that was tried fits, and why."""
    form = FORMATS[selection.order.format]
    if form.convert is None:
        return {}
    found = {}
    for pair in dict.fromkeys((part.template, part.version) for part in parts):
        tried = [converted(form, selection.order, row, None) for row in selection.some_of(session, pair, count=TRIED)]
        reasons = [row.why for row in tried if isinstance(row, Unfit)]
        if reasons and len(reasons) == len(tried):
            found[pair] = reasons[0]
    return found


def _faults_of_fields(order: StartExport) -> list[FieldFault]:
    roles = FORMATS[order.format].roles
    if order.fields is None or not roles:
        return []
    if isinstance(order.fields, list):
        return [FieldFault("/fields", f"for {order.format} map names to fields: any of {', '.join(roles)}")]
    return [
        FieldFault(f"/fields/{name}", f"{order.format} has {', '.join(roles)}")
        for name in order.fields
        if name not in roles
    ]
