"""The Parquet edge: segments of 1,000 rows, each a whole valid file at every moment.

A segment is written to a hidden temporary file, flushed to disk and renamed over its name, so that a reader of the
folder never meets a half-written file nor sees a row twice. Files are derived from rows and can always be rebuilt.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gristmill.columns import Columns, Kind, ListOf, ObjectOf, columns_of, fit

if TYPE_CHECKING:
    import pyarrow as pa

SEGMENT_ROWS = 1000
COMPRESSION = "zstd"
_BATCH_ID = re.compile(r"batch_\d{1,12}_[0-9a-f]{8}")
_SEGMENT_NAME = re.compile(r"segment-(\d{5,})\.parquet")


def batch_dir(data_dir: Path, batch_id: str) -> Path:
    """Name the folder of a batch's files.

    Raises:
        ValueError: the id is not of our own making, so it must not become a path.
    """
    if not _BATCH_ID.fullmatch(batch_id):
        raise ValueError(f"not a batch id that has files: {batch_id!r}")
    return data_dir / "batches" / batch_id


def segment_path(folder: Path, index: int) -> Path:
    return folder / f"segment-{index:05d}.parquet"


def write_segment(
    folder: Path,
    index: int,
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Columns,
    on_temporary: Callable[[], None] = lambda: None,
) -> Path:
    """Write flat samples as segment `index`, replacing it in one step; durable when this returns.

    Args:
        columns: those of all segments of the batch; what fits none of them goes into `extra`.
        on_temporary: called when all is written and nothing of it is visible yet.

    Raises:
        OSError: the disk is full or not writable; the segment that was there is untouched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = segment_path(folder, index)
    temporary = folder / f".{path.name}.tmp"
    try:
        with temporary.open("wb") as file:
            _write(rows, columns, file)
            file.flush()
            os.fsync(file.fileno())
        on_temporary()
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()  # on a full disk it would hold the very space that is missing
        raise
    sync_folder(folder)
    return path


def warm_up() -> None:
    """Make the library load what it loads at its first write: more than a second on a small machine."""
    _write([], columns_of([]), io.BytesIO())


def segment_rows(folder: Path) -> dict[int, int]:
    """Count the rows of every visible segment by index; -1 for one that cannot be read."""
    counts: dict[int, int] = {}
    for path in folder.glob("segment-*.parquet"):
        match = _SEGMENT_NAME.fullmatch(path.name)
        if match:
            counts[int(match[1])] = _rows_of(path)
    return counts


def remove_segments(folder: Path, *, from_index: int) -> None:
    """Remove segments from an index on, and leftovers of writes that never finished."""
    for index in segment_rows(folder):
        if index >= from_index:
            segment_path(folder, index).unlink()
    for leftover in folder.glob(".segment-*.tmp"):
        leftover.unlink()


def table_of(rows: Sequence[Mapping[str, Any]], columns: Columns) -> pa.Table:
    """Make an Arrow table of flat samples."""
    import pyarrow as pa  # here, because it takes longer to load than the rest of the product

    fitted = [fit(row, columns) for row in rows]
    arrays = [pa.array([row[field.name] for row in fitted], type=field.type) for field in schema_of(columns)]
    return pa.Table.from_arrays(arrays, schema=schema_of(columns))


def schema_of(columns: Columns) -> pa.Schema:
    """Write columns as an Arrow schema; `json` is text."""
    import pyarrow as pa

    return pa.schema([(name, _arrow_type(kind)) for name, kind in columns.items()])


def has_columns(folder: Path, index: int, columns: Columns) -> bool:
    """Tell whether a segment is there, can be read, and has exactly these columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return bool(pq.read_schema(segment_path(folder, index)).equals(schema_of(columns)))
    except (OSError, pa.ArrowInvalid):
        return False


def _arrow_type(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    if isinstance(kind, ListOf):
        return pa.list_(_arrow_type(kind.item))
    if isinstance(kind, ObjectOf):
        return pa.struct([(name, _arrow_type(part)) for name, part in kind.fields])
    return pa.type_for_alias("string" if kind == "json" else kind)


def _write(rows: Sequence[Mapping[str, Any]], columns: Columns, file: IO[bytes]) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table_of(rows, columns), file, compression=COMPRESSION)


def _rows_of(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid):
        return -1


def sync_folder(folder: Path) -> None:
    """Make what was renamed or removed in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
