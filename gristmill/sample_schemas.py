"""What a client may ask of samples, and what it gets back: lists, reviews, edits."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from gristmill.lifecycle import Origin, Review
from gristmill.schemas import (
    MAX_OFFSET,
    MAX_PAGE,
    Body,
    CachedSchemaModel,
    Difficulty,
    Line,
    Part,
    demand_range,
    fault_at,
)
from gristmill.template_schema import Kind

MAX_IDS = 10_000  # samples that one review may name
MAX_FIELDS = 200  # fields of one edit

Score = Annotated[float, Field(ge=0, le=1)]
SampleId = Annotated[str, StringConstraints(pattern=r"^sample_[0-9a-f]{24}$")]
Reviewer = Annotated[Line, Field(max_length=100)]
Reason = Annotated[Line, Field(max_length=200)]
ReviewWord = Literal["pending", "approved", "rejected"]
OriginWord = Literal["generated", "person", "enrichment"]


def _storable(content: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate)") from None
    return content


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value  # 3.0 is an integer in JSON


class SamplesWanted(CachedSchemaModel):
    """Which samples; what is left out does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    batch_id: str | None = Field(None, max_length=100, description="Only of this batch.")
    template: str | None = Field(
        None, max_length=120, description="Only of this template: its name or id, or one version as `name@2`."
    )
    kind: Kind | None = Field(None, description="Only of templates of this kind.")
    topic: str | None = Field(None, max_length=200, description="Only of exactly this topic.")
    topic_contains: str | None = Field(None, max_length=200, description="Only of topics that contain this.")
    difficulty: Difficulty | None = Field(None, description="Only of this difficulty.")
    review: ReviewWord | None = Field(None, description="Only with this decision of a person.")
    score_min: Score | None = Field(None, description="Only with this score or a better one.")
    score_max: Score | None = Field(None, description="Only with this score or a worse one.")
    demo: bool | None = Field(None, description="Only, or without, what the demo model made.")
    origin: OriginWord | None = Field(None, description="Only contents of this maker.")
    q: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description='Full text: words that all occur, "words in a row", beginnings with a * at the end.',
    )

    @model_validator(mode="after")
    def _leave_scores_between(self) -> Self:
        demand_range(self.score_min, self.score_max)
        return self


class SampleListQuery(SamplesWanted):
    """Which samples to list, and in which order; without any parameter the newest 50."""

    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Rows of this page.")
    cursor: str | None = Field(None, max_length=400, description="`next_cursor` of the page before.")
    sort: Literal["-id", "-score", "score"] = Field(
        "-id", description="Newest first; or by score, which leaves out samples without one."
    )
    verdict: Literal["accepted", "rejected"] = Field(
        "accepted", description="`rejected`: candidates that the checks refused, newest first, while they are kept."
    )
    reason: str | None = Field(None, max_length=40, description="Only candidates refused for this reason.")

    @model_validator(mode="after")
    def _ask_for_what_there_is(self) -> SampleListQuery:
        if self.verdict == "rejected":
            given = {"review": self.review, "origin": self.origin, "sort": self.sort != "-id"}
            detail = "refused candidates have no review and no origin, and are listed newest first"
            if wrong := [(name, detail) for name, is_given in given.items() if is_given]:
                raise fault_at(*wrong)
        if self.verdict == "accepted" and self.reason is not None:
            raise fault_at(("reason", "only refused candidates have a reason: add verdict=rejected"))
        return self


class SamplePath(CachedSchemaModel):
    sample_id: str = Field(description="The sample's id; of a refused candidate `rejection_<number>`.")


class VersionPath(SamplePath):
    version: int = Field(ge=1, le=MAX_OFFSET, description="Number of a version, from 1.")


class AttemptPath(CachedSchemaModel):
    batch_id: str = Field(description="The batch's public id.")
    number: int = Field(ge=1, le=MAX_OFFSET, description="The attempt's number within its batch, from 1.")


class ChangeHeaders(CachedSchemaModel):
    """Who changes a sample, and which revision is meant."""

    if_match: str | None = Field(
        None, alias="If-Match", max_length=1000, description='The ETag as it was answered, `"3"`: else 412. `*` is any.'
    )
    reviewer: Reviewer | None = Field(None, alias="X-Reviewer", description="Who does it, unless the body says.")


