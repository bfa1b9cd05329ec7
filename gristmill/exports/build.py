"""One export from start to end: choose, split, write, tell, pack. Everything is read in one transaction.

Rows pass through in parts of a thousand. `beat` is called between them and raises when the export has to stop.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from gristmill.db import Database
from gristmill.export_schemas import StartExport
from gristmill.exports import archive, card, columns, manifest
from gristmill.exports.chats import Unfit
from gristmill.exports.choice import Choice, choose, converted, demand_any
from gristmill.exports.files import Shards, Written, finished
from gristmill.exports.formats import FORMATS, Format
from gristmill.exports.grouping import Listed, listed
from gristmill.exports.manifest import Tally
from gristmill.stores import batches, chosen, journal

ROWS_PER_PART = 1000
LOG_LINES_PER_PART = 1000

Beat = Callable[[int, int], None]  # rows done, and of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished archive."""

    path: Path
    size_bytes: int
    sha256: str
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Makes one export. `beat(done, total)` is called about every thousand rows and every megabyte of the archive."""

    database: Database
    data_dir: Path
    export_id: str
    created_at: str
    order: StartExport
    beat: Beat

    def run(self) -> Built:
        """Make the archive.

        Raises:
            InvalidRequest: there is nothing left to export.
            OSError: the disk is full or not writable.
        """
        folder = archive.working_folder(self.data_dir, self.export_id)
        try:
            with self.database.read() as session:
                tally, files = self._write(session, folder)
                sources = manifest.origins(session, tally)
            return self._pack(tally, files, sources)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _write(self, session: Session, folder: Path) -> tuple[Tally, list[Written]]:
        choice = choose(session, self.order)
        demand_any(choice)
        tally = Tally()
        tally.left_out.update(choice.left_out)
        found = listed(session, choice.selection, lambda: self.beat(0, choice.total))
        shards = self._shards(session, folder, found)
        try:
            self._fill(session, choice, found, shards, tally)
        finally:
            for one in (one for of_split in shards.values() for one in of_split):
                one.close()
        return tally, [*self._logs(session, folder), *_finish(shards)]

    def _shards(self, session: Session, folder: Path, found: Listed) -> dict[str, list[Shards]]:
        form = FORMATS[self.order.format]
        shape = None if form.convert else self._columns(session, found)
        rows = self.order.shard_rows or form.shard_rows
        return {
            split: [
                # The JSON lines beside Parquet files are one file.
                Shards(folder, split, ending, columns=shape, shard_rows=rows if ending == form.endings[-1] else None)
                for ending in form.endings
            ]
            for split in found.names
        }

    def _columns(self, session: Session, found: Listed) -> dict[str, tuple[str, columns.Type]]:
        """Find the columns by looking at every sample once."""
        types: dict[str, columns.Type] = {}
        for keys in _in_parts(found.keys):
            for content in chosen.contents(session, keys):
                columns.widen(types, columns.read(content))
            self.beat(0, len(found.keys))
        return columns.chosen(self.order.fields, columns.settled(types))

    def _fill(
        self, session: Session, choice: Choice, found: Listed, shards: Mapping[str, list[Shards]], tally: Tally
    ) -> None:
        form = FORMATS[self.order.format]
        for first in range(0, len(found.keys), ROWS_PER_PART):
            rows = chosen.rows_of(session, found.keys[first : first + ROWS_PER_PART].tolist())
            parts: dict[str, list[Mapping[str, Any]]] = {split: [] for split in found.names}
            for place, written in enumerate(self._converted(session, form, rows)):
                split = found.names[0 if found.places is None else int(found.places[first + place])]
                if isinstance(written, Unfit):
                    tally.left_out[written.why] += 1
                else:
                    tally.count(rows[place], split)
                    parts[split].append(written)
            for split, ready in parts.items():
                for shard in shards[split]:
                    shard.write(ready)
            self.beat(tally.rows, choice.total)

    def _converted(
        self, session: Session, form: Format, rows: Sequence[Mapping[Any, Any]]
    ) -> Iterator[dict[str, Any] | Unfit]:
        if form.convert is None:
            yield from (columns.flat(columns.read(row["content"]), row) for row in rows)
            return
        references = [row["source_ref"] for row in rows if row["source_ref"]]
        passages = chosen.passages(session, references) if references else {}
        for row in rows:
            yield converted(form, self.order, row, passages.get(row["source_ref"] or ""))

    def _logs(self, session: Session, folder: Path) -> Iterator[Written]:
        """Write the log of a batch that is exported whole."""
        if self.order.format != "batch_zip" or not self.order.batch_ids:
            return
        batch = batches.find(session, self.order.batch_ids[0])
        path, cursor = folder / "log.txt", journal.Cursor()
        with path.open("w", encoding="utf-8", errors="replace") as file:
            while (page := journal.after(session, batch.id, cursor, limit=LOG_LINES_PER_PART)).lines:
                file.writelines(f"{line}\n" for line in page.lines)
                cursor = page.cursor
                self.beat(0, batch.samples_generated)
        yield finished(path, "log.txt")

    def _pack(self, tally: Tally, files: list[Written], sources: Mapping[str, Any]) -> Built:
        made = {"export_id": self.export_id, "created_at": self.created_at}
        told = manifest.manifest(self.order, tally, sources, files, made=made)
        texts = {"README.md": card.card(told, files), "manifest.json": manifest.as_text(told)}
        path = archive.path_of(self.data_dir, self.export_id)
        archive.pack(path, texts, files, lambda: self.beat(tally.rows, tally.rows))
        whole = finished(path, path.name)
        listed_files = [*(_text_file(name, text) for name, text in texts.items()), *told["files"]]
        summary = {"files": listed_files, "counts": told["counts"], "left_out": told["left_out"]}
        return Built(path=path, size_bytes=whole.size_bytes, sha256=whole.sha256, summary=summary)


def _finish(shards: Mapping[str, list[Shards]]) -> Iterator[Written]:
    for of_split in shards.values():
        for one in of_split:
            yield from one.finish()


def _text_file(name: str, text: bytes) -> dict[str, Any]:
    return {"name": name, "split": None, "rows": None, "bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}


def _in_parts(keys: Any) -> Iterator[list[int]]:
    for first in range(0, len(keys), ROWS_PER_PART):
        yield keys[first : first + ROWS_PER_PART].tolist()
