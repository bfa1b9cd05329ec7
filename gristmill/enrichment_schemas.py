"""What a client may ask of an enrichment, and what it is told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, JsonValue, model_validator

from gristmill.order_schemas import Enrich, Instruction, Name, Notes, Priority, Temperature
from gristmill.sample_schemas import ReviewFilter
from gristmill.schemas import Line, fault_at
from gristmill.template_schema import Identifier, Judge

MAX_IDS = 10_000


class StartEnrichment(Enrich):
    """Run a template over samples that there are: of one batch, of a list, or of a filter."""

    batch_id: Annotated[Line, Field(max_length=100)] | None = Field(None, description="All samples of this batch.")
    ids: list[Annotated[Line, Field(max_length=40)]] | None = Field(None, min_length=1, max_length=MAX_IDS)
    filter: ReviewFilter | None = Field(None, description="As the parameters of `GET /api/samples`.")
    dry_run: bool = Field(False, description="Only say how many samples it would work on.")
    parameters: dict[Identifier, JsonValue] = Field({}, description="Values of the template's parameters.")
    reasoning_instruction: Instruction | None = None
    temperature: Temperature | None = None
    seed: int | None = Field(None, ge=0, lt=2**31)
    judge: Judge | Literal[False] | None = Field(None, description="Who scores the results; false: nobody.")
    name: Name | None = None
    notes: Notes | None = None
    priority: Priority = 0

    @model_validator(mode="after")
    def _choose_once(self) -> StartEnrichment:
        given = [name for name in ("batch_id", "ids", "filter") if getattr(self, name) is not None]
        if len(given) != 1:
            raise fault_at((given[-1] if given else "filter", "name the samples by one of batch_id, ids and filter"))
        return self


class EnrichmentStarted(BaseModel):
    success: Literal[True] = True
    batch_id: str | None = Field(description="The batch that does it; null for a dry run.")
    status: str | None
    position: int | None
    samples: int = Field(description="How many samples it works on.")
    edited: int = Field(description="How many of them a person has edited: their fields stay, unless `overwrite`.")
    notice: str | None
