"""What the scripted provider says and counts: its texts, its statistics, its enforced quota. Values, no server."""

from __future__ import annotations

import json
from collections import Counter, deque
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

_QUESTION = (
    "Acting for claimant number {n}, whose files are called {words}, what must counsel prove against the director?"
)
# Questions that differ in a number alone would be near-duplicates. Each names 10 of 67 words: the values, at these
# places, of a polynomial x**3 + ... over the field of 67, whose other coefficients are the digits of n. Two of them
# agree in at most 2 places (a Reed-Solomon code).
_PLACES: Final = (30, 16, 47, 60, 40, 37, 4, 38, 11, 55)
_NAMED: Final = (
    "acorn almond anchor apricot badger bakery barley basket beacon blanket bonnet bramble bridge bucket butter"
    " button candle carpet castle cellar cherry chimney clover cobble cotton cradle crystal curtain dahlia dragon"
    " eagle ember falcon feather fiddle forest garnet goblet hammer harbour hazel island ivory jasmine juniper kettle"
    " ladder lantern magnet marble meadow mirror needle oyster parsley pebble quarry ribbon saddle silver temple"
    " thistle tunnel velvet walnut willow yarrow"
)
_WORDS: Final = tuple(_NAMED.split())
_CONTENT = {
    "question": _QUESTION,
    "reasoning": "1. Identify the duty: section 175 forbids a conflict of interest. 2. Ask whether the opportunity"
    " belonged to the company. 3. Ask whether the board gave its consent beforehand. 4. State the remedy.",
    "answer": "Counsel must show that the director exploited an opportunity which the company could have taken,"
    " without the consent of its independent directors. It is no defence that the company would not have taken it;"
    " the director must account for the profit made.",
    "case_citation": "Regal (Hastings) Ltd v Gulliver [1967] 2 AC 134",
}


def words(n: int) -> str:
    """Name the words of question n; they come again after 67**3 questions."""
    size = len(_WORDS)
    first, second, third = n % size, n // size % size, n // size**2 % size
    return " ".join([_WORDS[(first + (second + (third + x) * x) * x) % size] for x in _PLACES])


def content(n: int, **changes: str | None) -> str:
    """Write the nth sample as a model would; a change to None leaves the field out."""
    fields = {**_CONTENT, "question": _QUESTION.format(n=n, words=words(n)), **changes}
    return json.dumps({name: text for name, text in fields.items() if text is not None})


def completion(text: str, *, tokens: tuple[int, int], model: str, finish_reason: str = "stop") -> dict[str, Any]:
    """Write a chat completion; `tokens` are prompt and completion tokens."""
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
    }


@dataclass(slots=True)
class Options:
    """What the command line says; 0 means no limit."""

    latency_ms: float = 0
    key: str | None = None
    rpm: int = 0
    tpm: int = 0
    period_s: float = 60
    tokens_min: int = 300
    tokens_max: int = 300
    models: tuple[str, ...] = ()
    x_ratelimit: str | None = None


@dataclass(slots=True)
class Stats:
    """What happened since the start or the last reset."""

    calls: int = 0
    ok: int = 0
    tokens: int = 0
    rejected_429: int = 0
    in_flight: int = 0
    max_in_flight: int = 0
    aborted: int = 0
    first_at: float | None = None
    last_at: float | None = None
    by_status: Counter[int] = field(default_factory=Counter)
    log: deque[tuple[float, int, str, int, str | None, Any]] = field(default_factory=lambda: deque(maxlen=10_000))

    def as_json(self) -> dict[str, Any]:
        names = (
            "calls",
            "ok",
            "tokens",
            "rejected_429",
            "in_flight",
            "max_in_flight",
            "aborted",
            "first_at",
            "last_at",
        )
        calls_log = [
            {
                "time": at,
                "status": status,
                "model": model,
                "tokens": tokens,
                "response_format": kind,
                "prompt_sha": sha256(json.dumps(prompt).encode()).hexdigest(),
            }
            for at, status, model, tokens, kind, prompt in self.log
        ]
        counts = {name: getattr(self, name) for name in names}
        times = {"first_at": self.first_at, "last_at": self.last_at}
        return {**counts, **times, "by_status": self.by_status, "calls_log": calls_log}


@dataclass(slots=True)
class Quota:
    """An exact sliding window over accepted calls, enforced as a provider does."""

    options: Options
    entries: deque[tuple[float, int]] = field(default_factory=deque)
    tokens: int = 0

    def take(self, now: float, tokens: int) -> float:
        """Count a call and give 0, or give the seconds after which it would fit."""
        self._forget(now)
        wait_s = max(self._until_request_fits(now), self._until_tokens_fit(now, tokens))
        if wait_s == 0:
            self.entries.append((now, tokens))
            self.tokens += tokens
        return wait_s

    def headers(self, now: float) -> dict[str, str]:
        """Write x-ratelimit-*; the groq dialect reports requests by the day."""
        limits = self.options
        reset = f"{max(0.0, self.entries[0][0] + limits.period_s - now) if self.entries else 0:.3f}s"
        told = {"limit-tokens": limits.tpm, "remaining-tokens": limits.tpm - self.tokens}
        if limits.x_ratelimit == "groq":
            told |= {"limit-requests": 14_400, "remaining-requests": 14_400 - len(self.entries)}
        else:
            told |= {"limit-requests": limits.rpm, "remaining-requests": limits.rpm - len(self.entries)}
        resets = {"x-ratelimit-reset-tokens": reset, "x-ratelimit-reset-requests": reset}
        return {f"x-ratelimit-{name}": str(value) for name, value in told.items()} | resets

    def _forget(self, now: float) -> None:
        while self.entries and self.entries[0][0] <= now - self.options.period_s:
            self.tokens -= self.entries.popleft()[1]

    def _until_request_fits(self, now: float) -> float:
        over = len(self.entries) + 1 - self.options.rpm
        if not self.options.rpm or over <= 0:
            return 0
        return self.entries[over - 1][0] + self.options.period_s - now

    def _until_tokens_fit(self, now: float, tokens: int) -> float:
        over = self.tokens + tokens - self.options.tpm
        if not self.options.tpm or over <= 0:
            return 0
        for at, freed in self.entries:
            over -= freed
            if over <= 0:
                return at + self.options.period_s - now
        return self.options.period_s


def _template() -> bytes:
    text = json.dumps(completion(content(777_001), tokens=(777_002, 777_003), model="@model@"))
    text = text.replace("%", "%%").replace("777001", "%d").replace("@model@", "%b").replace(words(777_001), "%b")
    return text.replace("777002", "%d").replace("777003", "%d").replace("1554005", "%d").encode()


_TEMPLATE: Final = _template()


def render(n: int, model: str, tokens: tuple[int, int]) -> bytes:
    """Write the body of a good answer from bytes prepared once: the way benchmarks take."""
    return _TEMPLATE % (
        json.dumps(model).encode()[1:-1],
        n,
        words(n).encode(),
        tokens[0],
        tokens[1],
        tokens[0] + tokens[1],
    )
