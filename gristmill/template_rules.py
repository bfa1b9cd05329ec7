"""What must be true of a template beyond the form of its parts: its schema is one, and what it names is there.

All faults at once, each with the place in the definition. That its texts can be filled in is judged by `prompts`.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping
from typing import Any, Final

import jsonschema_rs

from gristmill.errors import FieldFault
from gristmill.patterns import SAFE_PATTERNS
from gristmill.template_schema import Check, Example, Parameter, TemplateDefinition, as_body

MAX_SCHEMA_DEPTH: Final = 20
MAX_SCHEMA_CHARS: Final = 100_000
_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NEED_FIELD: Final = frozenset({"question", "not_copy", "numbered_steps", "citation", "words", "pattern", "one_of"}) | {
    "turns", "differs", "grounded",
}  # fmt: skip
_NEED_OF: Final = frozenset({"not_copy", "differs", "one_of"})


def faults_of(definition: TemplateDefinition) -> Iterator[FieldFault]:
    """Find everything that is wrong with a definition, its texts aside."""
    yield from _faults_of_values(definition)
    validator = yield from _faults_of_schema(definition.schema_, "/schema")
    if validator is not None:
        yield from _faults_of_names(definition)
        yield from _faults_of_examples(definition.examples, validator, "/examples")
    for name, parameter in definition.parameters.items():
        yield from _faults_of_parameter(parameter, f"/parameters/{name}")
    if definition.small is not None:
        small = yield from _faults_of_schema(definition.small.schema_, "/small/schema")
        if small is not None:
            yield from _faults_of_examples(definition.small.examples, small, "/small/examples")
            extra = sorted(set(definition.small.schema_["properties"]) - set(definition.schema_.get("properties", {})))
            if extra:
                yield FieldFault("/small/schema", f"has fields that the schema has not: {', '.join(extra)}")


def accepts(parameter: Parameter, value: object) -> str | None:
    """Say why a parameter does not take a value, or None if it does."""
    if parameter.minimum is not None and parameter.maximum is not None:
        if type(value) is not int or not parameter.minimum <= value <= parameter.maximum:
            return f"must be a whole number from {parameter.minimum} to {parameter.maximum}"
    elif not isinstance(value, str):
        return "must be a text"
    elif parameter.values and not parameter.open and value not in parameter.values:
        listed = ", ".join(parameter.values[:10]) + (", ..." if len(parameter.values) > 10 else "")
        return f"must be one of: {listed}"
    return None


def is_needed(parameter: Parameter) -> bool:
    """Say whether a start has to give a value: the parameter has none of its own to draw from."""
    return not parameter.values and parameter.minimum is None and parameter.default is None


def _faults_of_values(definition: TemplateDefinition) -> Iterator[FieldFault]:
    """Find what cannot be written as JSON: a number beyond all bounds, half of a character."""
    try:
        json.dumps(as_body(definition), ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        yield FieldFault("", f"holds what is no JSON: {error}")


def _faults_of_schema(
    schema: Mapping[str, Any], place: str
) -> Generator[FieldFault, None, jsonschema_rs.Draft202012Validator | None]:
    problem = _schema_problem(schema)
    if problem:
        yield FieldFault(place, problem)
        return None
    return validator_of(schema)


def validator_of(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Compile a schema that a person wrote: nothing is fetched for it, and its patterns cannot run for long."""
    return jsonschema_rs.Draft202012Validator(dict(schema), pattern_options=SAFE_PATTERNS, offline=True)


def _schema_problem(schema: Mapping[str, Any]) -> str | None:
    if _deep(schema, 0):
        return f"is nested more than {MAX_SCHEMA_DEPTH} deep"
    if any(not isinstance(key, str) for part in _parts(schema) for key in part):
        return "has a name that is not a text"
    if len(repr(schema)) > MAX_SCHEMA_CHARS:
        return f"has more than {MAX_SCHEMA_CHARS} characters"
    if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict) or not schema["properties"]:
        return "must be of type object and name its properties"
    if any(key in part for part in _parts(schema) for key in _REFERENCES):
        return "must not refer to other schemas ($ref): write the parts out"
    if any(part.get("$schema", _DIALECT) != _DIALECT for part in _parts(schema)):  # another would be fetched
        return f"must be JSON Schema 2020-12: leave $schema out, or make it {_DIALECT}"
    try:
        jsonschema_rs.meta.validate(dict(schema))
        validator_of(schema)
    except jsonschema_rs.ValidationError as error:
        where = "/".join(map(str, error.instance_path))
        return f"is no JSON schema: {error.message[:200]}" + (f" (at {where})" if where else "")
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        return f"is no JSON schema: {str(error)[:200]}"
    return None


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(part)


def _deep(value: Any, depth: int) -> bool:
    if depth > MAX_SCHEMA_DEPTH:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deep(part, depth + 1) for part in parts)


def _faults_of_names(definition: TemplateDefinition) -> Iterator[FieldFault]:
    """Find fields and parameters that are named and are not there."""
    fields = set(definition.schema_["properties"])
    there = f"the schema has {', '.join(sorted(fields))}"
    for number, name in enumerate(definition.identity_fields):
        if name not in fields:
            yield FieldFault(f"/identity_fields/{number}", f"{name} is no field; {there}")
    for number, check in enumerate(definition.checks):
        place = f"/checks/{number}"
        if check.check in _NEED_FIELD and check.field is None:
            yield FieldFault(f"{place}/field", f"the check {check.check} needs a field")
        if check.field is not None and check.field not in fields:
            yield FieldFault(f"{place}/field", f"{check.field} is no field; {there}")
        for at, name in enumerate(check.fields):
            if name not in fields:
                yield FieldFault(f"{place}/fields/{at}", f"{name} is no field; {there}")
        yield from _faults_of_other(check, definition, place=place)


def _faults_of_other(check: Check, definition: TemplateDefinition, *, place: str) -> Iterator[FieldFault]:
    if check.check in _NEED_OF and check.of is None:
        yield FieldFault(f"{place}/of", f"the check {check.check} needs `of`")
    elif check.check == "one_of" and check.of not in definition.parameters:
        yield FieldFault(f"{place}/of", f"{check.of} is no parameter")
    elif check.check != "one_of" and check.of is not None and check.of not in definition.schema_["properties"]:
        yield FieldFault(f"{place}/of", f"{check.of} is no field")
    if check.check == "pattern" and check.pattern is None:
        yield FieldFault(f"{place}/pattern", "the check pattern needs one")
    if check.check == "language" and check.language is None:
        yield FieldFault(f"{place}/language", "the check language needs one")
    if check.minimum is not None and check.maximum is not None and check.minimum > check.maximum:
        yield FieldFault(f"{place}/minimum", "is above the maximum")


def _faults_of_examples(examples: list[Example], validator: Any, place: str) -> Iterator[FieldFault]:
    for number, example in enumerate(examples):
        for error in validator.iter_errors(dict(example.reply)):
            where = "".join(f"/{part}" for part in error.instance_path)
            yield FieldFault(f"{place}/{number}/reply{where}", error.message[:300])


def _faults_of_parameter(parameter: Parameter, place: str) -> Iterator[FieldFault]:
    if parameter.default is not None and (problem := accepts(parameter, parameter.default)):
        yield FieldFault(f"{place}/default", problem)
    if len(set(parameter.values)) != len(parameter.values):
        yield FieldFault(f"{place}/values", "names a value twice")
