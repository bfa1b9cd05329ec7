"""A form and a brief for tests of checks: as little of a template as the checks look at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gristmill.quality import CHECKS
from gristmill.quality.form import Contamination
from gristmill.quality.subject import Subject
from gristmill.template_schema import Check, Parameter

TEXT: Mapping[str, Any] = {"type": "string"}


@dataclass(frozen=True, slots=True, eq=False)
class FakeForm:
    schema: Mapping[str, Any]
    identity_fields: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FakeBrief:
    variables: Mapping[str, Any] = field(default_factory=dict)
    reasoning_instruction: str | None = None


@dataclass(frozen=True, slots=True)
class FakeBenchmark:
    """Knows one run of words."""

    run: str

    def overlap(self, text: str, words: int) -> str | None:
        return self.run if self.run in text and len(self.run.split()) >= words else None


def rule(check: str, **parts: object) -> Check:
    """Make a declared check."""
    return Check.model_validate({"check": check, **parts})


def options(*values: str) -> Parameter:
    """Make a parameter of a template."""
    return Parameter.model_validate({"values": list(values)})


def form(
    properties: Mapping[str, Any], *checks: Check, identity_fields: tuple[str, ...] = (), **parameters: Parameter
) -> FakeForm:
    """Make a form in which every field is required and no other is allowed."""
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return FakeForm(schema, identity_fields, checks, parameters)


def found(
    declared: Mapping[str, Any],
    content: Mapping[str, Any],
    *,
    brief: FakeBrief | None = None,
    benchmark: Contamination | None = None,
    **parameters: Parameter,
) -> list[str]:
    """Run one declared check over a content and give the reasons that it found."""
    check = Check.model_validate_json(json.dumps(declared))
    subject = Subject(FakeForm({}, parameters=parameters), dict(content), brief, benchmark)
    return [fault.reason for fault in CHECKS[check.check](check, subject)]
