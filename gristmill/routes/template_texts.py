"""Templates as texts: YAML in and out, and the messages of one that is filled in for a look."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint

from gristmill import drafts, templating
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.routes.templates import ONE, SAVED, TAG, Answer, saved, tag_of, tell
from gristmill.services import Services
from gristmill.stores import templates
from gristmill.template_files import read_yaml, to_yaml
from gristmill.template_schema import as_body
from gristmill.template_views import (
    OneTemplateVersion,
    RenderDefinition,
    RenderedTemplate,
    RenderTemplate,
    SavedTemplate,
    TemplatePath,
    TemplateVersionPath,
)

_SAVED: dict[Any, Any] = {201: SavedTemplate, 200: SavedTemplate}
_YAML = "application/yaml"
_TEXT: dict[Any, Any] = {"content": {_YAML: {"schema": {"$ref": "#/components/schemas/TemplateDefinition"}}}}


def template_texts_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "template_texts", __name__, abp_tags=[TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post(
        "/api/templates/import",
        responses=_SAVED,
        summary="Take a template over from YAML",
        openapi_extensions={"requestBody": {"required": True, **_TEXT}},
    )
    def take_over() -> Answer:
        """Store what a YAML file says: as a new template, or as a new version of the one that has its name.

        The body is the file itself, at most 256 KB, as `application/yaml` or `text/yaml`.
        """
        template = drafts.compiled(read_yaml(request.get_data()), place="")
        with services.database.write() as session:
            row, changed = templating.taken(session, template, now=services.clock.time())
            if changed:
                tell(services, session, SAVED, row)
        return saved(services, row, changed=changed), 201 if changed and row.version == 1 else 200, tag_of(row)

    @blueprint.get(f"{ONE}/export", responses={200: _TEXT}, summary="A template as YAML")
    def export(path: TemplatePath) -> Response:
        """Write the newest version as a YAML file that can be imported elsewhere."""
        with services.database.read() as session:
            row = templating.known(session, path.template_id)
            text = to_yaml(templates.version_of(session, row, row.version).definition)
        name = f'attachment; filename="{row.template_id}.yaml"'
        return Response(text, content_type=f"{_YAML}; charset=utf-8", headers={"Content-Disposition": name})

    @blueprint.post("/api/templates/render", responses={200: RenderedTemplate}, summary="Fill a definition in")
    def render_definition(body: RenderDefinition) -> dict[str, Any]:
        """Show the messages of a definition that need not be saved; its faults have their places in `/definition`."""
        template = drafts.compiled(body.definition)
        shown = {"template_id": None, "version": None}
        return {"success": True, **shown, **templating.filled_in(template, body)}

    @blueprint.post(f"{ONE}/render", responses={200: RenderedTemplate}, summary="Fill a template in")
    def render(path: TemplatePath, body: RenderTemplate) -> dict[str, Any]:
        """Show the messages that a model would get; nobody is called."""
        with services.database.read() as session:
            row, template = templates.find(session, path.template_id, deleted=True)
        shown = {"template_id": row.template_id, "version": template.version}
        return {"success": True, **shown, **templating.filled_in(template, body)}

    @blueprint.get(
        f"{ONE}/versions/<int:version>", responses={200: OneTemplateVersion}, summary="One version of a template"
    )
    def one_version(path: TemplateVersionPath) -> dict[str, Any]:
        """Show what one version says; versions never change."""
        with services.database.read() as session:
            row = templating.known(session, path.template_id)
            template = templates.version_of(session, row, path.version)
        shown = {"template_id": row.template_id, "name": row.name, "version": path.version}
        return {"success": True, **shown, "definition": as_body(template.definition)}

    return blueprint
