"""Checks against texts from outside: the quotation stands in its source; no benchmark stands in the sample."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from gristmill.quality.form import Fault, Rule, short
from gristmill.quality.subject import Subject

CONTAMINATION_WORDS: Final = 13  # Brown et al., "Language Models are Few-Shot Learners" (2020), appendix C
_SPACES: Final = re.compile(r"\s+")
_ENDS: Final = " \t\n'\".,;:\u2026"
_MARKS: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"\u00ad": ""}
)


def grounded(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` stands word for word in the brief's `source`; case, spaces and kinds of quotation marks are no matter."""
    source = subject.brief.variables.get("source") if subject.brief else None
    if not isinstance(source, str):
        return
    text = subject.text(rule.field)
    quotation = _plain(text).strip(_ENDS)
    if not quotation or quotation not in _plain_source(source):
        yield Fault("not_grounded", f'The field {rule.field}, "{short(text)}", does not stand in the source.')


@functools.lru_cache(maxsize=16)
def _plain_source(source: str) -> str:
    """The same chunk is asked about several times in a row."""
    return _plain(source)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_MARKS)).casefold()


def contamination(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """No text shares a run of `minimum` words (13 unless said) with a benchmark."""
    if subject.contamination is None:
        return
    for name, text in subject.named_texts(rule):
        shared = subject.contamination.overlap(text, rule.minimum or CONTAMINATION_WORDS)
        if shared is not None:
            yield Fault("contaminated", f'The field {name} shares "{short(shared)}" with a benchmark.')
            return
