"""Reads tables of text, CSV, JSON lines and JSON arrays, row by row, and makes a chunk of every row.

A row that cannot be read refuses the whole file with the number of its line: half a table is worse than none.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from gristmill.chunking import Chunk
from gristmill.errors import InvalidRequest
from gristmill.sources.faults import refused
from gristmill.sources.text import opened

MAX_ROW_CHARS: Final = 20_000  # a prompt's own bound: a longer row could not be put to a model
MAX_LINE_CHARS: Final = 1_000_000  # as JSON, with its escapes and white space
MAX_FIELDS: Final = 200
MAX_FIELD_NAME: Final = 100
_BLOCK_CHARS: Final = 64 * 1024
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and where it stands (`line 3`, `row 3`)."""

    where: str
    fields: Mapping[str, Any]


def row_chunks(rows: Iterable[Row], label: str, *, text_field: str | None) -> Iterator[Chunk]:
    """Make one chunk a row: its text is one field, or all as `name: value` lines; a row without text is passed by.

    Raises:
        InvalidRequest: a row has no such field, too many, or too long ones.
    """
    for row in rows:
        _check(row, label)
        if text_field is not None and text_field not in row.fields:
            names = ", ".join(itertools.islice(row.fields, 10)) or "none"
            raise refused(
                label, f"has no field {text_field} in {row.where}; its fields: {names}", pointer="/text_field"
            )
        text = _text_of(row.fields, text_field)
        if len(text) > MAX_ROW_CHARS:
            raise refused(label, f"has {len(text):,} characters in {row.where}: at most {MAX_ROW_CHARS:,} are allowed")
        if text:
            yield Chunk(text, None, row.fields)


def csv_rows(file: BinaryIO, label: str) -> Iterator[Row]:
    """Read CSV with a header; commas, semicolons, tabs or bars, whichever the header has most of.

    Missing fields at the end of a row are empty, empty ones too many are dropped; more than that cannot be repaired.
    """
    with opened(file, newline="") as text:
        header_line = text.readline(MAX_LINE_CHARS)
        if _is_json(header_line):
            raise refused(label, "holds JSON, not CSV: name it .jsonl, or .json for an array")
        delimiter = max(_DELIMITERS, key=header_line.count)
        # The header is read again with the rest: a name in quotes may hold a line end.
        reader = csv.reader(itertools.chain([header_line], _lines(text, label)), delimiter=delimiter, strict=True)
        try:
            names = _header(next(reader, []), label)
            for values in reader:
                if any(value.strip() for value in values):
                    yield Row(f"line {reader.line_num}", _named(names, values, f"line {reader.line_num}", label))
        except csv.Error as error:
            raise refused(label, f"cannot be read as CSV in line {reader.line_num}: {error}") from None


def jsonl_rows(file: BinaryIO, label: str) -> Iterator[Row]:
    """Read one JSON object a line; empty lines are passed by."""
    with opened(file) as text:
        number = 0
        while line := text.readline(MAX_LINE_CHARS + 1):
            number += 1
            if len(line) > MAX_LINE_CHARS:
                raise refused(label, f"has more than {MAX_LINE_CHARS:,} characters in line {number}")
            if line.strip():
                yield Row(f"line {number}", _object(line, f"line {number}", label))


def json_rows(file: BinaryIO, label: str) -> Iterator[Row]:
    """Read a JSON array of objects, one after the other."""
    with opened(file) as text:
        reader = _Array(text)
        if reader.skip() != "[":
            raise refused(label, "is no JSON array of objects: it must begin with [")
        reader.at += 1
        if reader.skip() == "]":
            raise refused(label, "holds an empty array")
        for number in itertools.count(1):
            where = f"row {number}"
            if reader.skip() != "{":
                raise refused(label, f"is no JSON array of objects: {where} is no object")
            yield Row(where, reader.value(where, label))
            mark = reader.skip()
            reader.at += 1
            if mark == "]":
                break
            if mark != ",":
                raise refused(label, f"is not valid JSON after {where}: a comma or ] was expected")
            reader.skip()
        if reader.skip():
            raise refused(label, "has something after the end of its array")


