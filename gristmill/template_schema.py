"""What a template says: the definition that people write as YAML or JSON, with every rule of its parts.

Values and their bounds only. That its texts render and its schema is one is judged by `prompts`, where it is compiled.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints, model_validator

from gristmill.schemas import Line, Part

MAX_TEXT = 20_000  # of a prompt
MAX_VALUES = 10_000  # of a parameter, a list of personas or of styles
IDENTIFIER = r"^[a-z][a-z0-9_]{0,39}$"

Kind = Literal[
    "qa",
    "instruction",
    "conversation",
    "preference",
    "grounded_qa",
    "classification",
    "reasoning",
    "curriculum",
    "enrichment",
    "other",
]
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"^[^\x00]*$")]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Fraction = Annotated[float, Field(ge=0, le=1)]
# Filled in from the brief, so that no parameter may take their names.
RESERVED = frozenset(
    {"topic", "difficulty", "angle", "framing", "instruction", "steps", "source", "source_title", "row", "sample"}
)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return pattern


class Parameter(Part):
    """A variable of the template: one of `values`, or a whole number from `minimum` to `maximum`, or free text.

    A start that leaves it out gets `default`; without one, values are drawn without replacement from the batch's seed.
    """

    description: str = Field("", max_length=500)
    values: list[Value] = Field([], max_length=MAX_VALUES)
    minimum: int | None = None
    maximum: int | None = None
    default: Value | int | None = None
    open: bool = Field(False, description="A start may name values that are not in the list.")

    @model_validator(mode="after")
    def _be_one_sort(self) -> Parameter:
        is_number = self.minimum is not None or self.maximum is not None
        if is_number and (self.minimum is None or self.maximum is None or self.minimum > self.maximum):
            raise ValueError("a number needs a minimum and a maximum that is not below it")
        if is_number and self.maximum - self.minimum >= MAX_VALUES:  # type: ignore[operator]
            raise ValueError(f"a number may have at most {MAX_VALUES} values")
        if is_number and self.values:
            raise ValueError("is either a list of values or a number")
        return self


class Check(Part):
    """One check of the pipeline, in order of the list; what it needs depends on `check`.

    | check | looks at | extra |
    |---|---|---|
    | question | `field` asks or sets a task | |
    | not_copy | `field` is not `of` again | `threshold`: share of equal words, default 0.9 |
    | numbered_steps | `field` has steps 1. 2. 3. | `when`: `asked` (by the instruction) or `always`; `minimum` |
    | citation | `field`, unless null, has the form of an authority | |
    | words | `field` has `minimum` to `maximum` words | |
    | pattern | `field` matches `pattern` somewhere | |
    | banned | no `field` (or none named: any) holds one of `phrases` | |
    | language | the texts are in `language` (ISO 639-1) | |
    | one_of | `field` is one of the values of the parameter `of` | |
    | turns | `field` is a list of turns: alternating, ends with the assistant | `minimum`, `maximum` |
    | differs | `field` and `of` differ | `threshold`: largest share of equal words |
    | grounded | `field` stands word for word in the source | |
    | pii | no personal data | |
    | contamination | no long run of words of a benchmark source | `minimum`: words of a run, default 13 |
    | near_duplicate | no sample is nearly the same | `threshold`: similarity, default 0.8; `scope` |

    Schema, lengths, refusals, placeholders and exact duplicates are always checked. `action: warn` leaves the sample in
    and writes a finding, which lowers its score.
    """

    check: Literal[
        "question",
        "not_copy",
        "numbered_steps",
        "citation",
        "words",
        "pattern",
        "banned",
        "language",
        "one_of",
        "turns",
        "differs",
        "grounded",
        "pii",
        "contamination",
        "near_duplicate",
    ]
    action: Literal["reject", "warn"] = "reject"
    field: str | None = Field(None, max_length=100)
    of: str | None = Field(None, max_length=100)
    fields: list[str] = Field([], max_length=20, description="near_duplicate, banned, pii: these only.")
    minimum: int | None = Field(None, ge=0)
    maximum: int | None = Field(None, ge=0)
    threshold: Fraction | None = None
    language: str | None = Field(None, pattern="^[a-z]{2}$")
    pattern: Annotated[str, AfterValidator(_compiles), Field(max_length=500)] | None = None
    phrases: list[Value] = Field([], max_length=1000)
    when: Literal["always", "asked"] = "always"
    scope: Literal["batch", "dataset"] | None = Field(None, description="Default: the setting's.")


class Criterion(Part):
    """One line of a judge's rubric; scored 0 to 1."""

    name: Identifier
    description: str = Field(min_length=1, max_length=1000)
    weight: float = Field(1.0, gt=0, le=100)


