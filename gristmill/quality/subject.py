"""What a declared check looks at: the content, what it was asked for with, and the benchmarks to keep out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gristmill.quality.form import Asked, Contamination, Content, Form, Rule
from gristmill.quality.reasons import Fault
from gristmill.quality.words import joined, texts_in


@dataclass(frozen=True, slots=True)
class Subject:
    """One candidate. `brief` is None where a person's edit is checked: what was asked for then has no say."""

    form: Form
    content: Content
    brief: Asked | None = None
    contamination: Contamination | None = None

    def text(self, name: str | None) -> str:
        """All text of a field, by line breaks; empty where there is none."""
        return joined(self.content.get(name)) if name else ""

    def named_texts(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """The texts of the fields that a check names, each with its field's name; of all fields where it names none."""
        names = [rule.field] if rule.field else rule.fields or self.content
        for name in names:
            for text in texts_in(self.content.get(name)):
                yield name, text


Check = Callable[[Rule, Subject], Iterator[Fault]]  # yields what it finds, most telling first; nothing if all is well
