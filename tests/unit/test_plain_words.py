"""The plain form of a text: stored hashes and signatures need that the quick way gives what the slow one does."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from gristmill.plain_words import normal
from gristmill.quality.words import share_more_than

MARKED = st.text("aZ9 _-\n\x00\u2018\u2019\u201c\u2013\u2026\xa0\xa3\xa7\xe9\xdf\u0130\ufb01\u0301\u0338=", max_size=12)


@given(st.one_of(MARKED, st.text(max_size=12)))
def test_normal_is_the_folded_words_when_a_text_is_of_any_kind(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    assert normal(text) == re.sub(r"[\W_]+", " ", folded).strip()


def test_share_is_of_the_longer_text_when_lengths_differ() -> None:
    assert share_more_than(0.6, "one two three", "One, two; three four!")
    assert not share_more_than(0.75, "one two three", "One, two; three four!")


def test_share_counts_each_word_as_often_as_it_comes_when_words_repeat() -> None:
    assert not share_more_than(0.5, "a a a b", "a b b b")
    assert share_more_than(0.4, "a a a b", "a b b b")
