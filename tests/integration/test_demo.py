"""The demo's client against a scripted service on loopback: what it says when all goes well, and when it does not."""

from __future__ import annotations

import http.server
import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.console import Console

from gristmill.demo import batch
from gristmill.demo.__main__ import main, run
from gristmill.demo.client import Api, DemoError, NoAnswer, wait_for_health

BATCH_ID = "batch_1728556800_a1b2c3d4"
SAMPLE = {
    "question": "May a director [bold]keep[/bold] a bribe?",
    "answer": "No.",
    "reasoning": "1. It is the company's.",
    "topic": "Company Law",
    "difficulty": "basic",
    "model": "SmolLM2-135M",
    "demo": True,
}


def row(status: str, generated: int, **more: Any) -> dict[str, Any]:
    base = {"batch_id": BATCH_ID, "status": status, "samples_generated": generated, "target_count": 4}
    return {**base, "total_tokens": 1234, "data_path": "/somewhere/data/batches/b", **more}


@dataclass
class Service:
    """Answers as Gristmill does; history rows are handed out one after the other, the last one for ever."""

    rows: list[dict[str, Any]]
    start_answer: tuple[int, dict[str, Any]] = (202, {"success": True, "batch_id": BATCH_ID})
    seen: list[tuple[str, Any, str | None]] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        if path.startswith("/api/generate/batch/start"):
            return self.start_answer
        if path.startswith("/api/generate/batch/history"):
            return 200, {"batches": [self.rows.pop(0) if len(self.rows) > 1 else self.rows[0]]}
        if path.startswith("/api/batches/"):
            return 200, {"samples": [SAMPLE]}
        return 200, {"success": True, "status": "ok"}


@contextmanager
def serving(service: Service) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.seen.append((self.path, json.loads(body or b"null"), self.headers.get("Authorization")))
            status, answer = service.answer(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def shown(service: Service, *, terminal: bool = False) -> str:
    output = io.StringIO()
    console = Console(file=output, width=100, force_terminal=terminal, highlight=False)
    with serving(service) as url:
        run(Api(url), console, count=4, provider="embedded")
    return output.getvalue()


def test_sample_path_and_addresses_are_shown_when_the_batch_completes() -> None:
    text = shown(Service([row("running", 2, rate_per_minute=30.04, eta_s=4.2), row("completed", 4)]))
    assert "2/4 samples (30.0 a minute, about 4 s left)\n4/4 samples\n" in text
    assert "May a director [bold]keep[/bold] a bribe?" in text
    assert "do not train on it" in text
    assert re.search(r"^Watch it in a browser: http://127\.0\.0\.1:\d+$", text, re.MULTILINE)
    assert re.search(r"^Dashboard +http://127\.0\.0\.1:\d+/$", text, re.MULTILINE)
    assert "/somewhere/data/batches/b\n" in text
    assert f"/api/batches/{BATCH_ID}/samples\n" in text
    assert text.endswith("Completed: 4 of 4 samples, 1234 tokens.\n")
    assert "\x1b" not in text


def test_progress_is_a_bar_when_the_output_is_a_terminal() -> None:
    text = shown(Service([row("completed", 4)]), terminal=True)
    assert "━" in text
    assert "4/4" in text


def test_topic_is_left_open_when_the_batch_is_started() -> None:
    service = Service([row("completed", 4)])
    shown(service)
    assert ("/api/generate/batch/start", {"target_count": 4, "provider": "embedded"}, None) in service.seen


def test_reason_is_raised_when_the_batch_fails() -> None:
    with pytest.raises(DemoError, match="The batch failed with 1 of 4 samples: 20 rejections in a row"):
        shown(Service([row("failed", 1, end_reason="20 rejections in a row")]))


def test_every_faulty_field_is_named_when_the_start_is_refused() -> None:
    problem = {"detail": "Some fields are wrong.", "errors": [{"pointer": "/target_count", "detail": "too large"}]}
    with pytest.raises(DemoError, match=r"Some fields are wrong\. /target_count: too large"):
        shown(Service([row("queued", 0)], start_answer=(422, problem)))


def test_exit_code_is_one_when_the_batch_does_not_complete(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(Service([row("stopped", 1, end_reason="stopped by request")])) as url:
        assert main(["--url", url, "--count", "4"]) == 1
    assert "The batch stopped with 1 of 4 samples: stopped by request" in capsys.readouterr().err


def test_token_is_sent_as_bearer_when_there_is_one() -> None:
    service = Service([row("queued", 0)])
    with serving(service) as url:
        Api(url, "secret-of-the-test").get("/api/health")
    assert service.seen == [("/api/health", None, "Bearer secret-of-the-test")]


def test_waiting_gives_up_when_nothing_listens() -> None:
    with pytest.raises(NoAnswer, match="did not answer"):
        wait_for_health(Api("http://127.0.0.1:1"), within_s=0)


def test_history_of_another_batch_is_refused_when_ours_is_missing() -> None:
    with serving(Service([row("queued", 0)])) as url, pytest.raises(DemoError, match="does not hold batch_x"):
        batch.find_row(Api(url), "batch_x")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (row("queued", 0), "waiting in the queue"),
        (row("running", 1, quota={"waiting_s": 12.3, "waiting_for": "tokens"}), "waiting 12 s for tokens"),
        (row("running", 1, eta_s=125, quota={"waiting_s": 0}), "about 2 min 05 s left"),
        (row("completed", 4, eta_s=0.0), ""),
    ],
)
def test_pace_says_what_is_known_when_looked_at(state: dict[str, Any], said: str) -> None:
    assert batch.read_look(state).pace == said
