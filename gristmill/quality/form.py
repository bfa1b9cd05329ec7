"""What the checks need to know of a template, of a check that it declares, and of the brief it was put with.

Shapes only, which `prompts.Template`, `template_schema.Check` and `plan.Brief` have: the checks know none of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from gristmill.quality.reasons import Fault

Content = dict[str, Any]  # a JSON object of the template's schema
MAX_MESSAGE_PART: Final = 80  # characters of a sample that a sentence may repeat


class Rule(Protocol):
    """One check that a template declares. Which of these it reads, its own function says."""

    @property
    def check(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def field(self) -> str | None: ...
    @property
    def of(self) -> str | None: ...
    @property
    def fields(self) -> Sequence[str]: ...
    @property
    def minimum(self) -> int | None: ...
    @property
    def maximum(self) -> int | None: ...
    @property
    def threshold(self) -> float | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def phrases(self) -> Sequence[str]: ...
    @property
    def when(self) -> str: ...


class Options(Protocol):
    """A parameter of a template."""

    @property
    def values(self) -> Sequence[str]: ...


class Form(Protocol):
    """A template. Forms are compared by identity: what is compiled from one is kept for it."""

    def __hash__(self) -> int: ...
    @property
    def schema(self) -> Mapping[str, Any]: ...
    @property
    def identity_fields(self) -> Sequence[str]: ...
    @property
    def checks(self) -> Sequence[Rule]: ...
    @property
    def parameters(self) -> Mapping[str, Options]: ...


class Asked(Protocol):
    """The brief: what the reply was asked for with."""

    @property
    def reasoning_instruction(self) -> str | None: ...
    @property
    def variables(self) -> Mapping[str, Any]: ...


class Contamination(Protocol):
    """An index of benchmarks."""

    def overlap(self, text: str, words: int) -> str | None:
        """Find a run of `words` words that the text shares with a benchmark."""


def short(text: str) -> str:
    """Cut a text so that a sentence can hold it."""
    return text if len(text) <= MAX_MESSAGE_PART else f"{text[:MAX_MESSAGE_PART]}..."


__all__ = ["Asked", "Contamination", "Content", "Fault", "Form", "Options", "Rule", "short"]
