"""The archive of an export on disk: one ZIP that appears whole, by a rename after it was flushed, or not at all.

Names on disk are made from ids of our own alone. Dates and order inside the archive are fixed, so that the same members
give the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from gristmill.exports.files import Written
from gristmill.parquet import sync_folder

PART_BYTES: Final = 2**20
_EXPORT_ID: Final = re.compile(r"export_[0-9a-f]{12}")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP can hold
_MODE: Final = 0o644 << 16
_HIDDEN: Final = (".building-*", ".pushing-*", ".*.zip")


def folder_of(data_dir: Path) -> Path:
    return data_dir / "exports"


def path_of(data_dir: Path, export_id: str) -> Path:
    """Name the archive of an export.

    Raises:
        ValueError: the id is not of our own making, so it must not become a path.
    """
    if not _EXPORT_ID.fullmatch(export_id):
        raise ValueError(f"not an export id: {export_id!r}")
    return folder_of(data_dir) / f"{export_id}.zip"


def working_folder(data_dir: Path, export_id: str, *, what: str = "building") -> Path:
    """Make an empty hidden folder for one export's files while they are written."""
    folder = path_of(data_dir, export_id).with_name(f".{what}-{export_id}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def pack(path: Path, texts: Mapping[str, bytes], files: Iterable[Written], beat: Callable[[], None]) -> None:
    """Put members into the archive at `path`, which appears when it is whole; each file is removed once it is in.

    Raises:
        OSError: the disk is full or not writable; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}")
    try:
        with temporary.open("wb") as out:
            with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                for name, text in texts.items():
                    archive.writestr(_member(name), text, zipfile.ZIP_DEFLATED)
                for file in files:
                    _add(archive, file, beat)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def read_member(path: Path, name: str) -> tuple[int, Iterator[bytes]]:
    """Open one member: its size in bytes, and its bytes in parts.

    Raises:
        FileNotFoundError: the archive is gone.
        KeyError: it has no such member.
    """
    archive = zipfile.ZipFile(path)
    try:
        info = archive.getinfo(name)
    except KeyError:
        archive.close()
        raise
    return info.file_size, _parts(archive, info)


def unpack(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Write the members of an archive of our own as files: name in the archive, and path on disk."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for number, info in enumerate(archive.infolist()):
            target = folder / f"{number:05d}"
            with archive.open(info) as member, target.open("wb") as file:
                shutil.copyfileobj(member, file, PART_BYTES)
            found.append((info.filename, target))
    return found


def sweep(data_dir: Path, finished: set[str]) -> list[str]:
    """Remove what no export needs any more: leftovers of a killed process, and archives without a completed row."""
    folder = folder_of(data_dir)
    removed = []
    for pattern in _HIDDEN:
        for leftover in folder.glob(pattern):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
            removed.append(leftover.name)
    for path in folder.glob("export_*.zip"):
        if path.stem not in finished:
            path.unlink()
            removed.append(path.name)
    return removed


def _add(archive: zipfile.ZipFile, file: Written, beat: Callable[[], None]) -> None:
    info = _member(file.name)
    # What is compressed already would only cost time.
    info.compress_type = zipfile.ZIP_STORED if file.name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    info.file_size = file.size_bytes
    with file.path.open("rb") as source, archive.open(info, "w") as target:
        _copy(source, target, beat)
    file.path.unlink()


def _copy(source: IO[bytes], target: IO[bytes], beat: Callable[[], None]) -> None:
    while part := source.read(PART_BYTES):
        target.write(part)
        beat()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.external_attr = _MODE
    info.create_system = 3  # as on Unix, wherever it is made
    return info


def _parts(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive, archive.open(info) as member:
        while part := member.read(PART_BYTES):
            yield part
