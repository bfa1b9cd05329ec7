"""The checks between a model's reply and a sample: one call, one verdict, never an exception.

A rejected reply is a value with a reason. No I/O, no rows: whether a sample is a duplicate is the database's to say.
"""

from __future__ import annotations

from gristmill.quality.boilerplate import DEFAULT_PHRASES
from gristmill.quality.duplicates import content_hash
from gristmill.quality.form import Contamination, Content, Form
from gristmill.quality.pipeline import CHECKS, Verdict, check, check_content
from gristmill.quality.reasons import REASONS

__all__ = [
    "CHECKS",
    "DEFAULT_PHRASES",
    "REASONS",
    "Contamination",
    "Content",
    "Form",
    "Verdict",
    "check",
    "check_content",
    "content_hash",
]
