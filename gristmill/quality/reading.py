"""Where is the JSON object in the model's text?

Reads text that may be plain JSON, fenced, wrapped in prose, or come after a thought. Never raises on bad text.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast

# How many opening braces to try before giving up, so that a text of braces costs no quadratic time.
_MAX_TRIES: Final = 8
# Not strict: a raw line break inside a string is the commonest small mistake, and its meaning is clear.
_DECODER: Final = json.JSONDecoder(strict=False)
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def parse(text: str) -> dict[str, Any] | None:
    """Find the JSON object in a reply: the whole text, else the first object inside a fence or prose."""
    body = text.rpartition("</think>")[2].strip()
    start = body.find("{")
    for _ in range(_MAX_TRIES):
        if start < 0:
            return None
        try:
            found, _end = _DECODER.raw_decode(body, start)
        except (ValueError, RecursionError):  # RecursionError: thousands of nested brackets
            start = body.find("{", start + 1)
            continue
        return cast(dict[str, Any], found)
    return None


def clean(text: str) -> str:
    """Take out the characters that no store takes (NUL, other controls, lone surrogates), and strip."""
    return _UNSTORABLE.sub("", text).strip()
