"""How to ask a model for a structured answer: JSON schema, else JSON mode, else a plain request.

Pure, except for `Manners`, which remembers per model what the service refused, so that it is refused once
and not at every call. Never parses an answer: that is `quality`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from gristmill.errors import FailureKind, ProviderError

# Keywords that constrained decoding of hosted services refuses in strict mode (OpenAI, "Structured outputs",
# supported schemas). The same bounds are checked on the answer, so nothing is lost by leaving them out.
_NOT_IN_STRICT = frozenset({"minLength", "maxLength", "pattern", "default", "examples", "title", "$schema", "$id"})


class FormatLevel(IntEnum):
    """Steps of the ladder, best first."""

    JSON_SCHEMA = 0
    JSON_OBJECT = 1
    NONE = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A schema, known by which object it is: a template keeps its own, and nobody changes one.

    To write it out as a key would take longer than to rewrite it (measured: 9 us against 7 us for Legal Q&A).
    """

    schema: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.schema is self.schema

    def __hash__(self) -> int:
        return id(self.schema)  # which the cache keeps alive, so that no other object can get its id


@dataclass(frozen=True, slots=True)
class Manner:
    """How one model wants to be asked.

    `strict` sends the schema for constrained decoding; else it goes out as it is. `renamed_max_tokens` uses
    `max_completion_tokens`, `without` names parameters the model refuses.
    """

    level: FormatLevel = FormatLevel.JSON_SCHEMA
    strict: bool = True
    renamed_max_tokens: bool = False
    without: frozenset[str] = frozenset()


@dataclass(slots=True)
class Manners:
    """The manner of each model of one provider; `first` gives the one to begin with."""

    first: Callable[[str], Manner]
    _known: dict[str, Manner] = field(default_factory=dict)

    def of(self, model: str) -> Manner:
        found = self._known.get(model)
        if found is None:
            found = self._known[model] = self.first(model)
        return found

    def learn(self, error: ProviderError, refused: str, *, model: str, used: Manner) -> ProviderError:
        """Remember what an UNSUPPORTED_FORMAT error says about a model; give back the error to raise.

        Args:
            refused: the parameter that the service does not take.
            used: the manner of the refused call. Calls that were in flight together report the same refusal and
                step down once, because the step counts from here.
        """
        if error.kind is not FailureKind.UNSUPPORTED_FORMAT:
            return error
        lower = _without(used, refused)
        if lower is None:
            return ProviderError(FailureKind.BAD_REQUEST, error.message, status=error.status, raw=error.raw)
        now = self.of(model)
        self._known[model] = replace(
            now,
            level=max(now.level, lower.level),
            renamed_max_tokens=now.renamed_max_tokens or lower.renamed_max_tokens,
            without=now.without | lower.without,
        )
        return error


def _without(used: Manner, refused: str) -> Manner | None:
    if refused == "max_tokens" and not used.renamed_max_tokens:
        return replace(used, renamed_max_tokens=True)
    if refused in ("temperature", "seed") and refused not in used.without:
        return replace(used, without=used.without | {refused})
    if refused == "response_format" and used.level < FormatLevel.NONE:
        return replace(used, level=FormatLevel(used.level + 1))
    return None


def response_format(schema: Mapping[str, Any], name: str, manner: Manner) -> dict[str, Any] | None:
    """Build the `response_format` parameter of /chat/completions; None at the lowest step."""
    if manner.level is FormatLevel.JSON_SCHEMA:
        shape = _strict(_Known(schema)) if manner.strict else schema
        return {"type": "json_schema", "json_schema": {"name": name, "strict": manner.strict, "schema": shape}}
    if manner.level is FormatLevel.JSON_OBJECT:
        return {"type": "json_object"}
    return None


@functools.lru_cache(maxsize=64)
def _strict(known: _Known) -> Mapping[str, Any]:
    """Rewrite a schema once and not at every call; callers share what comes back and must not change it."""
    return strict_schema(known.schema)


def strict_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Rewrite a schema for strict mode: closed objects, every field required (optional ones may be null)."""
    shape = {key: value for key, value in schema.items() if key not in _NOT_IN_STRICT}
    if "items" in shape:
        shape["items"] = strict_schema(shape["items"])
    if "properties" in shape:
        required = set(schema.get("required", ()))
        shape["properties"] = {
            name: strict_schema(part if name in required else _nullable(part))
            for name, part in schema["properties"].items()
        }
        shape["required"] = list(schema["properties"])
        shape["additionalProperties"] = False
    return shape


def _nullable(part: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = part.get("type")
    if isinstance(kind, str) and kind != "null":
        return {**part, "type": [kind, "null"]}
    return part


def hint(schema: Mapping[str, Any], told: str) -> str | None:
    """Say in one line which object is wanted: below JSON schema the model must be told, and JSON mode demands the
    word JSON in the prompt (Groq and OpenAI documentation).

    Args:
        told: the prompt's text. None comes back when it already says so, because quota is counted in tokens.
    """
    form = _form(schema)
    if form in told and "JSON" in told:
        return None
    return f"Answer with one JSON object and nothing else, of this form: {form}"


def _form(part: Mapping[str, Any]) -> str:
    if "properties" in part:
        inner = ", ".join(f"{json.dumps(name)}: {_form(sub)}" for name, sub in part["properties"].items())
        return "{" + inner + "}"
    if "items" in part:
        return f"[{_form(part['items'])}, ...]"
    if "enum" in part:
        return " or ".join(json.dumps(value) for value in part["enum"])
    if "const" in part:
        return json.dumps(part["const"])
    kind = part.get("type", "any value")
    return " or ".join(kind) if isinstance(kind, (list, tuple)) else str(kind)
