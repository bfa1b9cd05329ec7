"""A run of words that a benchmark has, too, is found in full; anything less is not."""

from __future__ import annotations

import pytest

from gristmill.near import RunTable, words_of

BENCHMARK = (
    "The quick brown fox jumps over the lazy dog near the river bank while seven wise owls watch it in silence tonight."
)


def table(*texts: str, words: int = 13) -> RunTable:
    made = RunTable(words)
    for text in texts:
        made.add(text)
    made.seal()
    return made


def test_overlap_is_the_whole_run_when_more_words_than_needed_are_shared() -> None:
    text = f"Said she: {BENCHMARK[4:96].upper()} and then it slept."
    found = table(BENCHMARK).overlap(text)
    assert found == "quick brown fox jumps over the lazy dog near the river bank while seven wise owls watch it"


def test_overlap_is_none_when_one_word_less_is_shared() -> None:
    shared = " ".join(words_of(BENCHMARK)[3:15])
    assert table(BENCHMARK).overlap(f"well {shared} well") is None
    assert table(BENCHMARK, words=12).overlap(f"well {shared} well") == shared


def test_overlap_is_none_when_the_words_are_in_another_order() -> None:
    assert table(BENCHMARK).overlap(" ".join(reversed(words_of(BENCHMARK)))) is None


@pytest.mark.parametrize("text", ["", "Too short to share anything."])
def test_overlap_is_none_when_a_text_has_no_run(text: str) -> None:
    assert table(BENCHMARK).overlap(text) is None
    assert table(text).overlap(BENCHMARK) is None


def test_table_holds_eight_bytes_for_each_word() -> None:
    made = table(" ".join(f"word{number}" for number in range(10_012)))
    assert made.size_bytes == 8 * 10_000


def test_run_of_no_words_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        RunTable(0)
