"""Templates: list, look at, make, change, delete, restore, as YAML in and out, and filled in for a look."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy.orm import Session

from gristmill import drafts, templating
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import NoFields
from gristmill.services import Services
from gristmill.stores import templates
from gristmill.template_schema import TemplateDefinition
from gristmill.template_views import (
    OneTemplate,
    SavedTemplate,
    TemplateHeaders,
    TemplatePath,
    TemplatesPage,
    TemplatesQuery,
)
from models import Template

Answer = tuple[dict[str, Any], int, dict[str, str]]

TAG = Tag(name="templates", description="What samples are made from: prompts, schema, checks")
ONE = "/api/templates/<string:template_id>"
SAVED = "template.saved"


def templates_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "templates", __name__, abp_tags=[TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/templates", responses={200: TemplatesPage}, summary="All templates")
    def template_list(query: TemplatesQuery) -> dict[str, Any]:
        """List templates by name, without their texts."""
        with services.database.read() as session:
            rows = templating.listed(session, kind=query.kind, deleted=query.deleted)
        return {"success": True, "templates": rows, "count": len(rows)}

    @blueprint.post("/api/templates", responses={201: SavedTemplate}, summary="Make a template")
    def create(body: TemplateDefinition) -> Answer:
        """Check a definition, fill it in for a try, and store it as version 1; all faults are named at once."""
        template = drafts.compiled(body, place="")
        with services.database.write() as session:
            row = templates.create(session, template, now=services.clock.time())
            tell(services, session, SAVED, row)
        return saved(services, row, changed=True), 201, tag_of(row)

    @blueprint.get(ONE, responses={200: OneTemplate}, summary="One template")
    def one_template(path: TemplatePath) -> Answer:
        """Show a template with its newest definition, its versions, and why people rejected its samples."""
        with services.database.read() as session:
            row = templating.known(session, path.template_id)
            return templating.whole(session, path.template_id), 200, tag_of(row)

    @blueprint.put(ONE, responses={200: SavedTemplate}, summary="Change a template")
    def change(path: TemplatePath, header: TemplateHeaders, body: TemplateDefinition) -> Answer:
        """Add a version; batches that there are go on with theirs. The same again adds none."""
        template = drafts.compiled(body, place="")
        with services.database.write() as session:
            row = templating.known(session, path.template_id)
            templates.demand_version(row, header.if_match)
            if changed := templates.change(session, row, template, now=services.clock.time()):
                tell(services, session, SAVED, row)
        return saved(services, row, changed=changed), 200, tag_of(row)

    @blueprint.delete(ONE, responses={200: SavedTemplate}, summary="Delete a template")
    def remove(path: TemplatePath, header: TemplateHeaders) -> Answer:
        """Hide a template from the list and from new batches; batches that use it go on, and it can be restored."""
        with services.database.write() as session:
            row = templating.known(session, path.template_id)
            templates.demand_version(row, header.if_match)
            if changed := templates.remove(row, now=services.clock.time()):
                tell(services, session, "template.deleted", row)
        return saved(services, row, changed=changed), 200, tag_of(row)

    @blueprint.post(f"{ONE}/restore", responses={200: SavedTemplate}, summary="Restore a deleted template")
    def restore(path: TemplatePath, body: NoFields) -> Answer:
        """Take a deletion back."""
        with services.database.write() as session:
            row = templating.known(session, path.template_id)
            if changed := templates.restore(row):
                tell(services, session, "template.restored", row)
        return saved(services, row, changed=changed), 200, tag_of(row)

    return blueprint


def saved(services: Services, row: Template, *, changed: bool) -> dict[str, Any]:
    """Show a template after its transaction: a new version is compiled for good here, where no writer waits."""
    with services.database.read() as session:
        return {"success": True, "template": templating.summary(session, row), "changed": changed}


def tell(services: Services, session: Session, kind: str, row: Template) -> None:
    """Add the event of a change to its transaction, so that every page that shows templates looks again."""
    data = {"template_id": row.template_id, "name": row.name, "version": row.version}
    services.log.append(session, kind, data=data)


def tag_of(row: Template) -> dict[str, str]:
    return {"ETag": f'"v{row.version}"'}
