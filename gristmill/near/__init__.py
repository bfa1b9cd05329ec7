"""Which texts are nearly the same: signatures (MinHash), a search table (LSH), groups, and runs of words in common.

Pure: numbers in, numbers out. No rows, no files, no clock; what is done about a find is decided elsewhere.
"""

from __future__ import annotations

from gristmill.near.fields import REASON, fields_for
from gristmill.near.groups import groups_of
from gristmill.near.pairs import earlier_of
from gristmill.near.runs import DEFAULT_WORDS, RunTable, words_of
from gristmill.near.signature import DEFAULT_THRESHOLD, readable, signature_of, similarity
from gristmill.near.table import Match, Table

__all__ = [
    "DEFAULT_THRESHOLD",
    "DEFAULT_WORDS",
    "REASON",
    "Match",
    "RunTable",
    "Table",
    "earlier_of",
    "fields_for",
    "groups_of",
    "readable",
    "signature_of",
    "similarity",
    "words_of",
]
