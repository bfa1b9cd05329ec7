"""Writers of data files: rows in, files of one format out, with the rows and the SHA-256 of each. One thread at a time.

Rows are the same bytes whenever they are the same rows. Files are written into the folder given, under working names;
`Shards.finish` says what they are to be called.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gristmill import csv_text
from gristmill.exports.columns import Type, fit

PARQUET_GROUP_ROWS = 10_000
_READ_BYTES = 2**20

Columns = Mapping[str, tuple[str, Type]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A finished file: `path` on disk, `name` in the archive."""

    name: str
    path: Path
    split: str | None
    rows: int | None
    size_bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        told = {"name": self.name, "split": self.split, "rows": self.rows}
        return {**told, "bytes": self.size_bytes, "sha256": self.sha256}


class Writer(Protocol):
    def write(self, rows: Sequence[Mapping[str, Any]]) -> None: ...

    def close(self) -> None: ...


class JsonlWriter:
    """One JSON object a line, in UTF-8."""

    def __init__(self, path: Path, columns: Columns | None) -> None:
        self._columns = columns
        self._file = path.open("wb")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        lines = (json.dumps(self._shaped(row), ensure_ascii=False) for row in rows)
        self._file.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))

    def close(self) -> None:
        self._file.close()

    def _shaped(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._columns is None:
            return row
        return {name: row.get(field) for name, (field, _) in self._columns.items()}


class CsvWriter:
    """A table with a line of names, in UTF-8, that a spreadsheet can open without harm."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._fields = [field for field, _ in columns.values()]
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._file.write(csv_text.lines([list(columns)]))

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._file.write(csv_text.lines([row.get(field) for field in self._fields] for row in rows))

    def close(self) -> None:
        self._file.close()


class ParquetWriter:
    """Typed columns, compressed with Zstandard as the batches' own files are."""

    def __init__(self, path: Path, columns: Columns) -> None:
        import pyarrow as pa  # here, because it takes longer to load than the rest of the product
        import pyarrow.parquet as pq

        self._pa = pa
        self._columns = columns
        self._schema = pa.schema([(name, _arrow(kind)) for name, (_, kind) in columns.items()])
        self._file = pq.ParquetWriter(str(path), self._schema, compression="zstd")
        self._rows: list[Mapping[str, Any]] = []

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows.extend(rows)
        while len(self._rows) >= PARQUET_GROUP_ROWS:
            self._flush(PARQUET_GROUP_ROWS)

    def close(self) -> None:
        if self._rows:
            self._flush(len(self._rows))
        self._file.close()

    def _flush(self, count: int) -> None:
        rows, self._rows = self._rows[:count], self._rows[count:]
        arrays = [self._column(name, [row.get(field) for row in rows]) for name, (field, _) in self._columns.items()]
        self._file.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))

    def _column(self, name: str, values: list[Any]) -> Any:
        kind = self._schema.field(name).type
        try:
            return self._pa.array(values, type=kind)
        except (self._pa.ArrowInvalid, self._pa.ArrowTypeError, UnicodeEncodeError):
            # Few need it: values of several kinds in a column of text, and texts that no file can hold.
            fitted = (_clean(fit(value, self._columns[name][1])) for value in values)
            return self._pa.array(list(fitted), type=kind)


class Shards:
    """The files of one split in one format; a new one is begun after `shard_rows` rows."""

    def __init__(
        self, folder: Path, split: str, ending: str, *, columns: Columns | None, shard_rows: int | None
    ) -> None:
        self._folder, self._split, self._ending = folder, split, ending
        self._columns, self._shard_rows = columns, shard_rows
        self._counts: list[int] = []
        self._writer: Writer | None = None

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows; they may be spread over several files."""
        while rows:
            if self._writer is None or self._counts[-1] == self._shard_rows:
                self._begin()
            assert self._writer is not None
            room = len(rows) if self._shard_rows is None else self._shard_rows - self._counts[-1]
            self._writer.write(rows[:room])
            self._counts[-1] += len(rows[:room])
            rows = rows[room:]

    def close(self) -> None:
        """Finish the file that is under way; nothing when there is none."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()

    def finish(self) -> Iterator[Written]:
        """Close, and name the files as Hugging Face does: `data/train.jsonl`, or `data/train-00000-of-00002.jsonl`.

        A split that nothing fell into has no file: readers take an empty one for a broken one.
        """
        self.close()
        for number, rows in enumerate(self._counts):
            shard = "" if self._shard_rows is None else f"-{number:05d}-of-{len(self._counts):05d}"
            name = f"data/{self._split}{shard}.{self._ending}"
            yield finished(self._path(number), name, split=self._split, rows=rows)

    def _begin(self) -> None:
        self.close()
        self._counts.append(0)
        self._writer = _writer(self._path(len(self._counts) - 1), self._ending, self._columns)

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._split}-{number:05d}.{self._ending}"


def finished(path: Path, name: str, *, split: str | None = None, rows: int | None = None) -> Written:
    """Measure a file that has been written."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            digest.update(part)
    size = path.stat().st_size
    return Written(name=name, path=path, split=split, rows=rows, size_bytes=size, sha256=digest.hexdigest())


def _writer(path: Path, ending: str, columns: Columns | None) -> Writer:
    if ending == "jsonl":
        return JsonlWriter(path, columns)
    assert columns is not None
    return CsvWriter(path, columns) if ending == "csv" else ParquetWriter(path, columns)


def _arrow(kind: Type) -> Any:
    import pyarrow as pa

    if isinstance(kind, str):
        return {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}[kind]
    if kind[0] == "list":
        return pa.list_(_arrow(kind[1]))
    return pa.struct([(name, _arrow(inner)) for name, inner in kind[1].items()])


def _clean(value: Any) -> Any:
    """Replace lone surrogates, which no file in UTF-8 can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return {name: _clean(part) for name, part in value.items()} if isinstance(value, dict) else value
