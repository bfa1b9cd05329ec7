"""What a client may ask of templates, and what it gets back."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from gristmill.order_schemas import Given, Instruction, Topic
from gristmill.schemas import Body, CachedSchemaModel, Difficulty, Query
from gristmill.template_schema import Identifier, Kind, TemplateDefinition


class TemplatePath(CachedSchemaModel):
    template_id: str = Field(max_length=120, description="The template's id; its name is taken, too.")


class TemplateVersionPath(TemplatePath):
    version: int = Field(ge=1, le=999_999_999, description="Number of the version, from 1.")


class TemplatesQuery(Query):
    """Which templates to list."""

    kind: Kind | None = Field(None, description="Only this kind.")
    deleted: bool = Field(False, description="List deleted ones, too.")


class TemplateHeaders(CachedSchemaModel):
    if_match: str | None = Field(
        None,
        alias="If-Match",
        max_length=200,
        description='Change it only if the newest version is still this one: `"v3"`.',
    )


class RenderTemplate(Body):
    """What to fill a template in with; what is left out gets a first value."""

    topic: Topic | None = None
    difficulty: Difficulty | None = None
    angle: Topic | None = Field(None, description="What a plan would draw from the taxonomy.")
    framing: Topic | None = Field(None, description="What a plan would draw from the framings.")
    reasoning_instruction: Instruction | None = None
    parameters: dict[Identifier, Given] = Field(
        {}, max_length=100, description="Values of its parameters; of a list the first is taken."
    )
    source: str | None = Field(None, max_length=50_000, description="Text that stands for a chunk of a source.")
    row: dict[str, Any] | None = Field(None, max_length=1000, description="Fields that stand for a row of a source.")
    sample: dict[str, Any] | None = Field(None, max_length=1000, description="Content that an enrichment works on.")
    small_model: bool = Field(False, description="In the form for small models, if it has one.")


class RenderDefinition(RenderTemplate):
    """A definition that need not be saved, and what to fill it in with; what is left out gets a first value."""

    definition: TemplateDefinition


class TemplateView(BaseModel):
    """A template without its texts."""

    template_id: str
    name: str
    kind: str
    description: str
    version: int = Field(description="The newest.")
    built_in: bool = Field(description="It came with Gristmill.")
    parameters: list[str]
    fields: list[str] = Field(description="Of the samples that it makes.")
    needs: list[str] = Field(description="What it cannot do without: `source`, `row`, or `sample` (enrichment).")
    created_at: str
    updated_at: str
    deleted_at: str | None


class TemplatesPage(BaseModel):
    success: Literal[True] = True
    templates: list[TemplateView]
    count: int


class VersionView(BaseModel):
    version: int
    built_in: bool = Field(description="It came with Gristmill, and not from a person.")
    created_at: str


class RefusalView(BaseModel):
    version: int
    reason: str | None
    count: int


class OneTemplate(BaseModel):
    success: Literal[True] = True
    template: TemplateView
    definition: TemplateDefinition
    versions: list[VersionView]
    refusals: list[RefusalView] = Field(description="Why people rejected its samples, by version.")


class OneTemplateVersion(BaseModel):
    success: Literal[True] = True
    template_id: str
    name: str
    version: int
    definition: TemplateDefinition


class SavedTemplate(BaseModel):
    success: Literal[True] = True
    template: TemplateView
    changed: bool = Field(description="False when the newest version says the same already.")


class MessageView(BaseModel):
    role: str
    content: str


class RenderedTemplate(BaseModel):
    success: Literal[True] = True
    template_id: str | None = Field(description="null: the definition is not saved.")
    version: int | None = Field(description="null: the definition is not saved.")
    messages: list[MessageView]
    sample_schema: dict[str, Any] = Field(description="JSON schema that the reply is held to.")
    max_tokens: int
    temperature: float
    prompt_hash: str
    characters: int
    variables: list[str] = Field(description="Names that the template's texts use, also those for a small model.")
    available: list[str] = Field(description="Names that they may use: what every template has, and its parameters.")
