"""Definitions that nobody has saved: compiled as they came in a body, and the names that their texts may use.

Pure. A draft has no version and no id; whoever has a session compiles before opening it.
"""

from __future__ import annotations

from typing import Final

from gristmill import sandbox
from gristmill.errors import FieldFault
from gristmill.prompts import Template, TemplateFault, compile_template
from gristmill.template_schema import RESERVED, TemplateDefinition

UNSAVED: Final = 0  # the version of a definition that nobody has saved
PLACE: Final = "/definition"  # where it stands in a body that has other fields, too
MAX_LISTED: Final = 20  # faults in the one sentence; the list of faults has all


def compiled(definition: TemplateDefinition, *, place: str = PLACE) -> Template:
    """Compile a definition; takes milliseconds, which no write transaction should wait for.

    Args:
        place: JSON pointer of the definition in the body that it came in; empty if it is the body.

    Raises:
        TemplateFault: with every fault at once, each with its place in the body.
    """
    try:
        return compile_template(definition, UNSAVED)
    except TemplateFault as error:
        faults = [FieldFault(f"{place}{fault.pointer}", fault.detail) for fault in error.faults]
        listed = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults[:MAX_LISTED])
        raise TemplateFault(listed, faults=faults) from None


def used_names(definition: TemplateDefinition) -> list[str]:
    """List the variables that its texts mention, also those for a small model."""
    forms = [form for form in (definition, definition.small) if form is not None]
    texts = [sandbox.compile_text(text) for form in forms for text in (form.system, form.user)]
    return sorted({name for text in texts if isinstance(text, sandbox.PromptText) for name in text.names})


def available_names(definition: TemplateDefinition) -> list[str]:
    """List the variables that its texts may use: those that every template has, and its parameters."""
    return sorted(RESERVED | set(definition.parameters))
