"""The examples of a page of the documents: commands, programs, and what the page shows as their answers.

Reads pages and compares answers; runs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.acceptance.product import ROOT

METHODS = ("get", "post", "put", "patch", "delete")
SCRIPT = "#!"  # a block that begins so is one program
SHOWN = ("json", "jsonc", "csv")  # how an answer is shown; `jsonc`: only a part of it
ID = re.compile(r"batch_\d{10}_[0-9a-f]{8}|sample_[0-9a-f]{24}|rejection_\d+|(?:export|src|preset)_[0-9a-f]{12}")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?m)^(?=curl |\.venv/bin/python )")
_CURL = re.compile(r"(?m)^curl ")
_SENDS = re.compile(r" (-d|-F|--data-binary) ")


@dataclass(frozen=True, slots=True)
class Example:
    """One command or program of a document; `shown` is the answer that the document shows, in this `form`."""

    where: str
    language: str
    text: str
    form: str = ""
    shown: str = ""

    @property
    def is_curl(self) -> bool:
        return self.language == "bash" and not self.text.startswith(SCRIPT) and bool(_CURL.search(self.text))

    @property
    def answer(self) -> Any:
        return json.loads(self.shown)


def read_examples(document: str) -> list[Example]:
    """Find the examples that can be run: curl commands, commands of api_server.py, and Python."""
    content = (ROOT / document).read_text(encoding="utf-8")
    blocks = [(match.start(), match[1], match[2]) for match in _BLOCK.finditer(content)]
    found = []
    for number, (start, language, text) in enumerate(blocks):
        where = f"{document}:{content.count(chr(10), 0, start) + 1}"
        texts = _commands(language, text)
        _, form, shown = blocks[number + 1] if number + 1 < len(blocks) else (0, "", "")
        if form not in SHOWN or language != "bash":
            form, shown = "", ""
        found += [Example(where, language, part) for part in texts[:-1]]
        found += [Example(where, language, part, form, shown) for part in texts[-1:]]
    return found


def _commands(language: str, text: str) -> list[str]:
    """Take a block apart: what stands before the first command, such as the making of a file, belongs to it."""
    if language == "python" or text.startswith(SCRIPT):
        return [text]
    before, *commands = _COMMAND.split(text) if language == "bash" else [text]
    return [before + commands[0], *commands[1:]] if commands else []


def calls(command: str, method: str, path: str) -> bool:
    """Tell whether a curl command calls a route of the OpenAPI page."""
    told = re.search(r"-X (\w+)", command)
    sent = told[1].lower() if told else "post" if _SENDS.search(command) else "get"
    named = path.replace("/files/{name}", "/files/[^\\s?'\"]+")  # a name of a file may have a folder
    pattern = re.sub(r"\{\w+\}", "[^/\\\\s?'\"]+", named)
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


def part_of(real: Any, told: Any) -> Any:
    """Cut an answer down to the names that a page shows of it."""
    if isinstance(real, dict) and isinstance(told, dict):
        return {name: part_of(value, told[name]) for name, value in real.items() if name in told}
    if isinstance(real, list) and isinstance(told, list):
        return [part_of(value, other) for value, other in zip(real, told, strict=False)]
    return real


def ids_of(told: Any, real: Any) -> Iterator[tuple[str, str]]:
    """Pair the ids that a page shows with those that stand in their places in the real answer."""
    if isinstance(told, dict) and isinstance(real, dict):
        for name in told.keys() & real.keys():
            yield from ids_of(told[name], real[name])
    elif isinstance(told, list) and isinstance(real, list):
        for one, other in zip(told, real, strict=False):
            yield from ids_of(one, other)
    elif isinstance(told, str) and isinstance(real, str) and ID.fullmatch(told):
        yield told, real
