"""What the demo prints: progress as a bar or as lines, one sample, the addresses to open. Asks the service nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from gristmill.demo.batch import Look

LINE_EVERY = 2  # samples, where the output is not a terminal
READING_WIDTH = 100  # columns; longer lines are hard to read
DEMO_WARNING = "DEMO: written by a 135M demo model, its law is wrong; do not train on it"


def show_progress(looks: Iterator[Look], console: Console) -> None:
    """Show the batch until it ends: as a bar on a terminal, else as plain lines."""
    if console.is_terminal:
        _bar(looks, console)
    else:
        _lines(looks, console)


def _bar(looks: Iterator[Look], console: Console) -> None:
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("starting", total=None)
        for look in looks:
            progress.update(task, completed=look.generated, total=look.target, description=look.pace)


def _lines(looks: Iterator[Look], console: Console) -> None:
    shown = 0
    for look in looks:
        if look.generated >= shown + LINE_EVERY or (look.has_ended and look.generated > shown):
            shown = look.generated
            pace = f" ({look.pace})" if look.pace else ""
            console.print(Text(f"{look.generated}/{look.target} samples{pace}"), soft_wrap=True)


def show_sample(sample: Mapping[str, Any], console: Console) -> None:
    """Print one sample as people read it; a demo model's sample says so."""
    parts: list[Text] = []
    for field in ("question", "reasoning", "answer", "case_citation"):
        if sample.get(field):
            parts += [Text(field.replace("_", " ").capitalize(), style="bold"), Text(f"{sample[field]}\n")]
    parts.append(Text(f"{sample.get('topic')} · {sample.get('difficulty')} · {sample.get('model')}", style="dim"))
    if sample.get("demo"):
        parts.append(Text(DEMO_WARNING, style="bold yellow"))
    width = min(console.width, READING_WIDTH)
    console.print(Panel(Group(*parts), title="One of the samples", title_align="left", width=width))


def show_addresses(url: str, row: Mapping[str, Any], console: Console) -> None:
    """Print where the samples are and what to open or type next, one thing a line and unwrapped, ready to copy."""
    begin = f"{url}/api/generate/batch"
    lines = (
        ("Parquet", row.get("data_path")),
        ("Samples", f"{url}/api/batches/{row.get('batch_id')}/samples"),
        ("History", f"{begin}/history"),
        ("Dashboard", f"{url}/"),
        ("API", f"{url}/openapi/swagger"),
        ("Next batch", f"curl -H 'Content-Type: application/json' -d '{{\"target_count\": 20}}' {begin}/start"),
        ("Watch it", f"curl -N {begin}/stream"),
    )
    for label, value in lines:
        console.print(Text.assemble((f"{label:<12}", "bold"), str(value)), soft_wrap=True)


def show_outcome(row: Mapping[str, Any], console: Console) -> None:
    """Print the closing line of a batch that completed."""
    made = f"{row.get('samples_generated')} of {row.get('target_count')} samples"
    console.print(Text(f"Completed: {made}, {row.get('total_tokens')} tokens.", style="bold green"), soft_wrap=True)
