"""What exports need of the wired parts of a process; `gristmill.services.Services` has all of it."""

from __future__ import annotations

from typing import Protocol

from gristmill.clock import Clock
from gristmill.crash import CrashPoints
from gristmill.db import Database
from gristmill.events import EventLog
from gristmill.settings import Settings
from gristmill.storage import Storage


class Parts(Protocol):
    """The parts, as a bundle that is only read."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def database(self) -> Database: ...

    @property
    def log(self) -> EventLog: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def crash(self) -> CrashPoints: ...
