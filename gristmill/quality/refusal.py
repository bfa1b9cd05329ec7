"""Is what the fields say a sample at all? Refusals, placeholders, questions that ask nothing, copied answers.

Judges words only, by fixed expressions, and never the law in them.
"""

from __future__ import annotations

import re
from typing import Final

from gristmill.quality.structure import Content, Fault

_REFUSAL: Final = re.compile(
    r"""\W*(?:
        (?:i['\u2019]?\s?a?m\s+(?:so\s+|very\s+)?sorry|sorry|apologies|i\s+apologi[sz]e|unfortunately)\b
            .{0,40}?\b(?:i|we)\b\s?(?:['\u2019]m\s|am\s|are\s)?\s?(?:can['\u2019]?t|cannot|can\s+not
            |could\s?n['\u2019]?t|unable|not\s+able|won['\u2019]?t|must\s+decline|do\s+not|don['\u2019]?t)\b
      | i\s*(?:(?:['\u2019]m|am)\s+(?:unable|not\s+able)\s+to|can['\u2019]?t|cannot|can\s+not|won['\u2019]?t|will\s+not)
            \s+(?:help|assist|provide|answer|generate|create|comply|give|fulfil|do\s+that|write)\b
      | (?:as|i\s*['\u2019]m|i\s+am)\s+(?:just\s+|only\s+)?an?\s+
            (?:ai|artificial\s+intelligence|(?:large\s+)?language\s+model)\b
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_PLACEHOLDER: Final = re.compile(
    r"""(?:
        <[^<>]{0,80}> | \[[^\[\]]{0,80}\] | \{+[^{}]{0,80}\}+
      | [\W_]+
      | (?:string|text|question|answer|reasoning|placeholder|todo|tbd|lorem\ ipsum.*)
      | (?:the|your|insert|a|write)\ (?:the\ |your\ )?(?:legal\ )?(?:question|answer|reasoning)
            (?:\ (?:here|goes\ here|text))?
    )[.:!]?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# A task that is set, not asked: the verb stands at the start of a sentence ("Anna sells ... Advise Anna.").
_TASK: Final = re.compile(
    r"""(?:^|[.!;:,\n]["'\u201d\u2019)]?\s{0,4})(?:critically\s+|briefly\s+|please\s+)?
        (?:advise|analy[sz]e|argue|assess|calculate|comment|compare|consider|contrast|define|describe|determine|differentiate
        |discuss|distinguish|draft|evaluate|examine|explain|give|identify|illustrate|justify|list|name|outline|state
        |suggest|summari[sz]e|tell)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION_MARKS: Final = re.compile("[?\uff1f\u037e\u061f]")


def refuses(text: str) -> bool:
    """Tell whether a text begins as a refusal or with the speaker's being a machine."""
    return _REFUSAL.match(text) is not None


def wording(content: Content) -> Fault | None:
    """Find a refusal or a placeholder in any field."""
    for name, value in content.items():
        if value is None:
            continue
        if _PLACEHOLDER.fullmatch(value):
            return Fault("placeholder", f"The field {name} holds a placeholder and no text.")
        if refuses(value):
            return Fault("refusal", f"The field {name} is a refusal.")
    return None


def sense(content: Content) -> Fault | None:
    """Check that the question asks something and that the answer is not the question again."""
    question, answer = content.get("question"), content.get("answer")
    if question is None:
        return None
    if not _QUESTION_MARKS.search(question) and not _TASK.search(question):
        return Fault("not_a_question", "The question neither asks nor sets a task.")
    if answer is not None and answer.casefold() == question.casefold():
        return Fault("answer_copies_question", "The answer is the question again.")
    return None
