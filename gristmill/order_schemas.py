"""What a client may ask a batch to be: the body of start, and of changes later. Frozen values, all faults at once.

Rules between fields are judged on the body as it came, beside the rules of each field, so that one answer names all.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from gristmill.prompts import DEFAULT_TEMPLATE, MAX_VALUE_CHARS
from gristmill.schemas import MAX_TARGET_COUNT, Body, CachedSchemaModel, Difficulty, Line, Part
from gristmill.template_schema import MAX_VALUES, Area, Identifier, Judge, Kind

Made = TypeVar("Made")

MAX_ITEMS = 1000
MAX_NOTES = 5000

Name = Annotated[Line, Field(max_length=200)]
Topic = Annotated[Line, Field(max_length=200)]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_NOTES, pattern=r"^[^\x00]*$")]
Target = Annotated[int, Field(ge=1, le=MAX_TARGET_COUNT)]
Priority = Annotated[int, Field(ge=-1000, le=1000)]
Temperature = Annotated[float, Field(ge=0, le=2)]
Instruction = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$")
]


def _real_date(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("must be a date as YYYY-MM-DD")
    year, month, day = map(int, text.split("-"))
    if year == 0 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError("there is no such day")
    return text


def _one_or_many(given: Any) -> Any:
    """Take a text, a whole number, or a list of such; a union would name each of its sorts as a place of the fault."""
    many = given if isinstance(given, list) else [given]
    if not 1 <= len(many) <= MAX_VALUES:
        raise ValueError(f"a list has 1 to {MAX_VALUES} values")
    return [_one_value(one) for one in many] if isinstance(given, list) else _one_value(given)


def _no_number(given: Any) -> Any:
    """Keep 0 from being taken for false, which it equals: a text is neither."""
    return given if isinstance(given, bool) or not isinstance(given, int | float) else str(given)


def _one_value(given: Any) -> Any:
    if isinstance(given, str) and 1 <= len(given.strip()) <= MAX_VALUE_CHARS:
        return given.strip()
    if type(given) is int and abs(given) < 2**53:
        return given
    raise ValueError(f"must be a text of 1 to {MAX_VALUE_CHARS} characters, a whole number, or a list of such")


_ONE: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": MAX_VALUE_CHARS},
        {"type": "integer", "minimum": 1 - 2**53, "maximum": 2**53 - 1},
    ]
}
TemplateName = Annotated[Line, Field(max_length=120)]
# One value is used as it is; of a list, each is drawn as often as the others.
Given = Annotated[
    Any,
    AfterValidator(_one_or_many),
    WithJsonSchema({"anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1, "maxItems": MAX_VALUES}]}),
]
JudgeOrNot = Annotated[Judge | Literal[False] | None, BeforeValidator(_no_number)]
BatchDate = Annotated[str, AfterValidator(_real_date), Field(json_schema_extra={"format": "date"})]


def _no_default(schema: dict[str, Any]) -> None:
    """Take the default out of a schema: left out means that it stays."""
    del schema["default"]


class ItemParameters(Part):
    """What an item has instead of the batch's own: these two, and any parameter of its template."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Given]
    reasoning_instruction: Instruction | None = Field(None, description="How this item's reasoning is to be written.")
    temperature: Temperature | None = Field(None, description="Sampling temperature of this item.")


class ItemWanted(Part):
    """One planned part of a batch; what is left out is as the batch says."""

    name: Name | None = Field(None, examples=["Directors, hard ones"])
    topic: Topic | None = None
    difficulty: Difficulty | None = None
    template: TemplateName | None = None
    target_count: Target = Field(description="Samples to accept for this item.")
    parameters: ItemParameters | None = None


class Matrix(Part):
    """One item for each topic at each difficulty; a list that is empty or left out is drawn evenly."""

    topics: list[Topic] = Field([], max_length=MAX_ITEMS)
    difficulties: list[Difficulty] = Field([], max_length=MAX_ITEMS)
    per_cell: Target = Field(description="Samples to accept for each.")


