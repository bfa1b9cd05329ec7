"""The examples of the documents, run as they are written, in their order, against a real server process.

Only the port and the ids are replaced: an id that an answer in the document shows becomes the id that the real
answer gave. What an answer in the document shows must have the shape of the real one, and say the same of status and
moves. Between two examples the service gets the time to do what is short, so that each finds what the text says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.pages import ID, METHODS, SCRIPT, Example, calls, ids_of, part_of, read_examples, shape
from tests.acceptance.product import ROOT, Product, fake_key, wait_until
from tests.scripted_provider import ScriptedProvider

DOCUMENTS = (
    "README.md",
    "docs/api.md",
    "docs/files.md",
    "docs/templates.md",
    "docs/sources.md",
    "docs/quality.md",
    "docs/samples.md",
    "docs/enrichment.md",
    "docs/exports.md",
    "docs/estimates.md",
    "docs/cost.md",
)
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT\S+  \w")
PATIENCE_S = 180
PORT = "127.0.0.1:5001"
PYTHON = ".venv/bin/python"
SAME = (  # in an answer, beside `success`
    "status",
    "created",
    "resumed",
    "chosen_by",
    "deleted",
    "changed",
    "matched",
    "dry_run",
    "chunks_kept",
    "samples",
    "edited",
    "version",
)
SAME_IN_A_PROBLEM = ("type", "title", "status", "instance")
FEW, SHORT, UNLIMITED = 12, 50, 0
AT_ONCE = 2  # calls, of 100 ms each: a long batch must outlast its document
REFUSED_TOPIC = "Tax Law - Avoidance Schemes"  # the documents show what becomes of an item that no model fills
CONVERSATION = [
    {"role": role, "content": text}
    for role, text in (
        ("user", "My boat is called {words}. Whom do I tell?"),
        ("assistant", "The harbour master. Is {words} in the register?"),
        ("user", "No, it is number {n} on the list."),
        ("assistant", "Then ask them to enter it first."),
    )
]
LONGER = [*CONVERSATION, {"role": "user", "content": "Today?"}, {"role": "assistant", "content": "Yes, by noon."}]
RATIONALE = "The rule against profits decides it, in case {n}, because nobody authorised the director's profit."
SIGNED = {
    "question": "Who has to be present when an individual signs a deed?",
    "answer": "A witness, who attests the signature.",
    "quote": "in the presence of a witness",
}
DELIVERED = {
    "question": "When does a deed take effect?",
    "answer": "When it is delivered.",
    "quote": "A deed takes effect when it is delivered.",
}
RULES: Mapping[str, Mapping[str, Any]] = {  # by a text of the prompt; the first that is in it
    REFUSED_TOPIC: {"kind": "refusal", "latency_ms": 100},
    "Score it by these criteria": {"kind": "judge", "low_every": 3, "tokens": [400, 100], "latency_ms": 100},
    "You add a rationale": {"kind": "say", "content": {"rationale": RATIONALE, "holds": True}},
    "You translate training samples": {
        "kind": "say",
        "content": {"translation": [{"field": "question", "text": "Frage {n}: Was muss bewiesen werden?"}]},
    },
    "You assess training samples": {
        "kind": "say",
        "content": {"quality": 0.8, "faults": [], "tags": ["company law", "directors"]},
    },
    "Write exactly 6 messages": {"kind": "say", "content": {"title": "The boat {n}", "messages": LONGER}},
    "Write exactly 4 messages": {"kind": "say", "content": {"title": "The boat {n}", "messages": CONVERSATION}},
    "An individual signs a deed": {"kind": "say", "content": SIGNED},
    "A deed takes effect": {"kind": "say", "content": DELIVERED},
}

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")


@dataclass(slots=True)
class Reader:
    """Somebody who follows a document; `ids` are the document's ids and what they are here."""

    product: Product
    batch_id: str
    environment: Mapping[str, str]
    ids: dict[str, str] = field(default_factory=dict)

    def follow(self, example: Example) -> None:
        """Run one example and check what came of it."""
        wait_until(self._is_settled, f"the service to settle before {example.where}")
        text = ID.sub(lambda match: self._here(match[0], example), example.text)
        text = text.replace(PORT, f"127.0.0.1:{self.product.port}")
        folder = ROOT if PYTHON in text else self.product.folder
        if example.language == "python":
            self._run([sys.executable, "-c", text], folder, example)
        elif "/stream" in text:
            told = self._first_line(text, "data: ")
            assert json.loads(told)["type"] == "snapshot", example.where
        elif "follow=true" in text:
            assert LOG_LINE.match(self._first_line(text, "")), example.where
        elif text.startswith(SCRIPT):
            self._run(["bash", "-c", text], folder, example)
        else:
            out = self._run(["bash", "-c", text.replace(PYTHON, sys.executable)], folder, example)
            if example.is_curl:
                self._judge(example, text, out)

    def _here(self, told: str, example: Example) -> str:
        """Say what an id of the document is here; batches that no answer showed are the one that was there before."""
        if told.startswith("batch_"):
            return self.ids.get(told, self.batch_id)
        assert told in self.ids, f"{example.where}: no answer has shown {told}"
        return self.ids[told]

    def _run(self, command: list[str], folder: Path, example: Example) -> str:
        done = subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0, f"{example.where}: {done.stderr}"
        assert done.stdout.strip() or " -o " in command[-1], f"{example.where} printed nothing"
        return done.stdout

    def _first_line(self, command: str, begin: str) -> str:
        """Read an answer that stays open up to its first line that begins so, and leave; the line without that."""
        with subprocess.Popen(
            ["bash", "-c", f"exec {command}"], stdout=subprocess.PIPE, env=self.environment, text=True
        ) as curl:
            assert curl.stdout is not None
            line = next((line for line in curl.stdout if line.startswith(begin)), "")
            curl.terminate()
        return line.removeprefix(begin)

    def _judge(self, example: Example, command: str, out: str) -> None:
        """Check what curl printed: as the page shows it, or at least no failure."""
        kept_in = re.search(r" -o (\S+)", command)
        if kept_in:
            assert (self.product.folder / kept_in[1]).stat().st_size, f"{example.where} fetched nothing"
        elif example.form == "csv":
            assert out.splitlines()[0] == example.shown.splitlines()[0], example.where
        elif example.form:
            self._compare(example, json.loads(out))
        elif "/log" in command:
            assert all(LOG_LINE.match(line) for line in out.splitlines()), f"{example.where}: {out}"
        elif out.startswith("HTTP/"):
            assert re.match(r"HTTP/\S+ 2", out), f"{example.where}: {out}"
        else:
            assert '"success": false' not in out, f"{example.where}: {out}"
            assert '"success":false' not in out, f"{example.where}: {out}"

    def _compare(self, example: Example, real: Any) -> None:
        told = example.answer
        whole, real = real, part_of(real, told) if example.form == "jsonc" else real
        assert whole["success"] == told.get("success", True), f"{example.where}: {whole}"
        assert shape(told, real) == shape(real, told), f"{example.where}: the real answer is {real}"
        said = [(name, real[name]) for name in SAME if isinstance(told.get(name), str | bool | int)]
        assert said == [(name, told[name]) for name, _ in said], f"{example.where}: the real answer is {real}"
        for one, other in ids_of(told, real):
            self.ids.setdefault(one, other)
        if not whole["success"]:
            assert [told[name] for name in SAME_IN_A_PROBLEM] == [
                self._in_document(real[name]) for name in SAME_IN_A_PROBLEM
            ], example.where

    def _in_document(self, value: Any) -> Any:
        named = {real: told for told, real in self.ids.items()}
        return ID.sub(lambda match: named.get(match[0], match[0]), value) if isinstance(value, str) else value

    def _is_settled(self) -> bool:
        """No wish is still to be obeyed; if anything waits, something runs; and what runs is long and has begun."""
        if self.product.rows("SELECT 1 FROM exports WHERE status IN ('queued', 'running')") or self._has_stale_files():
            return False
        rows = self.product.rows(
            "SELECT status, stop_requested OR pause_requested AS wished, samples_generated AS made, target_count"
            " FROM batch_history WHERE drive = 'worker'"
        )
        running = [row for row in rows if row["status"] == "running"]
        if any(row["wished"] for row in rows) or (not running and any(row["status"] == "queued" for row in rows)):
            return False
        return all(row["made"] and row["target_count"] - row["made"] > SHORT for row in running)

    def _has_stale_files(self) -> bool:
        return bool(self.product.rows("SELECT 1 FROM stale_segments"))


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=100, x_ratelimit="groq", tpm=1_000_000) as started:
        started.script(rules=RULES)
        yield started


