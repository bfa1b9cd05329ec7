"""Contamination: which benchmark source a text quotes. Built from the sources' rows when first asked; never changed."""

from __future__ import annotations

import threading

from gristmill import near
from gristmill.db import Database
from gristmill.stores import benchmarks


class Contamination:
    """The runs of words of a set of benchmark sources; never changed, built for each length when first asked."""

    def __init__(self, database: Database, source_pks: tuple[int, ...]) -> None:
        self.source_pks = source_pks
        self._database = database
        self._lock = threading.Lock()
        self._tables: dict[int, near.RunTable] = {}

    def warm(self, words: int) -> near.RunTable:
        """Read the sources and keep their runs of so many words: some seconds for 10 MB, and 8 bytes a word."""
        with self._lock:
            table = self._tables.get(words)
            if table is None:
                table = near.RunTable(words)
                with self._database.read() as session:
                    for text in benchmarks.texts(session, self.source_pks, words=words):
                        table.add(text)
                table.seal()
                self._tables[words] = table
            return table

    def overlap(self, text: str, words: int = near.DEFAULT_WORDS) -> str | None:
        """Find the first run of at least `words` words that a benchmark has, too; None where there is none."""
        if not self.source_pks:
            return None
        return (self._tables.get(words) or self.warm(words)).overlap(text)
