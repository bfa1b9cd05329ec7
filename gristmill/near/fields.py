"""Which fields of a sample its signature is made of, by its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

REASON = "near_duplicate"  # the check's name, and the reason word of what it refuses


class Rule(Protocol):
    @property
    def check(self) -> str: ...

    @property
    def fields(self) -> Sequence[str]: ...


class Signed(Protocol):
    """What has to be known of a template."""

    @property
    def identity_fields(self) -> Sequence[str]: ...

    @property
    def checks(self) -> Sequence[Rule]: ...


def fields_for(template: Signed) -> Sequence[str]:
    """Name the fields: those of its near-duplicate check, else those that make its samples the same; none: all."""
    named = next((rule.fields for rule in template.checks if rule.check == REASON), ())
    return named or template.identity_fields