class EditSample(Body):
    """New values of some top-level fields of the content; null where the template allows it."""

    content: Annotated[dict[str, JsonValue], AfterValidator(_storable)] = Field(min_length=1, max_length=MAX_FIELDS)
    by: Reviewer | None = Field(None, description="Who edits.")


class RevertSample(Body):
    """Which version to go back to."""

    version: Annotated[int, BeforeValidator(_whole)] = Field(ge=1, le=MAX_OFFSET)
    by: Reviewer | None = Field(None, description="Who does it.")


class Approve(Body):
    """Nothing needs to be said."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]
    by: Reviewer | None = Field(None, description="Who approves.")


class Reject(Body):
    """Why: the reasons are counted per template version."""

    reason: Reason
    by: Reviewer | None = Field(None, description="Who rejects.")


class ReviewFilter(Part, SamplesWanted):
    """Which samples, in a body."""


class ReviewMany(Body):
    """What to decide about which samples: `filter` or `ids`. By itself a dry run, which changes nothing."""

    filter: ReviewFilter | None = None
    ids: list[SampleId] | None = Field(None, min_length=1, max_length=MAX_IDS)
    action: Literal["approve", "reject", "reset"]
    reason: Reason | None = None
    by: Reviewer | None = None
    dry_run: bool = Field(True, description="False: do it.")
    expected: int | None = Field(None, ge=0, description="What the dry run counted: another number now is a 409.")

    @model_validator(mode="after")
    def _say_which_and_why(self) -> ReviewMany:
        wrong = []
        if (self.filter is None) == (self.ids is None):
            wrong.append(("filter", "say either filter or ids"))
        if (self.action == "reject") != (self.reason is not None):
            wrong.append(("reason", "a reason is needed to reject, and for nothing else"))
        if wrong:
            raise fault_at(*wrong)
        return self


class Finding(BaseModel):
    """A remark of a check that let the sample pass."""

    check: str
    reason: str
    message: str


class SampleLine(BaseModel):
    """A sample as lists show it. A refused candidate (`verdict: rejected`) has its fate instead of the later fields."""

    model_config = ConfigDict(extra="allow")
    sample_id: str
    batch_id: str
    item: int
    verdict: Literal["accepted", "rejected"]
    content: dict[str, Any] | None
    topic: str
    difficulty: str
    template: str
    template_version: int
    score: float | None = Field(description="The machine's opinion, 0 to 1; of a refused candidate only a judge's.")
    findings: list[Finding] = Field(description="What the checks remarked.")
    demo: bool
    created_at: str
    scores: dict[str, float] | None = Field(None, description="The judge's, by criterion.")
    reason: str | None = Field(None, description="Why a candidate was refused.")
    review: Review = Field(Review.PENDING, description="A person's decision.")
    review_reason: str | None = None
    reviewed_at: str | None = None
    reviewed_by: str | None = None
    version: int = Field(1, description="Counts contents.")
    revision: int = Field(1, description="Counts changes; it is the ETag.")
    origin: Origin = Field(Origin.GENERATED, description="Who wrote the present content.")
    edited_at: str | None = None
    edited_by: str | None = None
    source_ref: str | None = None
    provider: str | None = None
    model: str | None = None
    model_sha256: str | None = None
    prompt_hash: str | None = None
    seed: int | None = None
    attempt: int | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    cost_usd: float | None = None
    judge_tokens: int | None = None
    judge_cost_usd: float | None = None
    latency_ms: int | None = None


class SampleList(BaseModel):
    success: Literal[True] = True
    samples: list[SampleLine]
    count: int = Field(description="Rows in this answer.")
    total: int = Field(description="Rows that match; at least so many where `total_is_exact` is false.")
    total_is_exact: bool
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last one.")


class VersionLine(BaseModel):
    version: int
    origin: str
    edited_at: str | None
    edited_by: str | None


class SampleShown(SampleLine):
    versions: list[VersionLine] = Field([], description="Oldest first, the present one last.")


class OneSample(BaseModel):
    success: Literal[True] = True
    sample: SampleShown


class VersionShown(VersionLine):
    content: dict[str, Any]


class OneSampleVersion(BaseModel):
    success: Literal[True] = True
    version: VersionShown


class ReviewedMany(BaseModel):
    success: Literal[True] = True
    dry_run: bool
    matched: int = Field(description="Samples that are meant.")
    changed: int = Field(description="Samples that had another decision before; 0 in a dry run.")
