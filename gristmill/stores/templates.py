"""Templates in the database: every version for good, and which one a reference means.

A version is never changed, because batches name the one that they use; an edit adds one, and deleting only hides.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import FieldFault, InvalidRequest, NameTaken, NotFound, StaleVersion
from gristmill.prompts import Template, compile_template
from gristmill.template_files import built_in
from gristmill.template_schema import TemplateDefinition, as_body
from models import Sample, TemplateVersion
from models import Template as TemplateRow

_VERSION: Final = re.compile(r"(.+)@v?([1-9][0-9]{0,8})")
_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9]+")
_TAKEN: Final = frozenset({"import", "preview", "render"})  # addresses of their own
MAX_REASONS: Final = 100  # of one version, the commonest ones


@dataclass(frozen=True, slots=True)
class _Body:
    """A stored definition, known by its hash and version, so that it is compiled once."""

    digest: str
    version: int
    text: str = field(compare=False, repr=False)


@functools.lru_cache(maxsize=256)
def _compiled(body: _Body) -> Template:
    return compile_template(TemplateDefinition.model_validate_json(body.text), body.version)


def find(session: Session, reference: str, *, deleted: bool = False) -> tuple[TemplateRow, Template]:
    """Find a template by its id or name, or one version of it as `name@3` or `id@3`.

    Args:
        deleted: find deleted ones, too.

    Raises:
        NotFound: there is no such template or version; the sentence names the templates that there are.
    """
    row, version = referred(session, reference, deleted=deleted)
    return row, version_of(session, row, version)


def referred(session: Session, reference: str, *, deleted: bool = False) -> tuple[TemplateRow, int]:
    """Say which template and version a reference means, as `find` does, without compiling it.

    Raises:
        NotFound: there is no such template or version.
    """
    row, version = _row_of(session, reference), None
    if row is None and (parts := _VERSION.fullmatch(reference)):
        row, version = _row_of(session, parts[1]), int(parts[2])
    if row is None or (row.deleted_at is not None and not deleted):
        raise NotFound(_absence(session, reference, row))
    if version is not None and version > row.version:
        raise NotFound(_no_version(row, version))
    return row, version or row.version


def get(session: Session, name: str, version: int) -> Template:
    """Get the version of a template that a batch names, also of one that was deleted since.

    Raises:
        NotFound: there is no such version.
    """
    row = session.scalar(select(TemplateRow).where(TemplateRow.name == name))
    if row is None:
        raise NotFound(f"There is no template {name}.")
    return version_of(session, row, version)


def version_of(session: Session, row: TemplateRow, version: int) -> Template:
    """Get one version of a template.

    Raises:
        NotFound: it has no such version.
    """
    stored = session.scalar(
        select(TemplateVersion).where(TemplateVersion.template_pk == row.id, TemplateVersion.version == version)
    )
    if stored is None:
        raise NotFound(_no_version(row, version))
    return _compiled(_Body(stored.body_hash, version, stored.body))


def listing(session: Session, *, kind: str | None = None, deleted: bool = False) -> list[TemplateRow]:
    """List templates by name."""
    query = select(TemplateRow).order_by(TemplateRow.name)
    if kind is not None:
        query = query.where(TemplateRow.kind == kind)
    return list(session.scalars(query if deleted else query.where(TemplateRow.deleted_at.is_(None))))


def versions(session: Session, row: TemplateRow) -> list[TemplateVersion]:
    """List the versions of a template, newest first."""
    query = select(TemplateVersion).where(TemplateVersion.template_pk == row.id)
    return list(session.scalars(query.order_by(TemplateVersion.version.desc())))


def refusals(session: Session, row: TemplateRow) -> list[dict[str, Any]]:
    """Count people's reasons to reject samples, by version: `[{version, reason, count}]`, newest version first."""
    count = func.count().label("count")
    query = (
        select(Sample.template_version, Sample.review_reason, count)
        .where(Sample.template == row.name, Sample.review == "rejected")
        .group_by(Sample.template_version, Sample.review_reason)
        .order_by(Sample.template_version.desc(), count.desc(), Sample.review_reason)
        .limit(MAX_REASONS)
    )
    return [{"version": version, "reason": reason, "count": n} for version, reason, n in session.execute(query)]


def create(session: Session, template: Template, *, now: float, built_in: bool = False) -> TemplateRow:
    """Add a template, which was compiled before this transaction began; it becomes version 1.

    Raises:
        NameTaken: there is one of this name, or of one that differs in case or punctuation only.
    """
    definition = template.definition
    template_id = slug_of(definition.name)
    for taken in _rows_named(session, definition.name, template_id):
        raise NameTaken(
            f"There is a template {taken.name} already"
            + (", which is deleted: restore it." if taken.deleted_at else "."),
            faults=[FieldFault("/name", f"{taken.name} has this name or id")],
            extra={"template_id": taken.template_id},
        )
    at = iso(now)
    row = TemplateRow(
        template_id=template_id,
        name=definition.name,
        kind=definition.kind,
        version=0,
        built_in=built_in,
        created_at=at,
        updated_at=at,
    )
    session.add(row)
    session.flush()
    _add_version(session, row, definition, at=at, built_in=built_in)
    return row


