"""The dataset card: a README.md that Hugging Face reads, with the files of each split and tables of what is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gristmill.exports.files import Written

SHOWN: Final = 20  # lines of a table; the manifest has the rest
# The size categories that the Hub knows.
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST: Final = "1M<n<10M"
_MARKUP: Final = re.compile(r"[\\`*_|<>\[\]#]")
_TABLES: Final = (
    ("Split", "by_split"),
    ("Template", "by_template"),
    ("Topic", "by_topic"),
    ("Difficulty", "by_difficulty"),
    ("Review", "by_review"),
    ("Model", "by_model"),
)


def card(told: Mapping[str, Any], files: Sequence[Written]) -> bytes:
    """Write the card of an export from its manifest; the same manifest counts always give the same card."""
    lines = [*_front(told, files), "", *_body(told)]
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def _front(told: Mapping[str, Any], files: Sequence[Written]) -> Iterator[str]:
    """Write the metadata as YAML; texts are JSON strings, which are YAML too."""
    rows = told["counts"]["rows"]
    yield "---"
    yield from ("language:", f"- {told['request']['language']}", "license: other")
    yield from ("license_name: see-models", "license_link: README.md")
    yield from ("size_categories:", f"- {next((name for most, name in _SIZES if rows < most), _LARGEST)}")
    yield from ("tags:", "- synthetic", "- gristmill", "pretty_name: Gristmill export")
    yield from ("configs:", "- config_name: default", "  data_files:")
    ending = files[-1].name.rpartition(".")[2]
    for split in told["counts"]["by_split"]:
        yield f"  - split: {split}"
        yield "    path:"
        yield from (
            f"    - {json.dumps(file.name)}" for file in files if file.split == split and file.name.endswith(ending)
        )
    yield "---"


def _body(told: Mapping[str, Any]) -> Iterator[str]:
    counts = told["counts"]
    yield "# Gristmill export"
    yield ""
    made = f"in the format `{told['format']}`, made with Gristmill {told['version']}."
    yield f"{counts['rows']:,} synthetic samples {made}"
    yield "What was chosen and how, hashes, template versions and prices are in `manifest.json`."
    for title, name in _TABLES:
        yield from ("", *_table(title, counts[name]))
    if told["left_out"]:
        yield from ("", "## Left out", "", *_table("Reason", told["left_out"]))
    yield from ("", "## Models and licences", "")
    yield from (
        f"- `{_plain(model['model'])}` ({model['rows']:,} samples): {model['licence_note']}" for model in told["models"]
    )
    yield from ("", "## Checks", "")
    checks = told["checks"]
    yield f"- Findings of benchmark contamination: {checks['contamination']:,}"
    yield f"- Findings of personal data: {checks['personal_data']:,}"
    if counts["mean_score"] is not None:
        yield f"- Mean score of the samples that have one: {counts['mean_score']}"
    yield from ("", "## How it was split", "", _split_sentence(told))
    yield from (
        "",
        "Samples were written by language models. They can be wrong; check what matters before you rely on it.",
    )


def _table(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"| {title} | Samples |"
    yield "|---|---:|"
    named = list(counts.items())
    yield from (f"| {_plain(name)} | {count:,} |" for name, count in named[:SHOWN])
    if len(named) > SHOWN:
        yield f"| {len(named) - SHOWN} more | {sum(count for _, count in named[SHOWN:]):,} |"


def _split_sentence(told: Mapping[str, Any]) -> str:
    if told["split_seed"] is None:
        return "Not at all: there is one split."
    return (
        f"By group and by the seed {told['split_seed']}: samples that are nearly the same, or come from the same"
        " passage of a source, are in the same split."
    )


def _plain(text: str) -> str:
    """Make a text that people or models wrote harmless in Markdown, on one line."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(str(text).split())) or "(none)"
