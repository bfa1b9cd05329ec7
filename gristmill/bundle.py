"""The dashboard as it was built: the files of one folder, read once into memory, and packed once when first wanted.

Names are looked up among what the folder held at that moment; no name from outside ever becomes a path.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

INDEX, ASSETS = "index.html", "assets"
MIN_PACKED_BYTES = 1024  # below, the wrapping eats what packing gains
GZIP_LEVEL = 9  # once per process, so the time does not count
# Named here and not asked of the machine, whose tables differ; a type unknown here is sent as bytes.
TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".map": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".woff2": "font/woff2",
    }
)
_PACKED_ALREADY = frozenset({".png", ".woff2"})


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file: what it holds, its media type, and `tag`, which is another one as soon as a byte is."""

    content: bytes
    media_type: str
    tag: str
    may_be_packed: bool


class Bundle:
    """The files of `folder` and of its `assets`, by name; later changes of the folder show after a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._packed: dict[str, bytes] = {}

    @cached_property
    def assets(self) -> Mapping[str, BundleFile]:
        """The files whose names hold a hash of their content."""
        return _read(self._folder / ASSETS)

    @cached_property
    def root(self) -> Mapping[str, BundleFile]:
        """The page itself and what lies beside it; empty while nothing has been built."""
        return _read(self._folder)

    def packed(self, file: BundleFile) -> bytes:
        """Give the content as gzip packs it, the same bytes each time."""
        with self._lock:
            if file.tag not in self._packed:
                self._packed[file.tag] = gzip.compress(file.content, GZIP_LEVEL, mtime=0)
            return self._packed[file.tag]


def _read(folder: Path) -> Mapping[str, BundleFile]:
    if not folder.is_dir():
        return {}
    return {path.name: _file(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _file(path: Path) -> BundleFile:
    content = path.read_bytes()
    return BundleFile(
        content=content,
        media_type=TYPES.get(path.suffix, "application/octet-stream"),
        tag=hashlib.sha256(content).hexdigest()[:32],
        may_be_packed=len(content) > MIN_PACKED_BYTES and path.suffix not in _PACKED_ALREADY,
    )
