"""Documents are cut where a reader would cut them, and nothing of them is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.chunking import MAX_HEADING, Chunk, Piece, cut, markdown_pieces, page_pieces, plain_pieces

MARKDOWN = """Before any heading.

# Deeds

## Signing

A deed is signed in the presence of a witness.

```
# not a heading
```

## Delivery

It takes effect on delivery.

Wills
=====

A will needs two witnesses.
"""
TEXTS = st.text(st.sampled_from("ab.!?\n\n #-=`\u3002\u00e9\U0001f600"), max_size=3000) | st.text(max_size=1500)
SIZES = st.integers(10, 300)


def lines(text: str) -> Iterator[str]:
    return iter(text.splitlines(keepends=True))


def markdown(text: str, chunk_chars: int = 2000, overlap_chars: int = 0) -> list[Chunk]:
    return list(cut(markdown_pieces(lines(text)), chunk_chars=chunk_chars, overlap_chars=overlap_chars))


def plain(text: str, chunk_chars: int, overlap_chars: int = 0) -> list[str]:
    return [
        chunk.text for chunk in cut(plain_pieces(lines(text)), chunk_chars=chunk_chars, overlap_chars=overlap_chars)
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(text=TEXTS, size=SIZES)
def test_every_character_is_in_some_chunk_in_order(text: str, size: int) -> None:
    assert squeezed("".join(plain(text, size))) == squeezed(text)
    assert squeezed("".join(chunk.text for chunk in markdown(text, size))) == squeezed(text)


@given(text=TEXTS, size=SIZES, overlap=st.integers(0, 300))
def test_chunks_are_found_in_the_text_in_order_when_they_overlap(text: str, size: int, overlap: int) -> None:
    begin = end = 0
    for chunk in plain(text, size, overlap):
        begin = text.index(chunk, begin)
        assert begin <= end or not text[end:begin].strip()
        assert begin + len(chunk) > end
        end = begin + len(chunk)
    assert not text[end:].strip()


@given(text=TEXTS, size=SIZES, overlap=st.integers(0, 300))
def test_no_chunk_is_empty_or_longer_than_allowed(text: str, size: int, overlap: int) -> None:
    assert all(0 < len(chunk.text) <= size for chunk in markdown(text, size, overlap))


@given(text=TEXTS, size=SIZES, step=st.integers(1, 50))
def test_cuts_do_not_depend_on_how_the_text_arrives(text: str, size: int, step: int) -> None:
    parts = [Piece(text[start : start + step]) for start in range(0, len(text), step)]
    assert [chunk.text for chunk in cut(parts, chunk_chars=size, overlap_chars=0)] == plain(text, size)


def test_sections_keep_the_path_of_their_headings() -> None:
    found = [(chunk.heading, chunk.text.splitlines()[-1]) for chunk in markdown(MARKDOWN)]
    assert found == [
        (None, "Before any heading."),
        ("Deeds > Signing", "```"),
        ("Deeds > Delivery", "It takes effect on delivery."),
        ("Wills", "A will needs two witnesses."),
    ]


def test_heading_without_text_goes_with_the_next_section() -> None:
    assert markdown(MARKDOWN)[1].text.startswith("# Deeds\n\n## Signing\n\nA deed")


@pytest.mark.parametrize("line", ["# ", "####### seven", "#tag", "    # code", "- item\n---", "x\ny\n---", "#" * 400])
def test_line_is_no_heading_with_a_title_when_markdown_says_so(line: str) -> None:
    assert {chunk.heading for chunk in markdown(f"{line}\n\nText.")} == {None}


def test_heading_path_is_bounded() -> None:
    text = "".join(f"{'#' * level} {'t' * 90}{level}\n" for level in range(1, 7)) + "Text."
    heading = markdown(text)[-1].heading
    assert heading is not None
    assert len(heading) == MAX_HEADING
    assert heading.endswith("6")


def test_text_is_cut_between_paragraphs_when_it_can() -> None:
    first, second = "One here. Two here.", "Three here. Four here."
    assert plain(f"{first}\n\n{second}\n", 30) == [first, second]


def test_text_is_cut_between_sentences_when_a_paragraph_is_too_long() -> None:
    found = plain("A rule applies here. It has two parts! Does it bind? It binds the crown, e.g. ministers too.", 45)
    assert all(re.search(r"[.!?]$", chunk) for chunk in found)
    assert found[0] == "A rule applies here. It has two parts!"


def test_text_is_cut_between_words_when_a_sentence_is_too_long() -> None:
    words = [f"word{number}" for number in range(50)]
    assert " ".join(plain(" ".join(words), 40)).split() == words


def test_word_is_cut_when_it_is_longer_than_a_chunk() -> None:
    assert plain("x" * 95, 40) == ["x" * 40, "x" * 40, "x" * 15]


def test_chunk_repeats_the_end_of_the_one_before_from_a_sentence_on() -> None:
    sentences = [f"Sentence {number:02} stands here." for number in range(20)]
    found = plain(" ".join(sentences), 150, 50)
    assert all(chunk.startswith("Sentence") for chunk in found)
    assert all(later[:24] in earlier for earlier, later in pairwise(found))


def test_nothing_is_repeated_over_the_border_of_a_section() -> None:
    found = list(cut(page_pieces(["One page. " * 5, "Other page. " * 5]), chunk_chars=30, overlap_chars=10))
    assert {chunk.heading for chunk in found} == {"page 1", "page 2"}
    assert not [chunk for chunk in found if "One" in chunk.text and "Other" in chunk.text]
