"""The examples of the documents, run as they are written, in their order, against a real server process.

Only the port and the batch ids are replaced: an id that an answer in the document shows becomes the id that the real
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

from tests.acceptance.product import ROOT, Product, fake_key, wait_until
from tests.scripted_provider import ScriptedProvider

DOCUMENTS = ("README.md", "docs/api.md", "docs/files.md")
METHODS = ("get", "post", "put", "patch", "delete")
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT\S+  \w")
PATIENCE_S = 60
PORT = "127.0.0.1:5001"
BATCH_ID = re.compile(r"batch_\d{10}_[0-9a-f]{8}")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?m)^(?=curl |\.venv/bin/python )")
SCRIPT = "#!"  # a block that begins so is one program
SAME = ("status", "created", "resumed", "chosen_by", "deleted")  # in an answer, beside `success`
SAME_IN_A_PROBLEM = ("type", "title", "status", "instance")
FEW, SHORT, UNLIMITED = 12, 50, 0
AT_ONCE = 2  # calls, of 100 ms each: a long batch must outlast its document
REFUSED_TOPIC = "Tax Law - Avoidance Schemes"  # the documents show what becomes of an item that no model fills

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")


@dataclass(frozen=True, slots=True)
class Example:
    """One command or program of a document; `answer` is the JSON that the document shows for it."""

    where: str
    language: str
    text: str
    answer: Any = None


def read_examples(document: str) -> list[Example]:
    """Find the examples that can be run: curl commands, commands of api_server.py, and Python."""
    content = (ROOT / document).read_text(encoding="utf-8")
    blocks = [(match, match[1], match[2]) for match in BLOCK.finditer(content)]
    found = []
    for number, (match, language, text) in enumerate(blocks):
        where = f"{document}:{content.count(chr(10), 0, match.start()) + 1}"
        shown = [part for _, kind, part in blocks[number + 1 : number + 2] if kind == "json"]
        is_one = language == "python" or text.startswith(SCRIPT)
        texts = [text] if is_one else COMMAND.split(text)[1:] if language == "bash" else []
        answers = [None] * (len(texts) - 1) + [json.loads(shown[0]) if shown and language == "bash" else None]
        found += [Example(where, language, part, answer) for part, answer in zip(texts, answers, strict=False)]
    return found


@dataclass(slots=True)
class Reader:
    """Somebody who follows a document; `ids` are the document's batch ids and what they are here."""

    product: Product
    batch_id: str
    environment: Mapping[str, str]
    ids: dict[str, str] = field(default_factory=dict)

    def follow(self, example: Example) -> None:
        """Run one example and check what came of it."""
        wait_until(self._is_settled, f"the batches to settle before {example.where}")
        text = BATCH_ID.sub(lambda match: self.ids.get(match[0], self.batch_id), example.text)
        text = text.replace(PORT, f"127.0.0.1:{self.product.port}")
        if example.language == "python":
            self._run([sys.executable, "-c", text], self.product.folder, example)
        elif "/stream" in text:
            told = self._first_line(text, "data: ")
            assert json.loads(told)["type"] == "snapshot", example.where
        elif "follow=true" in text:
            assert LOG_LINE.match(self._first_line(text, "")), example.where
        elif text.startswith(SCRIPT):
            self._run(["bash", "-c", text], self.product.folder, example)
        else:
            out = self._run(["bash", "-c", text.replace(".venv/bin/python", sys.executable)], ROOT, example)
            if "/log" in text:
                assert all(LOG_LINE.match(line) for line in out.splitlines()), f"{example.where}: {out}"
            elif text.startswith("curl"):
                self._compare(example, json.loads(out))

    def _run(self, command: list[str], folder: Path, example: Example) -> str:
        done = subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0, f"{example.where}: {done.stderr}"
        assert done.stdout.strip(), f"{example.where} printed nothing"
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

    def _compare(self, example: Example, real: Any) -> None:
        told: Any = example.answer if example.answer is not None else {"success": real.get("type") is None}
        assert real["success"] == told["success"], f"{example.where}: {real}"
        if example.answer is None:
            return
        assert shape(told, real) == shape(real, told), f"{example.where}: the real answer is {real}"
        said = [(name, real[name]) for name in SAME if name in told]
        assert said == [(name, told[name]) for name, _ in said], f"{example.where}: the real answer is {real}"
        if not told["success"]:
            assert [told[name] for name in SAME_IN_A_PROBLEM] == [
                self._in_document(real[name]) for name in SAME_IN_A_PROBLEM
            ], example.where
        if "/start" in example.text and told["success"]:
            self.ids[told["batch_id"]] = real["batch_id"]

    def _in_document(self, value: Any) -> Any:
        named = {real: told for told, real in self.ids.items()}
        return BATCH_ID.sub(lambda match: named.get(match[0], match[0]), value) if isinstance(value, str) else value

    def _is_settled(self) -> bool:
        """No wish is still to be obeyed; if anything waits, something runs; and what runs is long and has begun."""
        rows = self.product.rows(
            "SELECT status, stop_requested OR pause_requested AS wished, samples_generated AS made, target_count"
            " FROM batch_history WHERE drive = 'worker'"
        )
        running = [row for row in rows if row["status"] == "running"]
        if any(row["wished"] for row in rows) or (not running and any(row["status"] == "queued" for row in rows)):
            return False
        return all(row["made"] and row["target_count"] - row["made"] > SHORT for row in running)


def calls(command: str, method: str, path: str) -> bool:
    """Tell whether a curl command calls a route of the OpenAPI page."""
    told = re.search(r"-X (\w+)", command)
    sent = told[1].lower() if told else "post" if " -d " in command else "get"
    pattern = re.sub(r"\{\w+\}", "[^/\\\\s?'\"]+", path)
    return sent == method and re.search(rf"//[^/]+{pattern}(?=[?'\"\s]|$)", command) is not None


def shape(value: Any, other: Any) -> Any:
    """Reduce an answer to its names and kinds, as far as the other one has something there too."""
    if value is None or other is None:
        return None
    if isinstance(value, dict) and isinstance(other, dict):
        return {name: shape(part, other.get(name, ...)) for name, part in value.items()}
    if isinstance(value, list) and isinstance(other, list):
        return [shape(value[0], other[0])] if value and other else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=100, x_ratelimit="groq", tpm=1_000_000) as started:
        started.script(rules={REFUSED_TOPIC: {"kind": "refusal", "latency_ms": 100}})
        yield started


@pytest.fixture
def reader(provider: ScriptedProvider, tmp_path: Path) -> Iterator[Reader]:
    """A reader at a service with Groq as its provider, on which one small batch has ended."""
    key: dict[str, Any] = {"groq_api_key": fake_key(), "groq_base_url": provider.groq_base_url}
    limits: dict[str, Any] = {
        "requests_per_minute": UNLIMITED,
        "tokens_per_minute": UNLIMITED,
        "max_concurrency": AT_ONCE,
    }
    with Product(tmp_path, **key, **limits) as product:
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
    commands = [
        example.text for page in DOCUMENTS for example in read_examples(page) if example.text.startswith("curl")
    ]
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
