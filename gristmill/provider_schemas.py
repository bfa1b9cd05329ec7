"""What is answered about providers: whether each can be used, with what, and how much of its limits is used."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

ProviderWord = Literal["groq", "openai_compatible", "embedded"]


class ProviderLimits(BaseModel):
    """The limits of the settings for each model of a provider; null: none. The provider may report tighter ones."""

    requests_per_minute: int | None
    tokens_per_minute: int | None
    requests_per_day: int | None
    tokens_per_day: int | None


class WindowUse(BaseModel):
    """Calls that began within a window, and the tokens of them that count against the limits."""

    requests: int
    tokens: int


class ProviderUse(BaseModel):
    """What the provider's default model has used of its limits: stored calls, judges' and previews' included."""

    minute: WindowUse = Field(description="In the last 60 s.")
    day: WindowUse = Field(description="In the last 24 h.")


class ProviderView(BaseModel):
    """One provider as the settings have it; holds no key and no address."""

    name: ProviderWord
    configured: bool = Field(description="The settings hold what it cannot do without.")
    remedy: str | None = Field(description="What to do so that it can be used; null: nothing.")
    default_model: str | None = Field(description="The model of a batch that names none; null: it must name one.")
    demo: bool = Field(description="True: its samples show the pipeline and must not be trained on.")
    models: list[str] = Field(description="The default first, then those that batches named, newest first; at most 20.")
    limits: ProviderLimits
    used: ProviderUse


class ProvidersPage(BaseModel):
    success: Literal[True] = True
    default: ProviderWord = Field(description="Who generates for a batch that names no provider.")
    providers: list[ProviderView]
