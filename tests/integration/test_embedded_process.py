"""What keeps the embedded model from running is said in a sentence: no model is needed for that."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest

from gristmill.errors import FailureKind, ProviderError
from gristmill.providers.embedded import EMBEDDED_MODEL, EmbeddedProvider
from gristmill.providers.embedded_process import find_model, hash_model, spawn
from tests.fakes import FakeClock

ANSWERING = "print({!r}, flush=True)\nimport sys; sys.stdin.read()"


def start(program: Path) -> str:
    with pytest.raises(ProviderError) as failed:
        asyncio.run(spawn(Path("model.gguf"), alias="m", log_path=None, program=program))
    assert failed.value.kind is FailureKind.UNAVAILABLE
    return failed.value.message


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "AVX2"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "SIGABRT"),
        ("raise SystemExit(7)", "exit code 7"),
        (ANSWERING.format('{"error": "runtime", "detail": "libgomp.so.1: cannot open"}'), "apt-get install libgomp1"),
        (ANSWERING.format('{"error": "runtime", "detail": "No module named xllamacpp"}'), "requirements.txt"),
        (ANSWERING.format('{"error": "model", "detail": "bad magic"}'), "model.gguf cannot be loaded: bad magic"),
        (ANSWERING.format("hello"), "answered nonsense"),
    ],
)
def test_sentence_says_what_to_do_when_the_child_does_not_start(tmp_path: Path, program: str, sentence: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(program)
    assert sentence in start(script)


def test_child_is_not_left_behind_when_its_start_is_cancelled(tmp_path: Path) -> None:
    script, mark = tmp_path / "child.py", tmp_path / "pid"
    script.write_text(f"import os, sys; open({str(mark)!r}, 'w').write(str(os.getpid())); sys.stdin.read()")

    async def cancel() -> int:
        starting = asyncio.create_task(spawn(Path("m.gguf"), alias="m", log_path=None, program=script))
        async with asyncio.timeout(20):
            while not mark.exists() or not mark.read_text():
                await asyncio.sleep(0.01)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        return int(mark.read_text())

    assert not Path(f"/proc/{asyncio.run(cancel())}").exists()


def test_model_is_damaged_when_its_hash_differs(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"truncated")
    with pytest.raises(ProviderError, match="--force-reinstall") as failed:
        hash_model(file, expected="0" * 64)
    assert failed.value.kind is FailureKind.UNAVAILABLE
    assert hash_model(file, expected=None) == sha256(b"truncated").hexdigest()


def test_setting_is_named_when_the_own_model_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="GRISTMILL_EMBEDDED_MODEL_PATH"):
        find_model(tmp_path / "none.gguf")


def test_provider_is_unavailable_when_the_own_model_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"not a model")
    provider = EmbeddedProvider(model_path=file)
    with pytest.raises(ProviderError, match="cannot be loaded") as failed:
        asyncio.run(provider.start())
    assert failed.value.kind is FailureKind.UNAVAILABLE and provider.child_pid is None


def test_starts_are_refused_for_a_minute_when_they_keep_failing(tmp_path: Path) -> None:
    clock, path = FakeClock(), tmp_path / "none.gguf"
    provider = EmbeddedProvider(model_path=path, clock=clock)

    async def try_again() -> str:
        with pytest.raises(ProviderError) as failed:
            await provider.start()
        return "within a minute" if "within a minute" in failed.value.message else "tried"

    async def whole() -> list[str]:
        told = [await try_again() for _ in range(5)]
        await clock.advance(61)
        return [*told, await try_again()]

    assert asyncio.run(whole()) == ["tried"] * 4 + ["within a minute", "tried"]


def test_model_is_named_after_its_file_when_it_is_your_own(tmp_path: Path) -> None:
    assert EmbeddedProvider(model_path=tmp_path / "mine.gguf").default_model == "mine"
    assert EmbeddedProvider().default_model == EMBEDDED_MODEL
