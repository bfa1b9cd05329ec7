"""The server: gunicorn with one worker process of many threads, and a clean end on SIGTERM.

One process, because the live board, the hub and the batch worker are its memory; threads, because each open stream
holds one. On SIGTERM streams are closed and the batch worker is told first, then gunicorn drains.
"""

from __future__ import annotations

import errno
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

from gunicorn.app.base import BaseApplication

from gristmill.errors import ConfigError
from gristmill.services import Services
from gristmill.settings import Settings

GRACEFUL_TIMEOUT_S = 20
MIN_FREE_BYTES = 50 * 1024 * 1024  # room for some ten thousand samples
# A request beside a batch at full speed gives the interpreter's lock up at every statement and must get it back from
# the busy event loop: at Python's 5 ms each time it would take ten times as long.
SWITCH_INTERVAL_S = 0.001
BUSY_PORT_EXIT, NO_SPACE_EXIT = 5, 4


class Engine(Protocol):
    """What the server starts and stops beside the application."""

    def start(self) -> None: ...

    def ask_to_stop(self) -> None:
        """Must not wait: a signal handler calls it."""

    def stop(self) -> None: ...


Load = Callable[[], tuple[Any, Engine]]


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, load: Load) -> None:
        self._settings = settings
        self._load = load
        self._engine: Engine | None = None
        self._services: Services | None = None
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        for name, value in {
            "bind": f"{host}:{settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.threads,
            "graceful_timeout": GRACEFUL_TIMEOUT_S,
            "timeout": 120,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "gristmill",
            "post_worker_init": self._on_worker_ready,
            "worker_exit": self._on_worker_exit,
            "when_ready": self._on_listening,
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        app, self._engine = self._load()
        return app

    def _on_listening(self, _arbiter: object) -> None:
        print(f"Gristmill is at {address_here(self._settings.host, self._settings.port)}", flush=True)

    def _on_worker_ready(self, worker: Any) -> None:
        assert self._engine is not None
        services: Services = worker.wsgi.extensions["gristmill"]
        self._services = services
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        _end_gracefully_on_signals(lambda: _close(services, self._engine))
        self._engine.start()

    def _on_worker_exit(self, _arbiter: object, _worker: object) -> None:
        if self._engine is not None:
            self._engine.stop()
        if self._services is not None:
            self._services.database.close()  # the last to leave: SQLite then folds its log into the file


def address_here(host: str, port: int) -> str:
    """Write where a browser on this machine finds the service: `http://127.0.0.1:5001`, also for `0.0.0.0`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def serve(settings: Settings, load: Load) -> None:
    """Serve until SIGTERM or SIGINT."""
    _Server(settings, load).run()


def check_port(host: str, port: int) -> None:
    """Refuse the start when the port is taken.

    Raises:
        ConfigError: somebody listens there, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise ConfigError(f"GRISTMILL_HOST is {host}, which is not an address of this machine.") from None
            raise ConfigError(
                f"Port {port} on {host} cannot be used ({error.strerror}): end the program that listens there,"
                f" or choose another with GRISTMILL_PORT={port + 1 if port < 65535 else 5001}.",
                exit_code=BUSY_PORT_EXIT,
            ) from None


def check_space(settings: Settings) -> None:
    """Refuse the start when there is no room for data.

    Raises:
        ConfigError: less than 50 MB are free, or the data folder cannot be made.
    """
    try:
        folder = settings.data_dir / "batches"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass  # a folder may be there and not be ours to write
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ConfigError(f"The data folder {settings.data_dir} cannot be used: {error.strerror}.") from None
    if free < MIN_FREE_BYTES:
        raise ConfigError(
            f"Only {free // 2**20} MB are free where {settings.data_dir} lies: free at least"
            f" {MIN_FREE_BYTES // 2**20} MB, or set GRISTMILL_DATA_DIR to a disk with room.",
            exit_code=NO_SPACE_EXIT,
        )


def _end_gracefully_on_signals(before: Callable[[], None]) -> None:
    """Run `before` at the first signal to end, whichever it is, then what gunicorn does on SIGTERM.

    On Ctrl-C the terminal and gunicorn's master both signal us: a second handler inside the first would wait for ever
    for locks that the first holds, and gunicorn's quick end on SIGINT and SIGQUIT would cut the streams off.
    """
    begin_to_end = signal.getsignal(signal.SIGTERM)
    assert callable(begin_to_end)
    begun = False

    def handle(_received: int, frame: FrameType | None) -> None:
        nonlocal begun
        if not begun:
            begun = True
            before()
            begin_to_end(signal.SIGTERM, frame)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, handle)


def _close(services: Services, engine: Engine | None) -> None:
    """Tell the batch worker and end the streams; neither waits, as this runs inside a signal handler."""
    services.hub.close()
    if engine is not None:
        engine.ask_to_stop()
