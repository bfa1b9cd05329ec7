"""What people type becomes an expression that full-text search accepts, whatever they typed."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.search_words import MAX_TERMS, match_of


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("duty of care", '"duty" AND "of" AND "care"'),
        ('"duty of care" breach', '"duty of care" AND "breach"'),
        ("negl*", '"negl"*'),
        ("ne*", '"ne"'),
        ('"negl*"', '"negl*"'),
        ("Donoghue's", '"Donoghue\'s"'),
        ('unclosed "quote', '"unclosed" AND "quote"'),
        ("care care", '"care"'),
        ("AND OR NOT NEAR", '"AND" AND "OR" AND "NOT" AND "NEAR"'),
        ("text:care", '"text:care"'),
    ],
)
def test_words_phrases_and_beginnings_are_read_as_typed(typed: str, expression: str) -> None:
    assert match_of(typed) == expression


@pytest.mark.parametrize("typed", ["", "  ", "%", "* * *", '""', '"', "- ^ ( )"])
def test_nothing_is_asked_when_there_is_no_letter_and_no_digit(typed: str) -> None:
    assert match_of(typed) is None


def test_only_so_many_words_are_asked_for_when_more_are_typed() -> None:
    expression = match_of(" ".join(f"word{number}" for number in range(100)))
    assert expression is not None
    assert expression.count("AND") == MAX_TERMS - 1


@given(st.text(max_size=60))
def test_expression_is_accepted_whatever_is_typed(typed: str) -> None:
    expression = match_of(typed)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(text, content='')")
    rows = connection.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression or '"x"',)).fetchall()
    connection.close()
    assert rows == []
