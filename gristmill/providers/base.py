"""What every LLM looks like from inside: one request, one reply, one failure type.

Values and the interface only; nothing here opens a connection. Edges beside this module translate their
service's words into these and must raise `ProviderError` for every failure of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gristmill.limits.window import RateHeaders
from gristmill.outcome import Usage


@dataclass(frozen=True, slots=True)
class Message:
    """One chat turn; `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """One completion to ask for.

    `schema` is the JSON schema of the wanted object, in plain dicts and lists (None: free text); `schema_name` names
    it to the provider (letters, digits, `_` and `-`, at most 64). `max_tokens` bounds the completion; `seed` is a wish
    that not every provider honours.
    """

    model: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any] | None = None
    schema_name: str = "sample"
    max_tokens: int = 1024
    temperature: float = 0.7
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReply:
    """What came back. `model` is the name the provider gives itself, else the one asked for.

    `usage_is_estimate` is True when the provider sent no token counts and they were guessed from the text;
    `rate` holds the provider's own quota headers, if it sends any. `raw` is the body as it came (of a stream all its
    lines), without headers and without the key in use.
    """

    text: str
    usage: Usage
    finish_reason: str | None
    model: str
    rate: RateHeaders | None = None
    usage_is_estimate: bool = False
    raw: bytes = b""


class Provider(Protocol):
    """One LLM service, used from one asyncio loop."""

    @property
    def name(self) -> str:
        """The registry's name: `groq`, `openai_compatible` or `embedded`."""

    @property
    def default_model(self) -> str:
        """The model used when a batch names none; empty when there is no such."""

    @property
    def demo(self) -> bool:
        """True: its samples show the pipeline and must not be trained on."""

    @property
    def small_model(self) -> bool:
        """True: it needs a length-bounded schema and a worked example."""

    @property
    def concurrency(self) -> int | None:
        """The most calls it can usefully take at once; None: the setting decides."""

    @property
    def limited(self) -> bool:
        """True: the quota settings apply to it."""

    @property
    def cached_tokens_count(self) -> bool:
        """True: tokens that it read from its cache count against the limits; on Groq they do not."""

    @property
    def model_sha256(self) -> str | None:
        """Hash of the weights, where they are known."""

    async def start(self) -> None:
        """Get ready before the first call; calling `chat` without it is fine."""

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Ask once, without retries. Cancellation passes through and ends the call at the provider.

        Raises:
            ProviderError: for every failure of the service, with the kind that decides what happens next.
        """

    async def aclose(self) -> None:
        """Release connections and processes; the provider may be used again afterwards."""
