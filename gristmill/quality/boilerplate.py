"""Phrases that a sample must not hold: the template's own, or what models say to the person who asked them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from gristmill.quality.form import Fault, Rule, short
from gristmill.quality.subject import Subject

# Used where the check names no phrases: talk about the reply, not in it. Collected from replies of common models.
DEFAULT_PHRASES: Final[tuple[str, ...]] = (
    "as an ai",
    "as a language model",
    "as a large language model",
    "i am an ai",
    "i'm an ai",
    "i am just an ai",
    "ai assistant",
    "ai language model",
    "my training data",
    "my knowledge cutoff",
    "knowledge cut-off",
    "as of my last update",
    "i don't have personal opinions",
    "i do not have personal opinions",
    "i don't have access to real-time",
    "i cannot browse the internet",
    "i am not a lawyer",
    "i'm not a lawyer",
    "i hope this helps",
    "i hope that helps",
    "hope this helps",
    "let me know if you have any",
    "let me know if you need",
    "let me know if you would like",
    "let me know if you'd like",
    "feel free to ask",
    "feel free to reach out",
    "please don't hesitate to ask",
    "if you have any further questions",
    "if you have any other questions",
    "is there anything else i can help",
    "happy to help",
    "great question",
    "that's a great question",
    "certainly! here",
    "sure! here",
    "sure, here is",
    "sure, here's",
    "of course! here",
    "absolutely! here",
    "here is the json",
    "here's the json",
    "here is a training example",
    "here is your training example",
    "in this training example",
    "as requested in the prompt",
    "as per your instructions",
    "lorem ipsum",
)
_SPACES: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def banned(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """No text of `field` or `fields` (or of any field, where none is named) holds one of `phrases`."""
    phrases = _prepared(tuple(rule.phrases) or DEFAULT_PHRASES)
    for name, text in subject.named_texts(rule):
        said = _plain(text)
        for phrase in phrases:
            if phrase in said and _stands_alone(phrase, said):
                yield Fault("banned_phrase", f'The field {name} says "{short(phrase)}", which the template bans.')
                return


@functools.lru_cache(maxsize=64)
def _prepared(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_plain, phrases)))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_QUOTES)).casefold().strip()


def _stands_alone(phrase: str, text: str) -> bool:
    """Tell whole words from parts: "as an ai" is not in "as an aircraft"."""
    place = text.find(phrase)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(phrase) : place + len(phrase) + 1]
        is_cut = (before.isalnum() and phrase[0].isalnum()) or (after.isalnum() and phrase[-1].isalnum())
        if not is_cut:
            return True
        place = text.find(phrase, place + 1)
    return False
