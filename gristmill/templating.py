"""Templates as the API shows them: lists, one with its history, and one filled in without calling anybody."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gristmill.drafts import available_names, used_names
from gristmill.errors import FieldFault, InvalidRequest, NotFound
from gristmill.prompts import GIVEN, PromptFault, Template, render, sample_brief
from gristmill.stores import templates
from gristmill.template_choice import faults_of_values
from gristmill.template_schema import as_body
from gristmill.template_views import RenderTemplate
from models import Template as TemplateRow


def listed(session: Session, *, kind: str | None, deleted: bool) -> list[dict[str, Any]]:
    """Show templates by name."""
    return [summary(session, row) for row in templates.listing(session, kind=kind, deleted=deleted)]


def summary(session: Session, row: TemplateRow) -> dict[str, Any]:
    """Show one without its texts."""
    template = templates.version_of(session, row, row.version)
    columns = ("template_id", "name", "kind", "version", "built_in", "created_at", "updated_at", "deleted_at")
    return {
        **{name: getattr(row, name) for name in columns},
        "description": template.definition.description,
        "parameters": list(template.parameters),
        "fields": list(template.schema["properties"]),
        "needs": sorted(template.needs),
    }


def whole(session: Session, template_id: str) -> dict[str, Any]:
    """Show one with its newest definition, its versions, and why people rejected its samples.

    Raises:
        NotFound: there is no such template.
    """
    row = known(session, template_id)
    shown = ("version", "built_in", "created_at")
    return {
        "success": True,
        "template": summary(session, row),
        "definition": as_body(templates.version_of(session, row, row.version).definition),
        "versions": [{name: getattr(one, name) for name in shown} for one in templates.versions(session, row)],
        "refusals": templates.refusals(session, row),
    }


def known(session: Session, template_id: str) -> TemplateRow:
    """Get a template for showing or changing it, deleted or not.

    Raises:
        NotFound: there is no such template.
    """
    return templates.referred(session, template_id, deleted=True)[0]


def filled_in(template: Template, wanted: RenderTemplate) -> dict[str, Any]:
    """Render a template with what a client gives.

    Raises:
        InvalidRequest: a parameter does not take its value, or something that the template needs is missing.
    """
    faults = list(faults_of_values(wanted.parameters, [template], "/parameters"))
    faults += [
        FieldFault(f"/{name}", f"{template.name} needs it")
        for name in sorted(template.needs - {"source_title"})
        if getattr(wanted, name) is None
    ]
    if faults:
        raise InvalidRequest("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults), faults=faults)
    values = {name: value[0] if isinstance(value, list) else value for name, value in wanted.parameters.items()}
    given = {name: getattr(wanted, name) for name in GIVEN - {"source_title"} if getattr(wanted, name) is not None}
    if "source" in given:
        given["source_title"] = "A source"
    told = {name: getattr(wanted, name) for name in ("topic", "difficulty", "angle", "framing")}
    brief = sample_brief(
        template,
        **{name: value for name, value in told.items() if value is not None},
        reasoning_instruction=wanted.reasoning_instruction,
        variables={**values, **given},
    )
    try:
        prompt = render(template, brief, small_model=wanted.small_model)
    except PromptFault as fault:
        raise InvalidRequest(str(fault), faults=[FieldFault("", str(fault))]) from None
    return {
        "messages": [{"role": role, "content": content} for role, content in prompt.messages],
        "sample_schema": prompt.schema,
        "max_tokens": prompt.max_tokens,
        "temperature": prompt.temperature,
        "prompt_hash": prompt.prompt_hash,
        "characters": sum(len(content) for _, content in prompt.messages),
        "variables": used_names(template.definition),
        "available": available_names(template.definition),
    }


def taken(session: Session, template: Template, *, now: float) -> tuple[TemplateRow, bool]:
    """Take an imported definition over: as a new template, or as a new version of the one of its name.

    Returns:
        The template, and whether something changed. A deleted one is there again.
    """
    try:
        row, _ = templates.referred(session, template.name, deleted=True)
    except NotFound:
        return templates.create(session, template, now=now), True
    changed = templates.change(session, row, template, now=now)
    return row, templates.restore(row) or changed
