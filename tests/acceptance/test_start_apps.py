"""What a newcomer meets: start_apps.sh on a machine that lacks something, and the demo from start to Ctrl-C."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = (".git", ".venv", "data", "logs", "batches.db*", ".env", "__pycache__", "node_modules", ".*_cache")
INSTALLED = ROOT / ".venv" / "gristmill-product.stamp"
OLD_PYTHON = "#!/bin/sh\necho 3 9 venv\n"
PYTHON_WITHOUT_VENV = "#!/bin/sh\necho 3 12 bare\n"
BASH = shutil.which("bash") or "/bin/bash"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A bare checkout in a folder with a space in its name, as after cloning."""
    copy = tmp_path / "my projects" / "gristmill"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return copy


def environment(**changes: str) -> dict[str, str]:
    """The environment without anybody's Gristmill settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRISTMILL_", "GROQ_", "PYTHON"))}
    return {**kept, **changes}


def start(checkout: Path, *arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [BASH, str(checkout / "start_apps.sh"), *arguments]
    return subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, timeout=120, check=False)


def fake_python(folder: Path, script: str) -> str:
    folder.mkdir()
    for name in ("python3", "python3.12"):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return str(folder)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield int(listener.getsockname()[1])


class HealthAnswer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"success": True, "worker": "idle", "version": "1"}).encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def running_gristmill() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), HealthAnswer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("demo", "--help")])
def test_help_is_shown_when_asked_for(checkout: Path, arguments: tuple[str, ...]) -> None:
    done = start(checkout, *arguments, env=environment())
    assert done.returncode == 0
    assert "./start_apps.sh demo" in done.stdout


def test_start_is_refused_when_there_is_no_python(checkout: Path, tmp_path: Path) -> None:
    done = start(checkout, env=environment(PATH=str(tmp_path)))
    assert done.returncode == 3
    assert "there is none on the PATH" in done.stderr
    assert "apt install python3" in done.stderr


def test_start_is_refused_when_python_is_too_old(checkout: Path, tmp_path: Path) -> None:
    done = start(checkout, env=environment(PATH=fake_python(tmp_path / "bin", OLD_PYTHON)))
    assert done.returncode == 3
    assert "needs Python 3.11 or newer, and the newest one found here is 3.9" in done.stderr


def test_start_is_refused_when_python_cannot_make_environments(checkout: Path, tmp_path: Path) -> None:
    done = start(checkout, env=environment(PATH=fake_python(tmp_path / "bin", PYTHON_WITHOUT_VENV)))
    assert done.returncode == 3
    assert "apt install python3.12-venv" in done.stderr


def test_start_is_refused_when_the_disk_is_too_small(checkout: Path) -> None:
    done = start(checkout, env=environment(GRISTMILL_MIN_FREE_MB="999999999", GRISTMILL_PORT=str(free_port())))
    assert done.returncode == 4
    assert "needs 999999999 MB of free disk" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("arguments", [(), ("demo",)])
def test_start_is_refused_before_installing_when_the_port_is_taken(checkout: Path, arguments: tuple[str, ...]) -> None:
    with taken_port() as port:
        done = start(checkout, *arguments, env=environment(GRISTMILL_PORT=str(port)))
    assert done.returncode == 5
    assert f"Port {port} on 127.0.0.1 is in use by another program" in done.stderr
    assert not (checkout / ".venv").exists()


def test_port_is_read_from_the_env_file_when_the_environment_has_none(checkout: Path) -> None:
    with taken_port() as port:
        (checkout / ".env").write_text(f'GRISTMILL_HOST=localhost\n GRISTMILL_PORT="{port}"  # ours')
        done = start(checkout, env=environment())
    assert done.returncode == 5
    assert f"Port {port} on localhost is in use" in done.stderr


def test_demo_names_the_running_gristmill_when_it_holds_the_port(checkout: Path) -> None:
    with running_gristmill() as port:
        done = start(checkout, "demo", env=environment(GRISTMILL_PORT=str(port)))
    assert done.returncode == 5
    assert f"already running at http://127.0.0.1:{port}" in done.stderr


def fake_node(folder: Path, version: str, *others: str) -> str:
    folder.mkdir()
    for name in ("node", *others):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_development_server_is_refused_when_there_is_no_node(checkout: Path, tmp_path: Path) -> None:
    done = start(checkout, "--dev", env=environment(PATH=str(tmp_path)))
    assert done.returncode == 7
    assert "needs Node.js 20.19 or newer with npm, and there is no node on the PATH" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.3", "nonsense"])
def test_development_server_is_refused_when_node_is_too_old(checkout: Path, tmp_path: Path, version: str) -> None:
    done = start(checkout, "--dev", env=environment(PATH=fake_node(tmp_path / "bin", version, "npm")))
    assert done.returncode == 7
    assert f"and the one found here is {version}: " in done.stderr


def test_development_server_is_refused_when_there_is_no_npm(checkout: Path, tmp_path: Path) -> None:
    done = start(checkout, "--dev", env=environment(PATH=fake_node(tmp_path / "bin", "v22.12.0")))
    assert done.returncode == 7
    assert "there is no npm on the PATH" in done.stderr


@pytest.mark.parametrize("version", ["v20.19.0", "v24.0.1"])
def test_development_server_goes_on_to_python_when_node_is_new_enough(
    checkout: Path, tmp_path: Path, version: str
) -> None:
    done = start(checkout, "--dev", env=environment(PATH=fake_node(tmp_path / "bin", version, "npm")))
    assert done.returncode == 3


def test_development_server_is_refused_before_installing_when_the_port_is_taken(checkout: Path, tmp_path: Path) -> None:
    path = f"{fake_node(tmp_path / 'bin', 'v22.12.0', 'npm')}:{os.environ['PATH']}"
    with taken_port() as port:
        done = start(checkout, "--dev", env=environment(PATH=path, GRISTMILL_PORT=str(port)))
    assert done.returncode == 5
    assert not (checkout / ".venv").exists()


def test_exit_codes_of_the_start_are_in_the_help(checkout: Path) -> None:
    shown = start(checkout, "--help", env=environment()).stdout
    assert all(f"{code} " in shown.partition("Exit codes:")[2] for code in range(2, 8))
    assert "./start_apps.sh --dev" in shown


@pytest.mark.slow
def test_end_of_pips_log_is_shown_when_the_installation_fails(checkout: Path) -> None:
    offline = environment(PIP_NO_INDEX="1", PIP_FIND_LINKS="", GRISTMILL_PORT=str(free_port()))
    done = start(checkout, env=offline)
    assert done.returncode == 6
    assert "No matching distribution found" in done.stderr
    assert "all of them in logs/install.log" in done.stderr


def test_ci_calls_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["./run_tests.sh"]


@contextmanager
def launched(checkout: Path, *arguments: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run start_apps.sh in a process group of its own; it is asked to end, and after that made to."""
    command = [BASH, str(checkout / "start_apps.sh"), *arguments]
    env = environment(GRISTMILL_PORT=str(port))
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        watchdog = threading.Timer(900, process.terminate)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(30)


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """Read lines up to and with the one that holds `text`, or to the end of the output."""
    seen = []
    for line in process.stdout or ():
        seen.append(line)
        if text in line:
            break
    return "".join(seen)


@pytest.mark.slow
@pytest.mark.embedded
@pytest.mark.skipif(not INSTALLED.exists(), reason="needs the .venv that start_apps.sh or run_tests.sh makes")
def test_demo_generates_ten_samples_and_ends_cleanly_when_interrupted(checkout: Path) -> None:
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    with launched(checkout, "demo", port=free_port()) as process:
        shown = read_until(process, "Serving until Ctrl-C")
        os.killpg(process.pid, signal.SIGINT)
        rest = process.communicate(timeout=240)[0]
    assert "Completed: 10 of 10 samples" in shown, shown + rest
    assert "do not train on it" in shown
    assert "Installing" not in shown
    assert "\x1b" not in shown
    folder = next(line.split(maxsplit=1)[1] for line in shown.splitlines() if line.startswith("Parquet"))
    assert pyarrow.parquet.read_table(folder).num_rows == 10
    assert (process.returncode, "Stopped." in rest) == (0, True)
