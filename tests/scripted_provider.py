"""A provider for tests and benchmarks: a real HTTP server in its own process that answers as it is told to.

Run as `python tests/scripted_provider.py --port 0`: it prints one JSON line with its addresses and ends when its
stdin closes. The class `ScriptedProvider` starts it and talks to it with the standard library alone. What it can
be told is in `scripted_server`. It never judges what the product does: it only answers and counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Behaviour = Mapping[str, Any]


class ScriptedProvider:
    """Starts the server process and talks to it: `with ScriptedProvider(latency_ms=50) as provider: ...`.

    Takes the command line's options as keyword arguments (`key="k"`, `rpm=25`, `models=("a", "b")`).
    """

    def __init__(self, **options: object) -> None:
        words = [
            f"--{name.replace('_', '-')}={','.join(value) if isinstance(value, tuple) else value}"
            for name, value in options.items()
            if value is not None
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the scripted provider did not start (exit {self._process.wait()})")
        told = json.loads(line)
        self.base_url: str = told["base_url"]
        self.groq_base_url: str = self.base_url.removesuffix("/v1")
        self.control_url: str = told["control_url"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def script(
        self,
        *queue: Behaviour,
        default: Behaviour | None = None,
        rules: Mapping[str, Behaviour] | None = None,
    ) -> None:
        """Set the behaviours of the next calls, of all calls after them (`default`), and, before any of these, of the
        calls whose prompt holds a text (`rules`)."""
        body: dict[str, Any] = {"queue": list(queue)}
        if rules is not None:
            body["rules"] = dict(rules)
        if default is not None:
            body["default"] = dict(default)
        self._control("script", body)

    def reset(self) -> None:
        """Forget script, counters and quota window."""
        self._control("reset", {})

    def stats(self) -> dict[str, Any]:
        """Read the counters; see `Stats`. Keys of `by_status` are strings."""
        return self._control("stats", None)

    def close(self) -> None:
        """End the process."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _control(self, verb: str, body: object) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(f"{self.control_url}/{verb}", data=data), timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


def main() -> None:
    """Serve until stdin closes."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.scripted_server import run

    run()


if __name__ == "__main__":
    main()
