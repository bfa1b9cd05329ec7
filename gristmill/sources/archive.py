"""Opens ZIP archives: every member is judged by the directory before one is unpacked, and unpacked one at a time.

The names of members are labels: nothing is ever written to a place that an archive names.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from gristmill.sources.faults import label_of, refused

MAX_MEMBERS: Final = 1000
MAX_RATIO: Final = 200  # unpacked to packed; text packs to a tenth or so, deflate's limit is 1032 (zlib.net/zlib_tech)
_SMALL_BYTES: Final = 2**20  # a small member may have any ratio
_IN_MEMORY_BYTES: Final = 2**20
_COPY_BYTES: Final = 2**18
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, unpacked for as long as it is read."""

    name: str
    file: BinaryIO


def members(file: BinaryIO, label: str, *, max_bytes: int) -> Iterator[Member]:
    """Yield the files of an archive in its order.

    Raises:
        InvalidRequest: it is damaged, encrypted, nested, packed by a rare method, or unpacks to more than `max_bytes`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            found = [info for info in archive.infolist() if not _is_clutter(info)]
            _check(found, label, max_bytes=max_bytes)
            for info in found:
                with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as unpacked:
                    with archive.open(info) as packed:  # gives no byte more than the directory says
                        while block := packed.read(_COPY_BYTES):
                            unpacked.write(block)
                    unpacked.seek(0)
                    yield Member(info.filename, cast(BinaryIO, unpacked))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise refused(label, f"is a damaged ZIP archive: {str(error)[:200]}") from None


def _is_clutter(info: zipfile.ZipInfo) -> bool:
    """Folders, and what operating systems leave in archives."""
    last = info.filename.rpartition("/")[2]
    return info.is_dir() or info.filename.startswith("__MACOSX/") or last.startswith(".") or last == "Thumbs.db"


def _check(found: list[zipfile.ZipInfo], label: str, *, max_bytes: int) -> None:
    if not found:
        raise refused(label, "holds no file")
    if len(found) > MAX_MEMBERS:
        raise refused(label, f"holds {len(found):,} files: at most {MAX_MEMBERS:,} are allowed")
    if sum(info.file_size for info in found) > max_bytes:
        raise refused(label, f"unpacks to more than {max_bytes // 2**20:,} MB")
    for info in found:
        shown = label_of(info.filename)
        if shown.lower().endswith(".zip"):
            raise refused(label, f"holds another archive, {shown}: pack its files directly")
        if info.flag_bits & 0x1:
            raise refused(label, f"is encrypted ({shown}): pack it without a password")
        if info.compress_type not in _METHODS:
            raise refused(label, f"holds {shown}, which is packed by a method other than deflate")
        if info.file_size > max(_SMALL_BYTES, MAX_RATIO * info.compress_size):
            raise refused(label, f"holds {shown}, which unpacks to more than {MAX_RATIO} times its size")
