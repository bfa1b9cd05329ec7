"""Are the words a sample's at all? Refusals and placeholders, in every text at every depth.

Judges words only, by fixed expressions, and never what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gristmill.quality.reasons import Fault
from gristmill.quality.shape import Spot, where

_REFUSED_DEEDS: Final = r"""(?:help|assist|provide|answer|generate|create|comply|give|fulfil|fulfill|do\s+(?:that|this)
    |write|continue|discuss|engage|produce|complete|respond|offer|share|support|fulfil|process|participate|proceed
    |advise|make|draft|translate|summari[sz]e|be\s+able)\b"""
_REFUSAL: Final = re.compile(
    rf"""\W{{0,40}}(?:
        (?:i['\u2019]?\s?a?m\s+(?:so\s+|very\s+)?sorry|sorry|apologies|i\s+apologi[sz]e|unfortunately)\b
            .{{0,40}}?\b(?:i|we)\b\s?(?:['\u2019]m\s|am\s|are\s)?\s?
            (?:(?:can['\u2019]?t|cannot|can\s+not|could\s?n['\u2019]?t|(?:am\s+)?unable\s+to|not\s+able\s+to
                |won['\u2019]?t|do\s+not|don['\u2019]?t)
                (?:\s+\w+ly|\s+actually|\s+to)?(?:\s+{_REFUSED_DEEDS}|\s*[.,!]|\s*$)
             |must\s+decline)
      | i\s*(?:(?:['\u2019]m|am)\s+(?:unable|not\s+able)\s+to|can['\u2019]?t|cannot|can\s+not|won['\u2019]?t|will\s+not)
            \s+(?:help|assist|provide|answer|generate|create|comply|give|fulfil|do\s+that|write)\b
      | (?:as|i\s*['\u2019]m|i\s+am)\s+(?:just\s+|only\s+)?an?\s+
            (?:ai|artificial\s+intelligence|(?:large\s+)?language\s+model)\b
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Brackets need a letter between them: "[1, 2]" is an answer, "[answer]" is not.
_BLANK: Final = re.compile(
    r"""(?:
        < (?=[^<>]{0,80}[^\W\d_]) [^<>]{0,80} >
      | \[ (?=[^\[\]]{0,80}[^\W\d_]) [^\[\]]{0,80} \]
      | \{+ (?=[^{}]{0,80}[^\W\d_]) [^{}]{0,80} \}+
      | [\W_]+
      | (?:the|your|insert|a|write)\ (?:the\ |your\ )?(?:legal\ )?(?:question|answer|reasoning)
            (?:\ (?:here|goes\ here|text))?
      | (?:placeholder|todo|tbd|lorem\ ipsum.*)
    )[.:!]?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_BARE_WORD: Final = re.compile(r"(?:string|text|question|answer|reasoning)[.:!]?", re.IGNORECASE)


def refuses(text: str) -> bool:
    """Tell whether a text begins as a refusal or with the speaker's being a machine."""
    return _REFUSAL.match(text) is not None


def judge(spots: Iterable[Spot], choices: frozenset[str]) -> Fault | None:
    """Find a refusal or a placeholder. Fields in `choices` hold a label, which may be any word.

    Inside of lists and objects a text may be one bare word ("text" is a tag), and a user in a conversation may say
    what he cannot do.
    """
    for spot in spots:
        if spot.place[0] in choices:
            continue
        if _BLANK.fullmatch(spot.text) or (len(spot.place) == 1 and _BARE_WORD.fullmatch(spot.text)):
            return Fault("placeholder", f"The {where(spot.place)} holds a placeholder and no text.")
        if not spot.user and refuses(spot.text):
            return Fault("refusal", f"The {where(spot.place)} is a refusal.")
    return None
