"""Reads Parquet files row by row. The footer is judged before a page is unpacked, and text stays packed until its row.

A dictionary-encoded column can hold a gigabyte in a few kilobytes, so such columns are never unpacked as a whole.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from gristmill.sources.faults import refused
from gristmill.sources.tables import MAX_FIELDS, MAX_LINE_CHARS, Row

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_AT_ONCE: Final = 256
MAX_CELLS: Final = 20_000_000  # rows times columns: empty ones take no room in a file, and microseconds each to read
MAX_GROUP_BYTES: Final = 256 * 2**20  # of one row group, unpacked; writers make groups of 64 to 128 MB


def parquet_rows(file: BinaryIO, label: str, *, max_bytes: int, max_rows: int) -> Iterator[Row]:
    """Read a file of at most `max_rows` rows whose row groups say that they unpack to at most `max_bytes` together.

    Raises:
        InvalidRequest: it is too large, damaged, or has columns that are no text, number, time, list or struct.
    """
    import pyarrow as pa  # costs most of a second when cold
    import pyarrow.parquet as pq

    try:
        first = pq.ParquetFile(file)
        _check(first, label, max_bytes=max_bytes, max_rows=max_rows)
        file.seek(0)
        parquet = pq.ParquetFile(file, read_dictionary=_texts(first))
        number = 0
        for batch in parquet.iter_batches(batch_size=ROWS_AT_ONCE, use_threads=False):
            for place in range(batch.num_rows):
                number += 1
                yield Row(f"row {number}", _row(batch, place, _Room(label, number)))
    except (pa.ArrowException, OSError) as error:
        raise refused(label, f"is a damaged Parquet file: {str(error).splitlines()[0][:200]}") from None


def _check(parquet: pq.ParquetFile, label: str, *, max_bytes: int, max_rows: int) -> None:
    about = parquet.metadata
    sizes = [about.row_group(number).total_byte_size for number in range(about.num_row_groups)]
    if sum(sizes) > max_bytes or max(sizes, default=0) > MAX_GROUP_BYTES:
        raise refused(
            label, f"is too large: it unpacks to {sum(sizes) // 2**20:,} MB; use fewer rows or smaller groups"
        )
    if about.num_rows > max_rows:
        raise refused(label, f"has {about.num_rows:,} rows: at most {max_rows:,} are allowed")
    if len(parquet.schema_arrow) > MAX_FIELDS:
        raise refused(label, f"has {len(parquet.schema_arrow)} columns: at most {MAX_FIELDS} are allowed")
    if about.num_rows * len(parquet.schema_arrow) > MAX_CELLS:
        raise refused(label, f"has more than {MAX_CELLS:,} values: use fewer rows or columns")
    for field in parquet.schema_arrow:
        if _holds_bytes(field.type):
            raise refused(
                label, f"has a column of bytes, {field.name[:100]}: only text, numbers, times and lists of these"
            )


def _holds_bytes(kind: pa.DataType) -> bool:
    import pyarrow as pa

    is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    return is_bytes or any(_holds_bytes(kind.field(number).type) for number in range(kind.num_fields))


def _texts(parquet: pq.ParquetFile) -> list[str]:
    columns = [parquet.schema.column(number) for number in range(len(parquet.schema))]
    return [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]


def _row(batch: pa.RecordBatch, place: int, room: _Room) -> dict[str, Any]:
    return {name: _plain(column[place], room) for name, column in zip(batch.schema.names, batch.columns, strict=True)}


class _Room:
    """What a row may still hold, in characters and values: packed in the file, it may be a millionth of that."""

    def __init__(self, label: str, number: int) -> None:
        self._label, self._number, self._left = label, number, MAX_LINE_CHARS

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise refused(self._label, f"holds more than {MAX_LINE_CHARS:,} characters in row {self._number}")


def _plain(scalar: pa.Scalar, room: _Room) -> Any:
    """Make a JSON value of what Arrow gives, part by part; times and decimals as text, what is no number as null."""
    import pyarrow as pa

    if isinstance(scalar, pa.ListScalar) and scalar.is_valid:  # long lists and maps are such, too
        room.take(len(scalar.values))
        parts = [_plain(part, room) for part in scalar.values]
        return [list(part.values()) for part in parts] if isinstance(scalar, pa.MapScalar) else parts
    if isinstance(scalar, pa.StructScalar) and scalar.is_valid:
        room.take(len(scalar.type))
        return {scalar.type[at].name: _plain(scalar[at], room) for at in range(len(scalar.type))}
    value = scalar.as_py()
    if isinstance(value, str):
        room.take(len(value))
        return value
    return _simple(value)


def _simple(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)
