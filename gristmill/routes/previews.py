"""Templates tried without a batch: a few calls through the worker's own limiter and checks."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.preview import preview
from gristmill.preview_schemas import Preview, PreviewDefinition, PreviewWanted, TemplatePath
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import PROBLEM_TYPE, documented_problems
from gristmill.schemas import Problem
from gristmill.services import Services

_TAG = Tag(name="templates", description="Kinds of samples")
_NO_SAMPLE = {
    "description": "The provider was asked, and no answer came of it.",
    "content": {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}},
}
_NOT_NOW = {**_NO_SAMPLE, "description": "The quota needs longer than `max_wait_s`, or no worker is at work here."}
_ANSWERS: dict[Any, Any] = {200: Preview, 502: _NO_SAMPLE, 503: _NOT_NOW}


def previews_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "previews", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post(
        "/api/templates/<string:template_id>/preview",
        responses=_ANSWERS,
        summary="Try a template",
    )
    def try_template(path: TemplatePath, body: PreviewWanted) -> dict[str, Any]:
        """Generate 1 to 5 samples without a batch; nothing is stored, and what it cost is in the answer."""
        return preview(services, body.definition or path.template_id, body)

    @blueprint.post("/api/templates/preview", responses=_ANSWERS, summary="Try a definition")
    def try_definition(body: PreviewDefinition) -> dict[str, Any]:
        """Generate 1 to 5 samples by a definition that need not be saved; its faults have places in `/definition`."""
        return preview(services, body.definition, body)

    return blueprint
