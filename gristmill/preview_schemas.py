"""What a client may ask of a preview and of an estimate, and the shape of the answers for the OpenAPI page."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gristmill.order_schemas import Given, Instruction, Temperature, Topic
from gristmill.queue_schemas import MAX_WAIT_S
from gristmill.schemas import Body, CachedSchemaModel, Difficulty, Line, Query
from gristmill.template_schema import Identifier, TemplateDefinition

MAX_PREVIEWS = 5
PREVIEW_WAIT_S = 30.0


class TemplatePath(CachedSchemaModel):
    template_id: str = Field(max_length=150, description="The template's id or name, with `@version` for an older one.")


class PreviewGiven(Body):
    """What to try a template with, whichever it is."""

    count: int = Field(1, ge=1, le=MAX_PREVIEWS, description="Samples to try.")
    topic: Topic | None = None
    difficulty: Difficulty | None = None
    reasoning_instruction: Instruction | None = None
    parameters: dict[Identifier, Given] = Field(
        {}, max_length=100, description="Values of the template's parameters, as for a start."
    )
    source_id: Annotated[Line, Field(max_length=40)] | None = Field(None, description="Ground the samples in this.")
    provider: Literal["groq", "openai_compatible", "embedded"] | None = None
    model: Annotated[Line, Field(max_length=100)] | None = None
    temperature: Temperature | None = None
    seed: int | None = Field(None, ge=0, lt=2**31, description="The same seed asks the same; default: drawn.")
    max_wait_s: float = Field(PREVIEW_WAIT_S, ge=0, le=MAX_WAIT_S, description="Seconds to wait for quota at most.")


class PreviewWanted(PreviewGiven):
    """What to try a template with; all may be left out."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]
    definition: TemplateDefinition | None = Field(
        None, description="Try this, which need not be saved, in place of the template's own definition."
    )


class PreviewDefinition(PreviewGiven):
    """A definition that need not be saved, and what to try it with."""

    definition: TemplateDefinition


class PreviewTokens(BaseModel):
    prompt: int
    completion: int
    cached: int
    judge: int


class PreviewView(BaseModel):
    """One try."""

    messages: list[dict[str, str]] = Field(description="What the model was sent: role and content.")
    topic: str
    difficulty: str
    accepted: bool
    sample: dict[str, Any] | None = Field(description="The sample, or what could be read of a refused one.")
    reason: str | None = Field(description="Why it was refused or failed, as a word.")
    message: str | None = Field(description="The same as a sentence.")
    findings: list[dict[str, str]]
    score: float | None
    scores: dict[str, float] | None = Field(description="The judge's, by criterion.")
    raw: str | None = Field(description="The model's reply as it came.")
    calls: int
    tokens: PreviewTokens
    cost_usd: float | None
    latency_ms: int | None
    seed: int
    source_ref: str | None


class PreviewTotals(BaseModel):
    calls: int
    accepted: int
    tokens: PreviewTokens
    cost_usd: float | None


class Preview(BaseModel):
    success: Literal[True] = True
    template: str
    version: int | None = Field(description="null: the definition is not saved.")
    provider: str
    model: str
    demo: bool
    seed: int
    previews: list[PreviewView]
    totals: PreviewTotals


class EstimateQuery(Query):
    preview: Literal["auto", "never"] = Field(
        "auto", description="`auto`: a template without history is tried with two calls, which cost what they cost."
    )


class RangeView(BaseModel):
    """What to expect; nine times out of ten it is within low and high."""

    expected: float
    low: float
    high: float


class PerSample(BaseModel):
    calls: RangeView
    judge_calls: RangeView
    prompt_tokens: RangeView
    completion_tokens: RangeView
    total_tokens: RangeView
    cost_usd: RangeView | None


class CostRanges(BaseModel):
    """US dollars."""

    generation: RangeView | None
    judge: RangeView | None
    enrichment: RangeView | None
    total: RangeView | None


class Whole(BaseModel):
    """What the whole batch takes."""

    calls: RangeView
    judge_calls: RangeView
    prompt_tokens: RangeView
    completion_tokens: RangeView
    total_tokens: RangeView
    cost_usd: CostRanges | None
    duration_s: RangeView | None


class LimitView(BaseModel):
    """How long one limit would take if it were the only one."""

    provider: str
    model: str
    limit: str
    amount: float
    alone_s: RangeView


class PartView(BaseModel):
    """What one template or judge of the batch takes, and how much is known of it."""

    model_config = ConfigDict(extra="allow")
    template: str
    version: int | None
    purpose: str
    target_count: int
    basis: Literal["history", "preview", "template"]
    same_version: bool
    calls_known: int
    acceptance_rate: RangeView
    latency_s: RangeView


class QueuePlace(BaseModel):
    position: int
    samples_ahead: int | None = Field(description="Null behind a queue that is too long to add up.")
    estimated_start_at: str | None


class Estimate(BaseModel):
    """What a batch will take, before it is started."""

    model_config = ConfigDict(extra="allow")
    success: Literal[True] = True
    target_count: int
    provider: str
    model: str
    demo: bool
    basis: Literal["history", "preview", "template"] = Field(description="The weakest of the parts'.")
    per_sample: PerSample
    total: Whole
    binding_limit: str = Field(description="What holds it up most; `concurrency` when no quota does.")
    binding_on: str = Field(description="The provider and model that it binds on.")
    limits: list[LimitView] = Field(description="How long each limit alone would take.")
    prices: dict[str, Any] = Field(description="By provider and model; null where nobody lists one.")
    parts: list[PartView]
    preview: PreviewTotals | None = Field(description="What this estimate itself has cost, if it made calls.")
    queue: QueuePlace | None = Field(description="Where it would join the queue; null if requests draw it.")
    notes: list[str]
