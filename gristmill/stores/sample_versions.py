"""Contents of samples: edits by people, what there was before, and going back to it.

The only writer of a sample's content after it was stored. Every change keeps the old content, raises the revision and
marks the Parquet segment, all in the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs
from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill import near
from gristmill.clock import iso
from gristmill.errors import DuplicateContent, FieldFault, InvalidRequest, NotFound, StaleVersion
from gristmill.events import EventLog
from gristmill.lifecycle import Origin
from gristmill.patterns import SAFE_PATTERNS
from gristmill.quality.duplicates import content_hash
from gristmill.stores import stale, templates
from models import BatchHistory, Sample, SampleVersion

MAX_FAULTS = 20
MAX_MESSAGE = 300  # characters of a sentence: a schema's own message may repeat a long value


def demand_revision(sample: Sample, if_match: str | None) -> None:
    """Refuse a change of what somebody else changed meanwhile; no If-Match, or `*`, accepts any.

    Raises:
        StaleVersion: no entity tag of the header is the present revision's.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if f'"{sample.revision}"' not in (tag.strip() for tag in if_match.split(",")):
        raise StaleVersion(
            f"Sample {sample.sample_id} is at revision {sample.revision} now: look at it, then change that.",
            extra={"sample_id": sample.sample_id, "revision": sample.revision},
            headers={"ETag": f'"{sample.revision}"'},
        )


def edit(session: Session, log: EventLog, sample: Sample, changes: Mapping[str, Any], *, by: str | None) -> None:
    """Put a person's values into the content; a content that stays the same is no new version.

    Args:
        changes: top-level fields with their new values; null where the template's schema allows it.

    Raises:
        InvalidRequest: the content would not be one of the sample's template; `faults` name the fields.
        DuplicateContent: it would be the same as another sample of the batch.
    """
    before = json.loads(sample.content)
    _put(session, log, sample, {**before, **changes}, by=by)


def revert(session: Session, log: EventLog, sample: Sample, version: int, *, by: str | None) -> None:
    """Make the content of an earlier version the present one again: as a new version, so that this can be undone, too.

    Raises:
        NotFound: the sample has no such version.
        DuplicateContent: another sample of the batch has that content meanwhile.
    """
    _put(session, log, sample, find(session, sample, version)["content"], by=by)


def replace_content(
    session: Session,
    sample: Sample,
    content: Mapping[str, Any],
    *,
    origin: Origin,
    by: str | None,
    at: str,
) -> None:
    """Give a sample another content and keep the one that it had; what finds its duplicates follows the content.

    Raises:
        DuplicateContent: it would be the same as another sample of the batch.
    """
    template = templates.get(session, sample.template, sample.template_version)
    own = {name: value for name, value in content.items() if name in template.schema.get("properties", {})}
    digest = content_hash(template, own)
    if digest != sample.content_hash:
        _refuse_duplicate(session, sample, digest)
    session.add(
        SampleVersion(
            sample_pk=sample.id,
            version=sample.version,
            content=sample.content,
            origin=sample.origin,
            edited_at=sample.edited_at,
            edited_by=sample.edited_by,
        )
    )
    sample.content = json.dumps(content, ensure_ascii=False)
    sample.content_hash = digest
    sample.signature = near.signature_of(own, near.fields_for(template))
    sample.version += 1
    sample.revision += 1
    sample.origin, sample.edited_at, sample.edited_by = origin.value, at, by
    session.flush()
    stale.mark_sample(session, sample)


def faults_of(schema: Mapping[str, Any], content: Mapping[str, Any], before: Mapping[str, Any]) -> list[FieldFault]:
    """Judge the template's own fields by its schema, as far as they change.

    What enrichments added stands beside them as it is, and a text that was a little too long when it came may stay so.
    """
    known = schema.get("properties", {})
    errors = _validator(schema).iter_errors({name: value for name, value in content.items() if name in known})
    changed = (error for error in errors if not _stays(error.instance_path, content, before))
    return [
        FieldFault(_pointer(error.instance_path), error.message[:MAX_MESSAGE])
        for error, _ in zip(changed, range(MAX_FAULTS), strict=False)
    ]


def listed(session: Session, sample: Sample) -> list[dict[str, Any]]:
    """List a sample's versions without their contents, oldest first, the present one last."""
    olds = select(SampleVersion).where(SampleVersion.sample_pk == sample.id).order_by(SampleVersion.version)
    return [*(_line(old) for old in session.scalars(olds)), _line(sample)]


def find(session: Session, sample: Sample, version: int) -> dict[str, Any]:
    """Show one version of a sample with its content.

    Raises:
        NotFound: there is none of this number.
    """
    old = session.scalar(
        select(SampleVersion).where(SampleVersion.sample_pk == sample.id, SampleVersion.version == version)
    )
    found: Sample | SampleVersion | None = sample if version == sample.version else old
    if found is None:
        raise NotFound(f"Sample {sample.sample_id} has no version {version}; it has 1 to {sample.version}.")
    return {**_line(found), "content": json.loads(found.content)}


def _line(row: Sample | SampleVersion) -> dict[str, Any]:
    return {"version": row.version, "origin": row.origin, "edited_at": row.edited_at, "edited_by": row.edited_by}


def _put(session: Session, log: EventLog, sample: Sample, content: dict[str, Any], *, by: str | None) -> None:
    before = json.loads(sample.content)
    if content == before and _written(content) == _written(before):  # 1, 1.0 and true are equal, and not the same
        return
    template = templates.get(session, sample.template, sample.template_version)
    _demand_form(template.schema, content, before)
    replace_content(session, sample, content, origin=Origin.PERSON, by=by, at=iso(log.clock.time()))
    batch_id = session.scalar(select(BatchHistory.batch_id).where(BatchHistory.id == sample.batch_pk))
    told = {"sample_id": sample.sample_id, "version": sample.version, "by": by}
    log.append(session, "sample.edited", batch_pk=sample.batch_pk, batch_id=batch_id, data=told)


def _written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True)


def _demand_form(schema: Mapping[str, Any], content: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    unknown = [name for name in content if name not in before and name not in schema.get("properties", {})]
    faults = [FieldFault(_pointer([name]), "the template has no such field") for name in unknown]
    faults += faults_of(schema, content, before)
    if faults:
        listed = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults)
        raise InvalidRequest(f"{listed}.", faults=faults)


def _validator(schema: Mapping[str, Any]) -> Any:
    # Masked: no value of a sample in a message.
    return jsonschema_rs.Draft202012Validator(dict(schema), mask="it", pattern_options=SAFE_PATTERNS, offline=True)


def _stays(path: list[str | int], content: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    name = path[0] if path else None
    return isinstance(name, str) and name in before and content.get(name) == before[name]


def _pointer(path: list[str | int]) -> str:
    return "".join(
        f"/{part}" for part in ("content", *(str(step).replace("~", "~0").replace("/", "~1") for step in path))
    )


def _refuse_duplicate(session: Session, sample: Sample, digest: str) -> None:
    other = session.scalar(
        select(Sample.sample_id).where(
            Sample.batch_pk == sample.batch_pk, Sample.content_hash == digest, Sample.id != sample.id
        )
    )
    if other is not None:
        detail = f"Sample {other} of the same batch says the same: change that one, or reject one of them."
        raise DuplicateContent(detail, extra={"sample_id": other})
