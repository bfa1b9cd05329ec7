"""What all benchmarks share: figures with their targets, the machine they were taken on, and how both are printed.

Judges figures only after they were taken. Must never import the product, whose CPU it would otherwise count as its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `met` is None where nothing was promised."""

    name: str
    value: float
    unit: str = ""
    target: str = ""
    met: bool | None = None


@dataclass(slots=True)
class Report:
    """The figures of one benchmark, in the order they were taken."""

    title: str
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """Add a figure and, if a bound is given, whether it is kept."""
        met, target = None, ""
        if at_most is not None:
            met, target = value <= at_most, f"at most {at_most:g} {unit}".strip()
        if at_least is not None:
            met, target = value >= at_least, f"at least {at_least:g} {unit}".strip()
        self.figures.append(Figure(name, value, unit, target, met))

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "machine": machine(), "figures": [asdict(figure) for figure in self.figures]}

    def show(self) -> None:
        """Print the machine and one line per figure."""
        print(f"\n{self.title}")
        print("  " + ", ".join(f"{name}: {value}" for name, value in machine().items()))
        width = max((len(figure.name) for figure in self.figures), default=0)
        for figure in self.figures:
            value = f"{figure.value:,.0f}" if figure.value == int(figure.value) else f"{figure.value:,.2f}"
            verdict = "" if figure.met is None else f"  {'MET' if figure.met else 'MISSED'} ({figure.target})"
            print(f"  {figure.name:<{width}}  {value:>12} {figure.unit:<8}{verdict}".rstrip())

    def finish(self, path: Path | None) -> None:
        """Print, and write the figures as JSON where that was asked for."""
        self.show()
        if path is not None:
            path.write_text(json.dumps(self.as_json(), indent=2) + "\n", encoding="utf-8")


def median_report(title: str, runs: Sequence[Report]) -> Report:
    """Take the median of each figure over several runs; a bound is judged on the median."""
    told = Report(title)
    for figures in zip(*(run.figures for run in runs), strict=True):
        first, value = figures[0], median(figure.value for figure in figures)
        met = None if first.met is None else _keeps(first, value)
        told.figures.append(Figure(first.name, value, first.unit, first.target, met))
    return told


def _keeps(figure: Figure, value: float) -> bool:
    bound = float(figure.target.split()[2])
    return value <= bound if figure.target.startswith("at most") else value >= bound


def machine() -> dict[str, str]:
    """Describe where figures were taken: cores, processor, Python, load, date."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "processor": _processor(),
        "system": platform.system(),
        "Python": platform.python_version(),
        "load average": f"{load:.1f}",
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def percentile(values: Iterable[float], share: float) -> float:
    """Get the value that `share` (0 to 1) of all are at or below: nearest rank.

    Raises:
        ValueError: there are no values.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values were measured")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def parser(text: str | None) -> argparse.ArgumentParser:
    """Make the command line that all benchmarks have in common."""
    made = argparse.ArgumentParser(description=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    made.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    return made
