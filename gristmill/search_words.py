"""What people type into a search box, as an expression of SQLite's full-text search. Pure, and never a syntax error.

Words must all occur; "words in quotes" must follow each other; a trailing * asks for any ending.
"""

from __future__ import annotations

import re
from typing import Final

MAX_TERMS: Final = 20  # each one costs a look into the index
LEAST_BEGINNING: Final = 3  # characters before a *: one or two of them begin every second word
_TERM: Final = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')


def match_of(text: str) -> str | None:
    """Write the expression that finds what was typed; None when it holds no letter and no digit, so nothing fits."""
    terms = (_term(found["phrase"], found["word"] or "") for found in _TERM.finditer(text))
    wanted = list(dict.fromkeys(term for term in terms if term))[:MAX_TERMS]
    return " AND ".join(wanted) or None


def _term(phrase: str | None, word: str) -> str | None:
    """Quote one term: in quotes nothing has a meaning of its own."""
    bare = (word.rstrip("*") if phrase is None else phrase).replace("\0", " ")
    letters = sum(character.isalnum() for character in bare)
    if not letters:
        return None
    is_beginning = phrase is None and word.endswith("*") and letters >= LEAST_BEGINNING
    return f'"{bare}"*' if is_beginning else f'"{bare}"'
