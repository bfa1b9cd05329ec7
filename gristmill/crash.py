"""Named steps at which a test of recovery can have this process killed, as a power cut would. Inert otherwise.

A step ending in `.written` lies before the commit of what was written, one ending in `.committed` after it.
"""

from __future__ import annotations

import os
import signal
import threading

STEPS = (
    "start.committed",
    "recover.written",
    "recover.committed",
    "claim.begun",
    "claim.written",
    "claim.committed",
    "client.written",
    "client.committed",
    "client.settled",
    "sample.answered",
    "sample.written",
    "sample.committed",
    "item.written",
    "item.committed",
    "segment.temporary",
    "segment.replaced",
    "checkpoint.written",
    "checkpoint.committed",
    "refresh.replaced",
    "refresh.written",
    "refresh.committed",
    "pause.written",
    "pause.committed",
    "resume.written",
    "resume.committed",
    "end.begun",
    "end.written",
    "end.committed",
    "removal.hidden",
    "removal.committed",
    "export.renamed",
    "enrichment.written",
    "enrichment.committed",
)


class CrashPoints:
    """Kills the process group at the `nth` time that a step is reached.

    Args:
        wanted: `step` or `step:nth`; None for no step at all, which is the rule.

    Raises:
        ValueError: there is no such step, or `nth` is no whole number from 1 on.
    """

    def __init__(self, wanted: str | None = None) -> None:
        name, colon, nth = (wanted or "").partition(":")
        if wanted is not None and (name not in STEPS or (colon and (not nth.isdecimal() or int(nth) == 0))):
            raise ValueError(f"must be one of {', '.join(STEPS)}, with or without :n for the nth time")
        self._name = name
        self._left = int(nth or 1)
        self._lock = threading.Lock()

    def reach(self, step: str) -> None:
        """Say that a step is reached; returns unless it is the one to die at."""
        if step != self._name:
            return
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.killpg(os.getpgrp(), signal.SIGKILL)