def _lines(text: io.TextIOWrapper, label: str) -> Iterator[str]:
    """Yield the other lines, none so long that a file without line ends would fill the memory."""
    while line := text.readline(MAX_LINE_CHARS + 1):
        if len(line) > MAX_LINE_CHARS:
            raise refused(label, f"has a line of more than {MAX_LINE_CHARS:,} characters")
        yield line


class _Array:
    """Reads the values of a long JSON array with a small buffer."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._buffer = ""
        self.at = 0
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)

    def skip(self) -> str:
        """Go to the next character that is no white space, and give it; at the end nothing."""
        while True:
            while self.at < len(self._buffer) and self._buffer[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self._buffer):
                return self._buffer[self.at]
            if not self._fill():
                return ""

    def value(self, where: str, label: str) -> dict[str, Any]:
        """Read the object that begins here, and go behind it."""
        while True:
            try:
                found, self.at = self._decoder.raw_decode(self._buffer, self.at)
            except json.JSONDecodeError as error:
                if len(self._buffer) - self.at > MAX_LINE_CHARS:
                    raise refused(label, f"is not valid JSON in {where}, or that is too long: {error.msg}") from None
                if not self._fill():
                    raise refused(label, f"is not valid JSON in {where}: {error.msg}") from None
            except (ValueError, RecursionError) as error:
                raise _no_json(error, where, label) from None
            else:
                return dict(found)

    def _fill(self) -> bool:
        more = self._text.read(_BLOCK_CHARS)
        self._buffer, self.at = self._buffer[self.at :] + more, 0
        return bool(more)


def _object(line: str, where: str, label: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _no_json(error, where, label) from None
    if not isinstance(found, dict):
        raise refused(label, f"has no JSON object in {where}")
    return found


def _no_json(error: ValueError | RecursionError, where: str, label: str) -> InvalidRequest:
    if isinstance(error, RecursionError):
        return refused(label, f"is nested too deeply in {where}")
    return refused(label, f"is not valid JSON in {where}: {getattr(error, 'msg', error)}")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_json(line: str) -> bool:
    if line.lstrip()[:1] not in ("{", "["):
        return False
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return line.strip() in ("{", "[")


def _header(names: Sequence[str], label: str) -> list[str]:
    named = [name.strip() for name in names]
    if not any(named):
        raise refused(label, "has no header: the first line must name the columns")
    if not all(named) or len(set(named)) < len(named) or all(_is_number(name) for name in named):
        raise refused(label, "has no usable header: the first line must name every column, each differently")
    return named


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


def _named(names: Sequence[str], values: Sequence[str], where: str, label: str) -> dict[str, str]:
    if any(value.strip() for value in values[len(names) :]):
        raise refused(label, f"has {len(values)} fields in {where}, and {len(names)} in its header")
    return dict(itertools.zip_longest(names, values[: len(names)], fillvalue=""))


def _check(row: Row, label: str) -> None:
    """Refuse names that no template could use, and text that no database could store."""
    if len(row.fields) > MAX_FIELDS:
        raise refused(label, f"has {len(row.fields)} fields in {row.where}: at most {MAX_FIELDS} are allowed")
    if any(not name or len(name) > MAX_FIELD_NAME for name in row.fields):
        raise refused(label, f"has a field in {row.where} whose name is empty or over {MAX_FIELD_NAME} characters")
    try:
        written = json.dumps(row.fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise refused(label, f"has half a character (a lone surrogate) in {row.where}") from None
    if len(written) > MAX_LINE_CHARS:
        raise refused(label, f"has more than {MAX_LINE_CHARS:,} bytes in {row.where}")


def _text_of(fields: Mapping[str, Any], text_field: str | None) -> str:
    if text_field is not None:
        return _shown(fields[text_field])
    return "\n".join(f"{name}: {shown}" for name, value in fields.items() if (shown := _shown(value)))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
