"""Does the content conform to the template's JSON schema (2020-12)?

Compiled once per template. Its faults become our reason words, with the place in the sentence; the sample's own text
never gets into it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, ValidationError

from gristmill.patterns import SAFE_PATTERNS
from gristmill.quality.form import Content, Form
from gristmill.quality.reasons import Fault
from gristmill.quality.shape import where

# A model that was told maxLength N but not held to it may overshoot; more than twice is a runaway.
TOLERANCE: Final = 2
_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "required": "missing_field",
        "type": "wrong_type",
        "minLength": "too_short",
        "minItems": "too_short",
        "minProperties": "too_short",
        "maxLength": "too_long",
        "maxItems": "too_long",
        "maxProperties": "too_long",
    }
)


def conform(form: Form, content: Content) -> Fault | None:
    """Find the first thing that breaks the schema. A text may have up to twice the `maxLength` asked for."""
    validator = _validator(form)
    if validator.is_valid(content):
        return None
    return next((_fault(error) for error in validator.iter_errors(content) if not _is_small_overshoot(error)), None)


@functools.lru_cache(maxsize=64)
def _validator(form: Form) -> Draft202012Validator:
    """Offline, so that no schema can make the service fetch anything; masked, so that no message quotes the sample."""
    return Draft202012Validator(dict(form.schema), mask="it", pattern_options=SAFE_PATTERNS, offline=True)


def _is_small_overshoot(error: ValidationError) -> bool:
    if error.kind.name != "maxLength":
        return False
    limit: int = error.kind.value
    return _size(error) <= TOLERANCE * limit


def _fault(error: ValidationError) -> Fault:
    place, word = where(tuple(error.instance_path)), error.kind.name
    return Fault(_REASONS.get(word, "bad_schema"), f"The {place} {_sentence(word, error.kind.value, error)}.")


def _sentence(word: str, limit: Any, error: ValidationError) -> str:
    if word == "type":
        types = limit if isinstance(limit, list) else [limit]
        return f"is not of type {' or '.join(map(str, types))}"
    if word == "minLength":
        return f"has {_size(error)} characters; at least {limit} are needed"
    if word == "maxLength":
        return f"has {_size(error)} characters; {limit} were asked for"
    if word == "minItems":
        return f"has {_size(error)} items; at least {limit} are needed"
    if word == "maxItems":
        return f"has {_size(error)} items; at most {limit} are allowed"
    return f"breaks the schema: {error.message}"


def _size(error: ValidationError) -> int:
    found = error.instance
    return len(found) if isinstance(found, str | list) else 0
