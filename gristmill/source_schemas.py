"""What is sent with a source beside its file, and what is answered about sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from gristmill.schemas import MAX_OFFSET, MAX_PAGE, CachedSchemaModel, Line, Query

PREVIEW_CHUNKS = 3
MAX_CHUNK_PAGE = 100  # of up to 20,000 characters each

Purpose = Literal["seed", "benchmark"]


class SourceOptions(CachedSchemaModel):
    """How a file is to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[Line, Field(max_length=200)] | None = Field(None, description="Left out: the file's name.")
    purpose: Purpose = Field(
        "seed", description="`seed`: samples are made from it; `benchmark`: samples must not repeat it."
    )
    text_field: Annotated[Line, Field(max_length=100)] | None = Field(
        None, description="Of a table: the field that holds the text. Left out: all fields, as `name: value` lines."
    )
    chunk_chars: int = Field(2000, ge=200, le=20_000, description="Largest chunk of a document, in characters.")
    overlap_chars: int = Field(
        200, ge=0, le=5000, description="How much of a chunk the next one repeats; at most a third of chunk_chars."
    )

    @field_validator("overlap_chars")
    @classmethod
    def _repeat_little(cls, value: int, info: ValidationInfo) -> int:
        if value > info.data.get("chunk_chars", value * 3) // 3:
            raise ValueError("must be at most a third of chunk_chars")
        return value


class SourcePath(CachedSchemaModel):
    source_id: str = Field(description="The source's id, as the upload returned it.")


class SourcesQuery(Query):
    """Which sources to list; the newest come first."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over.")
    purpose: Purpose | None = Field(None, description="Only these.")


class ChunksQuery(Query):
    """Which chunks of a source to list."""

    limit: int = Field(20, ge=1, le=MAX_CHUNK_PAGE, description="Chunks of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Chunks to pass over.")


class ChunkView(BaseModel):
    """One chunk of a source."""

    number: int = Field(description="From 0; samples name it as `src_0123456789ab#12`.")
    heading: str | None = Field(description="Where a passage stood: the headings above it, or its page.")
    text: str
    fields: dict[str, Any] | None = Field(description="Of a table: the row.")


class SourceView(BaseModel):
    """One source."""

    source_id: str = Field(examples=["src_0123456789ab"])
    name: str
    purpose: Purpose
    media: str = Field(examples=["md"])
    sha256: str
    size_bytes: int
    chunk_count: int
    created_at: str
    options: dict[str, Any] = Field(description="How it was read.")


class SourceShown(SourceView):
    success: Literal[True] = True
    chunks: list[ChunkView] = Field(description="The first ones.")


class SourceTaken(SourceShown):
    created: bool = Field(description="False: the same file was here already.")


class SourcesPage(BaseModel):
    success: Literal[True] = True
    sources: list[SourceView]
    count: int
    total: int


class ChunksPage(BaseModel):
    success: Literal[True] = True
    chunks: list[ChunkView]
    count: int
    total: int


class SourceDeleted(BaseModel):
    success: Literal[True] = True
    source_id: str
    deleted: Literal[True] = True
    chunks_kept: bool = Field(description="True: batches that were started with it still need its chunks.")