def change(session: Session, row: TemplateRow, template: Template, *, now: float) -> bool:
    """Add a version, which was compiled before this transaction began; answers False, and adds none, when it says what
    the newest says.

    Raises:
        InvalidRequest: it has another name: samples and batches know the template by its name.
    """
    definition = template.definition
    if definition.name != row.name:
        detail = f"must stay {row.name}: batches and samples know the template by it; make a new one for another name"
        raise InvalidRequest(f"name: {detail}.", faults=[FieldFault("/name", detail)])
    if _newest(session, row).body_hash == _body_of(definition)[1]:
        return False
    _add_version(session, row, definition, at=iso(now), built_in=False)
    return True


def demand_version(row: TemplateRow, tag: str | None) -> None:
    """Go on only if the newest version is the one that a client has seen (`If-Match: "v3"`, or `*`).

    Raises:
        StaleVersion: it is another one.
    """
    if tag is None or tag.strip() == "*":
        return
    seen = {part.strip().removeprefix("W/").strip('"') for part in tag.split(",")}
    if f"v{row.version}" not in seen:
        raise StaleVersion(
            f"The template {row.name} has version {row.version} meanwhile: look at it, then send your change again.",
            extra={"version": row.version},
        )


def remove(row: TemplateRow, *, now: float) -> bool:
    """Hide a template from lists and new batches; batches that use it go on. False if it was hidden already."""
    was_there = row.deleted_at is None
    row.deleted_at = row.deleted_at or iso(now)
    return was_there


def restore(row: TemplateRow) -> bool:
    """Take a deletion back; False if there was none."""
    was_deleted = row.deleted_at is not None
    row.deleted_at = None
    return was_deleted


def outdated(session: Session) -> list[Template]:
    """List the templates that come with Gristmill and are not in the database as they are now.

    One whose newest version is a person's, or whose name a person's template has, is none of them.
    """
    return [template for template in built_in().values() if _is_outdated(session, template.definition)]


def sync(session: Session, *, now: float) -> list[str]:
    """Bring the templates that come with Gristmill up to date; answers the names of what was added or changed."""
    behind = outdated(session)
    for template in behind:
        row = session.scalar(select(TemplateRow).where(TemplateRow.name == template.name))
        if row is None:
            create(session, template, now=now, built_in=True)
        else:
            _add_version(session, row, template.definition, at=iso(now), built_in=True)
    return [template.name for template in behind]


def slug_of(name: str) -> str:
    """Make the id of a template from its name: `Legal Q&A` is `legal-q-a`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:60].strip("-")
    # A name without Latin letters or digits, or that would be read as another address.
    return slug if slug and slug not in _TAKEN else f"template-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def _row_of(session: Session, reference: str) -> TemplateRow | None:
    by_id = session.scalar(select(TemplateRow).where(TemplateRow.template_id == reference))
    return by_id or session.scalar(select(TemplateRow).where(TemplateRow.name == reference))


def _rows_named(session: Session, name: str, template_id: str) -> Iterator[TemplateRow]:
    yield from session.scalars(
        select(TemplateRow).where((TemplateRow.name == name) | (TemplateRow.template_id == template_id))
    )


def _absence(session: Session, reference: str, row: TemplateRow | None) -> str:
    if row is not None:
        return f"The template {row.name} was deleted; restore it to use it again."
    names = [one.name for one in listing(session)]
    listed = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    return f"There is no template {reference}; there are {listed}."


def _no_version(row: TemplateRow, version: int) -> str:
    return f"The template {row.name} has no version {version}: the newest is {row.version}."


def _is_outdated(session: Session, definition: TemplateDefinition) -> bool:
    row = next(_rows_named(session, definition.name, slug_of(definition.name)), None)
    if row is None:
        return True
    newest = _newest(session, row)
    return row.built_in and newest.built_in and newest.body_hash != _body_of(definition)[1]


def _newest(session: Session, row: TemplateRow) -> TemplateVersion:
    return session.scalars(
        select(TemplateVersion).where(TemplateVersion.template_pk == row.id, TemplateVersion.version == row.version)
    ).one()


def _body_of(definition: TemplateDefinition) -> tuple[str, str]:
    """Write a definition, its fields in order as models see them, and hash it (sha256, hex)."""
    text = json.dumps(as_body(definition))
    return text, hashlib.sha256(text.encode()).hexdigest()


def _add_version(
    session: Session, row: TemplateRow, definition: TemplateDefinition, *, at: str, built_in: bool
) -> None:
    text, digest = _body_of(definition)
    row.version, row.kind, row.updated_at = row.version + 1, definition.kind, at
    session.add(
        TemplateVersion(
            template_pk=row.id, version=row.version, body=text, body_hash=digest, built_in=built_in, created_at=at
        )
    )
    session.flush()