class Judge(Part):
    """An LLM that scores each candidate by a rubric; below `threshold` (weighted mean) it is rejected."""

    rubric: list[Criterion] = Field(min_length=1, max_length=20)
    threshold: Fraction = 0.6
    provider: Literal["groq", "openai_compatible", "embedded"] | None = Field(None, description="Default: the batch's.")
    model: Annotated[Line, Field(max_length=100)] | None = Field(None, description="Default: the batch's.")


class Angles(Part):
    """One sub-topic of a taxonomy, and the angles it can be asked from."""

    name: Annotated[Line, Field(max_length=200)]
    angles: list[Value] = Field([], max_length=1000)


class Area(Part):
    """One topic of a taxonomy with its sub-topics."""

    name: Annotated[Line, Field(max_length=200)]
    topics: list[Angles] = Field(min_length=1, max_length=1000)


class Example(Part):
    """A worked example, shown as an earlier turn of the chat: values of the variables, and the reply to them."""

    variables: dict[str, Value | int | dict[str, JsonValue]] = Field({})
    reply: dict[str, JsonValue]


class SmallForm(Part):
    """How the template is put to a small model: fewer words, tighter bounds, a worked example."""

    system: Text
    user: Text
    schema_: dict[str, Any] = Field(alias="schema")
    examples: list[Example] = Field([], max_length=10)
    max_tokens: int = Field(800, ge=16, le=32_768)
    temperature: float = Field(0.8, ge=0, le=2)


class Defaults(Part):
    """What a call sends unless the batch says otherwise."""

    max_tokens: int = Field(default=1200, ge=16, le=32_768)
    temperature: float = Field(default=0.8, ge=0, le=2)


class TemplateDefinition(Part):
    """One kind of sample. `system` and `user` are Jinja2 texts; see docs/templates.md for the variables."""

    name: Annotated[Line, Field(max_length=100)]
    kind: Kind = "other"
    description: str = Field("", max_length=2000)
    system: Text
    user: Text
    schema_: dict[str, Any] = Field(alias="schema", description="JSON schema (2020-12) of the sample: an object.")
    identity_fields: list[str] = Field([], max_length=20, description="Equal in these, two samples are the same.")
    parameters: dict[Identifier, Parameter] = Field({})
    taxonomy: Literal["uk_law"] | list[Area] | None = Field(
        None, description="Where topics are drawn from when a batch names none: the built-in one, or its own."
    )
    framings: list[Value] = Field([], max_length=1000, description="Forms a question can take, drawn evenly.")
    examples: list[Example] = Field([], max_length=10)
    checks: list[Check] = Field([], max_length=50)
    judge: Judge | None = None
    defaults: Defaults = Defaults()
    small: SmallForm | None = None

    @model_validator(mode="after")
    def _name_variables_once(self) -> TemplateDefinition:
        taken = RESERVED & set(self.parameters)
        if taken:
            raise ValueError(f"a parameter may not be called {', '.join(sorted(taken))}: it is filled in already")
        return self


def as_body(definition: TemplateDefinition) -> dict[str, Any]:
    """Write a definition as the JSON object that is stored, shown and exported; what has its default is left out."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
