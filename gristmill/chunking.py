"""Cuts documents into chunks: along sections first, then paragraphs, sentences, lines and words. Text in, text out.

Works on a stream of pieces and holds hardly more than one chunk, so that a book costs as much memory as a page. Never
drops anything but the white space around a chunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

MAX_HEADING: Final = 300  # characters; the column's width
_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\n?")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*\n?")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_TITLE: Final = re.compile(r"\s*([-*+>|#]|\d+[.)]\s)")
# Where a text may be cut, best first; each match ends where the next chunk begins.
_PARAGRAPH_END: Final = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END: Final = re.compile("[.!?]['\")\\]\u201d\u2019]{0,3}\\s+(?=[^\\sa-z])|[\u3002\uff01\uff1f]")
_LINE_END: Final = re.compile(r"\n\s*")
_WORD_END: Final = re.compile(r"\s+")
_ENDS: Final[Sequence[re.Pattern[str]]] = (_PARAGRAPH_END, _SENTENCE_END, _LINE_END, _WORD_END)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One part of a source: a passage (`heading`: where it stood, `Deeds > Signing`), or a row with its `fields`."""

    text: str
    heading: str | None = None
    fields: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as a prompt gets it: where it comes from, its text, and the fields of a table's row."""

    title: str
    text: str
    row: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a document; `begins` says that a new section begins with it."""

    text: str
    heading: str | None = None
    begins: bool = False


def cut(pieces: Iterable[Piece], *, chunk_chars: int, overlap_chars: int) -> Iterator[Chunk]:
    """Cut a document into chunks of at most `chunk_chars` characters.

    Inside of a section a chunk begins with up to `overlap_chars` (at most a third of a chunk) of the one before, from
    the beginning of a sentence or a word on. No chunk reaches over two sections.
    """
    overlap_chars = min(overlap_chars, chunk_chars // 3)
    waiting: list[str] = []
    length, repeated, heading = 0, 0, None  # `repeated`: how much of what waits was in the last chunk already
    for piece in pieces:
        if piece.begins:
            yield from _rest("".join(waiting), repeated, heading)
            waiting, length, repeated = [], 0, 0
        heading = piece.heading
        waiting.append(piece.text)
        length += len(piece.text)
        while length > chunk_chars:
            text = "".join(waiting)
            at = _best_end(text, least=max(repeated + 1, chunk_chars // 2), most=chunk_chars)
            yield from _rest(text[:at], repeated, heading)
            start = _overlap_start(text, at, overlap_chars)
            waiting, length, repeated = [text[start:]], len(text) - start, at - start
    yield from _rest("".join(waiting), repeated, heading)


def plain_pieces(lines: Iterable[str]) -> Iterator[Piece]:
    """Take a plain text as one section."""
    return (Piece(line) for line in lines)


def page_pieces(pages: Iterable[str]) -> Iterator[Piece]:
    """Take each page as a section of its own; pages count from 1."""
    return (Piece(page, f"page {number}", begins=True) for number, page in enumerate(pages, 1))


def markdown_pieces(lines: Iterable[str]) -> Iterator[Piece]:
    """Take each part under a heading as a section; a heading that has nothing under it goes with the next one.

    Args:
        lines: with their line ends; a long line may come in several parts.
    """
    outline = _Outline()
    held, after_blank = "", True  # a line waits for the next one, which may make a heading of it
    for line in lines:
        if held:
            underline = _UNDERLINE.fullmatch(line) if outline.may_underline(held, after_blank=after_blank) else None
            if underline:
                yield outline.enter(1 if "=" in underline[1] else 2, held.strip(), held + line)
                held, after_blank = "", True
                continue
            yield outline.take(held)
            after_blank = not held.strip()
        held = line
    if held:
        yield outline.take(held)


class _Outline:
    """Where in a Markdown document we are: the headings above, and whether code is being quoted."""

    def __init__(self) -> None:
        self._titles: list[tuple[int, str]] = []
        self._fence = ""
        self._has_body = False
        self._is_line_start = True

    def take(self, line: str) -> Piece:
        """Take the next line."""
        starts, self._is_line_start = self._is_line_start, line.endswith("\n")
        fence = _FENCE.match(line) if starts else None
        if fence and (not self._fence or fence[1].startswith(self._fence)):
            self._fence = "" if self._fence else fence[1]
        found = _HEADING.fullmatch(line) if starts and not self._fence and len(line) <= MAX_HEADING else None
        if found:
            return self.enter(len(found[1]), (found[2] or "").strip(), line)
        self._has_body = self._has_body or bool(line.strip())
        return Piece(line, self._path())

    def enter(self, level: int, title: str, text: str) -> Piece:
        """Begin the section that a heading opens."""
        self._titles = [above for above in self._titles if above[0] < level] + [(level, title)]
        begins, self._has_body = self._has_body, False
        self._is_line_start = True
        return Piece(text, self._path(), begins=begins)

    def may_underline(self, line: str, *, after_blank: bool) -> bool:
        is_title = bool(line.strip()) and len(line) <= MAX_HEADING and not _NO_TITLE.match(line)
        return is_title and after_blank and not self._fence and line.endswith("\n")

    def _path(self) -> str | None:
        path = " > ".join(title for _, title in self._titles if title)
        return path[-MAX_HEADING:] or None


def _rest(text: str, repeated: int, heading: str | None) -> Iterator[Chunk]:
    if text[repeated:].strip():
        yield Chunk(text.strip(), heading)


def _best_end(text: str, *, least: int, most: int) -> int:
    """Find the last good place to cut from `least` to `most`; in the middle of a word only if there is no other."""
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, max(least - 2, 0), most + 1)]
        good = [end for end in ends if least <= end <= most]
        if good:
            return good[-1]
    return most


def _overlap_start(text: str, at: int, overlap_chars: int) -> int:
    first = at - overlap_chars
    if overlap_chars <= 0:
        return at
    for pattern in (_SENTENCE_END, _WORD_END):
        for match in pattern.finditer(text, first, at):
            if match.end() < at:
                return match.end()
    return first