@pytest.fixture
def reader(provider: ScriptedProvider, tmp_path: Path) -> Iterator[Reader]:
    """A reader at a service with Groq as its provider, on which one small batch has ended, with one refused answer."""
    key: dict[str, Any] = {"groq_api_key": fake_key(), "groq_base_url": provider.groq_base_url}
    limits: dict[str, Any] = {
        "requests_per_minute": UNLIMITED,
        "tokens_per_minute": UNLIMITED,
        "max_concurrency": AT_ONCE,
    }
    with Product(tmp_path, **key, **limits) as product:
        provider.script({"kind": "too_short", "latency_ms": 100})
        batch_id = product.begin(FEW)
        product.ended(batch_id)
        yield Reader(product, batch_id, environment_of(product))


def environment_of(product: Product) -> dict[str, str]:
    """Nobody's settings but this service's, for the commands that read its files."""
    ours = ("GRISTMILL_", "GROQ_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "GRISTMILL_DATABASE_URL": f"sqlite:///{product.database_path}",
        "GRISTMILL_DATA_DIR": str(product.data_dir),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(product.folder / "hf"),
        "NO_PROXY": "*",
        "no_proxy": "*",
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_examples_work_as_written_when_followed_in_order(document: str, reader: Reader) -> None:
    examples = read_examples(document)
    assert examples
    for example in examples:
        reader.follow(example)


def test_documents_have_a_curl_example_when_there_is_a_route(reader: Reader) -> None:
    commands = [example.text for page in DOCUMENTS for example in read_examples(page) if example.is_curl]
    paths = reader.product.get("/openapi/openapi.json").body["paths"]
    routes = [(method, path) for path, methods in paths.items() for method in methods if method in METHODS]
    assert [(method, path) for method, path in routes if not any(calls(text, method, path) for text in commands)] == []


@pytest.mark.parametrize(
    ("command", "method", "path", "does"),
    [
        ("curl http://h/api/batches/b", "get", "/api/batches/{batch_id}", True),
        ("curl http://h/api/batches/b/log", "get", "/api/batches/{batch_id}", False),
        ("curl 'http://h/api/batches?limit=1'", "get", "/api/batches", True),
        ("curl -X DELETE http://h/api/batches/b", "get", "/api/batches/{batch_id}", False),
        ("curl http://h/api/x -d '{}'", "post", "/api/x", True),
        ("curl -X POST http://h/api/x -F file=@y.md", "post", "/api/x", True),
        ("curl http://h/api/x/e/files/data/y.jsonl -o y", "get", "/api/x/{id}/files/{name}", True),
    ],
)
def test_command_calls_a_route_when_method_and_path_are_its(
    command: str, method: str, path: str, *, does: bool
) -> None:
    assert calls(command, method, path) is does


@pytest.mark.parametrize(
    ("told", "real", "alike"),
    [
        ({"a": 1, "b": None}, {"a": 2.5, "b": "text"}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": True}, {"a": 1}, False),
        ({"a": [{"b": 1}]}, {"a": []}, True),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, False),
    ],
)
def test_shapes_differ_when_names_or_kinds_do(told: Any, real: Any, *, alike: bool) -> None:
    assert (shape(told, real) == shape(real, told)) is alike


def test_part_of_an_answer_is_what_the_page_shows_when_it_shows_less() -> None:
    real = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4, "g": 5}, {"f": 6, "g": 7}]}
    assert part_of(real, {"b": {"d": 0}, "e": [{"f": 0}]}) == {"b": {"d": 3}, "e": [{"f": 4}]}


def test_ids_are_paired_by_their_places_when_both_answers_have_them() -> None:
    told = {"id": "src_0123456789ab", "rows": [{"sample": "rejection_1", "n": 1}], "text": "no id"}
    real = {"id": "src_ba9876543210", "rows": [{"sample": "rejection_7", "n": 2}], "text": "none"}
    assert set(ids_of(told, real)) == {("src_0123456789ab", "src_ba9876543210"), ("rejection_1", "rejection_7")}


def test_making_of_a_file_belongs_to_the_command_when_it_stands_before_it() -> None:
    first = read_examples("docs/sources.md")[0]
    assert first.is_curl
    assert first.text.startswith("printf")
