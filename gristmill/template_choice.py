"""Which template an order means, and whether the template takes what the order gives it.

Faults name the field of the start body that they are about, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from gristmill.errors import FieldFault, InvalidRequest, NotFound
from gristmill.prompts import DEFAULT_TEMPLATE, Template
from gristmill.stores import templates
from gristmill.template_rules import accepts, is_needed

AUTO: Final = "auto"
OF_SOURCES: Final = frozenset({"source", "source_title", "row"})


def named(session: Session, reference: str, pointer: str) -> Template:
    """Find the template that a start names.

    Raises:
        InvalidRequest: there is none, or it works on samples that there are.
    """
    template = _found(session, reference, pointer)
    if template.kind == "enrichment":
        detail = f"{template.name} works on samples that there are: start it with POST /api/enrichments"
        raise InvalidRequest(f"{pointer.lstrip('/')}: {detail}.", faults=[FieldFault(pointer, detail)])
    return template


def enrichment(session: Session, reference: str, pointer: str) -> Template:
    """Find the enrichment template that an order names.

    Raises:
        InvalidRequest: there is none, or it makes new samples.
    """
    template = _found(session, reference, pointer)
    if template.kind != "enrichment":
        detail = f"{template.name} makes new samples; name a template of the kind enrichment"
        raise InvalidRequest(f"{pointer.lstrip('/')}: {detail}.", faults=[FieldFault(pointer, detail)])
    return template


def picked(session: Session, *, kind: str | None, parameters: Iterable[str], has_source: bool) -> Template:
    """Pick a template by what a start gives: one that has all its parameters and uses its source, if there is one.

    Of several the default comes first, then those that come with Gristmill, then by name.

    Raises:
        InvalidRequest: none fits.
    """
    wanted = set(parameters)
    rows = templates.listing(session, kind=kind)
    fitting = [
        (row, template)
        for row in rows
        if row.kind != "enrichment"
        for template in [templates.version_of(session, row, row.version)]
        if wanted <= set(template.parameters) and bool(template.needs & OF_SOURCES) == has_source
    ]
    if not fitting:
        what = [f"of the kind {kind}"] if kind else []
        what += [f"with the parameters {', '.join(sorted(wanted))}"] if wanted else []
        what += ["that uses a source"] if has_source else ["that needs no source"]
        detail = f"auto found no template {' '.join(what)}: name one"
        raise InvalidRequest(f"template: {detail}.", faults=[FieldFault("/template", detail)])
    _, template = min(fitting, key=lambda pair: (pair[0].name != DEFAULT_TEMPLATE, not pair[0].built_in, pair[0].name))
    return template


def faults_of_values(values: Mapping[str, Any], allowed: Iterable[Template], pointer: str) -> Iterator[FieldFault]:
    """Find values that none of the templates takes.

    Args:
        allowed: the templates that the values are for: one of them has to know a value, and each that does take it.
    """
    templates_ = list(allowed)
    for name, value in values.items():
        knowing = [template.parameters[name] for template in templates_ if name in template.parameters]
        if not knowing:
            known = sorted({known for template in templates_ for known in template.parameters})
            listed = f"; there are {', '.join(known)}" if known else "; the template has none"
            yield FieldFault(f"{pointer}/{name}", f"{name} is no parameter{listed}")
        for parameter in knowing:
            yield from _faults_of_value(parameter, value, f"{pointer}/{name}")


def faults_of_absence(
    template: Template, values: Mapping[str, Any], *, has_source: bool, pointer: str
) -> Iterator[FieldFault]:
    """Find what the template cannot do without and nobody gave."""
    for name, parameter in template.parameters.items():
        if name not in values and is_needed(parameter):
            yield FieldFault(f"{pointer}/{name}", f"{template.name} needs a value")
    if template.needs & OF_SOURCES and not has_source:
        yield FieldFault("/source_id", f"{template.name} needs a source: upload one and name its source_id")


def lacks_topic(template: Template, topic: str | None) -> bool:
    """Say whether the template would write of no topic at all: none is given, and there are none to draw from."""
    return template.needs_topic and not (topic or template.taxonomy)


def topic_fault(template: Template, pointer: str) -> FieldFault:
    """Say that a template lacks its topic."""
    return FieldFault(pointer, f"{template.name} writes about a topic and has none to draw from: name one")


def _faults_of_value(parameter: Any, value: Any, pointer: str) -> Iterator[FieldFault]:
    if not isinstance(value, list):
        problem = accepts(parameter, value)
        if problem:
            yield FieldFault(pointer, problem)
        return
    for number, one in enumerate(value):
        problem = accepts(parameter, one)
        if problem:
            yield FieldFault(f"{pointer}/{number}", problem)


def _found(session: Session, reference: str, pointer: str) -> Template:
    try:
        return templates.find(session, reference)[1]
    except NotFound as error:
        raise InvalidRequest(
            f"{pointer.lstrip('/')}: {error.detail}", faults=[FieldFault(pointer, error.detail.rstrip("."))]
        ) from None
