"""Is the text in the language of the template? Only texts that are long enough are judged.

Asked of py3langid, a naive Bayes model of 97 languages. The library
and its model are loaded at the first question: they take about a second and 60 MB.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Final, cast

from gristmill.quality.form import Fault, Rule
from gristmill.quality.subject import Subject

# Measured on names of cases, which are no language: below 60 letters they were taken for Shona and Latin.
MIN_LETTERS: Final = 100
MAX_CHARS: Final = 600  # enough for a sure answer (0.99); the time grows with the text, about 0.3 ms here
MIN_CERTAINTY: Final = 0.9


def language(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """The texts of `field` or `fields`, or all, are in `language` (ISO 639-1). Short and unsure texts pass."""
    text = "\n".join(text for _, text in subject.named_texts(rule))[:MAX_CHARS]
    if rule.language is None or sum(map(str.isalpha, text)) < MIN_LETTERS:
        return
    found, certainty = load()(text)
    if found != rule.language and certainty >= MIN_CERTAINTY:
        yield Fault("wrong_language", f'The text seems to be in the language "{found}", not "{rule.language}".')


@functools.cache
def load() -> Callable[[str], tuple[str, float]]:
    """Get the classifier; the first time this takes about a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return cast(Callable[[str], tuple[str, float]], identifier.classify)