class Enrich(Part):
    """An enrichment that starts by itself when the batch completes."""

    template: TemplateName = Field(description="An enrichment template: its id, name, or `name@version`.")
    fields: list[Identifier] | dict[Identifier, Identifier] | None = Field(
        None, description="Which of its fields land on the samples, or under which other names; default: all."
    )
    overwrite: bool = Field(False, description="Whether they may replace what a person edited.")
    provider: Literal["groq", "openai_compatible", "embedded"] | None = Field(None, description="Default: the batch's.")
    model: Annotated[Line, Field(max_length=100)] | None = Field(None, description="Default: the batch's.")


class StartHeaders(CachedSchemaModel):
    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        description="The same key again returns the batch that it made, and resumes it, and makes no second one.",
    )


class BatchFields(Part):
    """What a batch can be asked to be, whether it is started now or its order is kept as a preset."""

    target_count: Target | None = Field(
        None, description="Samples to accept; with items or a matrix, if given, their sum.", examples=[2200]
    )
    model: Annotated[Line, Field(max_length=100)] | None = Field(
        None, description="Model of the provider; default: the provider's own.", examples=["llama-3.3-70b-versatile"]
    )
    topic: Topic | None = Field(
        None,
        description="Topic of every sample; left out, topics are drawn evenly from the built-in taxonomy of UK law.",
        examples=["Company Law - Directors Duties"],
    )
    difficulty: Difficulty | None = Field(
        None, description="Difficulty of every sample; left out, all are drawn evenly.", examples=["advanced"]
    )
    reasoning_instruction: Instruction | None = Field(
        None, description="How the reasoning is to be written.", examples=["Include step-by-step analysis"]
    )
    provider: Literal["groq", "openai_compatible", "embedded"] | None = Field(
        None, description="Who generates; default: the provider of the settings."
    )
    temperature: Temperature | None = Field(None, description="Sampling temperature; default: the template's.")
    seed: int | None = Field(None, ge=0, lt=2**31, description="Seed of the plan and of the calls; default: drawn.")
    template: TemplateName | None = Field(
        None,
        description="Kind of sample: a template's id or name, one version as `name@2`, or `auto` to have it picked by"
        f" kind, parameters and source. Default: {DEFAULT_TEMPLATE}.",
        examples=[DEFAULT_TEMPLATE],
    )
    kind: Kind | None = Field(None, description="With `template: auto`, the kind to pick among.")
    parameters: dict[Identifier, Given] = Field(
        {}, max_length=100, description="Values of the template's parameters: one, or a list to draw from."
    )
    source_id: Annotated[Line, Field(max_length=40)] | None = Field(
        None, description="An uploaded source; each sample gets one of its chunks or rows."
    )
    taxonomy: list[Area] | None = Field(
        None, min_length=1, max_length=1000, description="Topics to draw from instead of the template's."
    )
    judge: JudgeOrNot = Field(
        None, description="An LLM that scores each candidate; default: the template's, `false`: none."
    )
    enrich: Enrich | None = Field(None, description="An enrichment that follows when the batch completes.")
    items: list[ItemWanted] | None = Field(
        None, min_length=1, max_length=MAX_ITEMS, description="Parts with targets of their own; not with `matrix`."
    )
    matrix: Matrix | None = Field(None, description="Parts by topic and difficulty; not with `items`.")
    name: Name | None = Field(None, description="What people call this batch.")
    notes: Notes | None = Field(None, description="Whatever is worth remembering.")
    priority: Priority = Field(0, description="Higher goes first; equals go in order of arrival.")
    drive: Literal["worker", "client"] = Field(
        "worker", description="`client`: left alone by the worker; requests generate it, a sample each."
    )


class StartBatch(BatchFields, Body):
    """Ask for a batch. `target_count` is needed unless `items` or `matrix` say it; all else may be left out."""

    batch_date: BatchDate | None = Field(
        None, description="With `batch_number`, which day's which batch this is: the same again makes no second one."
    )
    batch_number: int | None = Field(None, ge=1, le=1_000_000)

    @model_validator(mode="wrap")
    @classmethod
    def _judge_as_a_whole(cls, value: object, handler: ModelWrapValidatorHandler[StartBatch]) -> StartBatch:
        return judged_as_a_whole(value, handler, list(faults_between_fields(value if isinstance(value, dict) else {})))


