"""Regular expressions that people write in templates, run so that none can hang the service.

They run in the engine of the schema checker, which is linear for most and gives up on the rest. Never in `re`, where
"(a+)+$" takes longer than anybody lives.
"""

from __future__ import annotations

import functools
from typing import Final

from jsonschema_rs import Draft202012Validator, FancyRegexOptions

# Steps of one search with look-around or back-references; a search that needs them all takes about 3 ms.
_MAX_STEPS: Final = 100_000
SAFE_PATTERNS: Final = FancyRegexOptions(backtrack_limit=_MAX_STEPS)


def compiles(pattern: str) -> bool:
    """Tell whether a pattern can be used: ECMA 262, as in JSON schema, with look-around and (?i)."""
    try:
        _matcher(pattern)
    except ValueError:  # jsonschema_rs.ValidationError is one
        return False
    return True


def found(pattern: str, text: str) -> bool:
    """Tell whether the pattern matches somewhere; False also where the search takes too many steps.

    Raises:
        ValueError: the pattern is none (ask `compiles` first).
    """
    return _matcher(pattern).is_valid(text)


@functools.lru_cache(maxsize=256)
def _matcher(pattern: str) -> Draft202012Validator:
    return Draft202012Validator({"pattern": pattern}, pattern_options=SAFE_PATTERNS)