class EditBatch(Body):
    """What to change of a batch; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})
    name: Name | None = Field(None, description="null takes the name away.")
    notes: Notes | None = Field(None, description="null takes the notes away.")
    priority: Priority = Field(0, description="A waiting batch joins the queue anew.", json_schema_extra=_no_default)
    position: int = Field(
        1,
        ge=1,
        le=MAX_TARGET_COUNT,
        description="Place in the queue to move to: 1 is next, beyond the end is last.",
        json_schema_extra=_no_default,
    )
    target_count: Target = Field(
        1,
        description="Never below what is accepted; may change while it runs.",
        json_schema_extra=_no_default,
    )

    @model_validator(mode="after")
    def _change_something(self) -> EditBatch:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        return self


def judged_as_a_whole(value: object, handler: ModelWrapValidatorHandler[Made], faults: list[InitErrorDetails]) -> Made:
    """Judge each field of a body, and answer with the faults between fields beside those of the fields."""
    try:
        made = handler(value)
    except ValidationError as error:
        raise ValidationError.from_exception_data(error.title, [*map(_again, error.errors()), *faults]) from None
    if faults:
        raise ValidationError.from_exception_data("together", faults)
    return made


def _again(fault: Any) -> InitErrorDetails:
    return {"type": fault["type"], "loc": fault["loc"], "input": fault["input"], "ctx": fault.get("ctx", {})}


def _fault(field: str, detail: str) -> InitErrorDetails:
    return {"type": PydanticCustomError("together", "{detail}", {"detail": detail}), "loc": (field,), "input": None}


def faults_between_fields(body: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Judge what fields must be together; a field that is wrong by itself counts as given and is not judged here."""
    given = {name for name, value in body.items() if value is not None}
    if {"items", "matrix"} <= given:
        yield _fault("matrix", "give either items or a matrix, not both")
    elif "items" in given:
        yield from _faults_of_sum("items", body, _sum_of_items(body["items"]))
    elif "matrix" in given:
        yield from _faults_of_matrix(body)
    elif "target_count" not in given:
        yield {"type": "missing", "loc": ("target_count",), "input": body}
    if "kind" in given and body.get("template") != "auto":
        yield _fault("kind", "goes with `template: auto`, and says the kind to pick among")
    if len(given & {"batch_date", "batch_number"}) == 1:
        missing = ({"batch_date", "batch_number"} - given).pop()
        yield _fault(missing, "batch_date and batch_number are given together or not at all")


def _faults_of_sum(field: str, body: Mapping[str, Any], total: int | None) -> Iterator[InitErrorDetails]:
    if total is None:
        return
    if total > MAX_TARGET_COUNT:
        yield _fault(field, f"the targets sum up to {total}; at most {MAX_TARGET_COUNT}")
    target = body.get("target_count")
    if type(target) is int and 1 <= target <= MAX_TARGET_COUNT and target != total:
        yield _fault("target_count", f"must be the sum of the items' targets, {total}, or be left out")


def _faults_of_matrix(body: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    matrix = body["matrix"] if isinstance(body["matrix"], dict) else {}
    topics, difficulties = matrix.get("topics", []), matrix.get("difficulties", [])
    per_cell = matrix.get("per_cell")
    if not isinstance(topics, list) or not isinstance(difficulties, list):
        return
    cells = max(1, len(topics)) * max(1, len(difficulties))
    if cells > MAX_ITEMS:
        yield _fault("matrix", f"has {cells} cells; at most {MAX_ITEMS}")
    elif type(per_cell) is int and 1 <= per_cell <= MAX_TARGET_COUNT:
        yield from _faults_of_sum("matrix", body, cells * per_cell)


def _sum_of_items(wanted: object) -> int | None:
    """Sum the items' targets, or None where that means nothing because they are wrong by themselves."""
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MAX_ITEMS:
        return None
    targets = [item.get("target_count") if isinstance(item, dict) else None for item in wanted]
    whole = [target for target in targets if type(target) is int and 1 <= target <= MAX_TARGET_COUNT]
    return sum(whole) if len(whole) == len(targets) else None
