"""Every benchmark runs at a tiny size and reports sane figures. Speed itself is never asserted here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import bench

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def run(name: str, folder: Path, *options: str) -> dict[str, float]:
    """Run a benchmark by its path and give its figures by name."""
    told = folder / "figures.json"
    command = [sys.executable, f"benchmarks/{name}.py", "--json", str(told), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-3000:]
    return {figure["name"]: figure["value"] for figure in json.loads(told.read_text())["figures"]}


def test_throughput_counts_every_sample_in_rows_and_files_when_run_small(tmp_path: Path) -> None:
    figures = run("throughput", tmp_path, "--samples", "60", "--concurrency", "8", "--runs", "1", "--latency-ms", "5")
    assert figures["rows"] == figures["rows in Parquet files"] == 60
    assert figures["bare loop"] > 0
    assert figures["ratio to the bare loop"] > 0
    assert figures["CPU a sample"] > 0
    assert 0 < figures["calls in flight, at most"] <= 8


def test_quota_reports_use_and_refusals_when_run_for_seconds(tmp_path: Path) -> None:
    options = ("--seconds", "3", "--requests", "40", "--tokens", "8800", "--latency-ms", "5")
    figures = run("quota", tmp_path, *options)
    assert 0 < figures["calls answered"] <= 40
    assert 0 < figures["the binding limit used"] <= 100
    assert figures["429 answers"] == 0
    assert figures["most tokens in any 60 s"] <= 8800


def test_history_measures_every_phase_when_run_small(tmp_path: Path) -> None:
    options = ("--batches", "300", "--pages", "3", "--starts", "3", "--starts-per-s", "50", "--concurrency", "4")
    figures = run("history", tmp_path, *options, "--subscribers", "3", "--seconds", "1.5")
    assert figures["batches in the table"] == 300 + 1 + 3
    for phase in ("at a moderate rate", "flat out"):
        assert figures[f"messages delivered, {phase}"] >= 3
        assert 0 < figures[f"delivery, {phase}, p50"] <= figures[f"delivery, {phase}, p99"]
    assert 0 < figures["start, flat out, p50"] <= figures["start, flat out, p99"]


def test_queue_measures_claims_moves_and_lists_when_run_small(tmp_path: Path) -> None:
    figures = run("queue", tmp_path, "--batches", "40", "--runs", "12")
    assert figures["batches that wait at the end"] == 40 - 1
    parts = ("claim", "move", "list batches", "list the queue")
    for name in (*parts, "bare update", "list batches, HTTP", "list the queue, HTTP", "move, HTTP"):
        assert 0 < figures[f"{name}, p50"] <= figures[f"{name}, p99"]
    assert figures["claim to the bare update, p50"] > 0


def test_samples_asks_every_question_when_run_small(tmp_path: Path) -> None:
    figures = run("samples", tmp_path, "--samples", "400", "--requests", "2", "--costs", "64")
    assert figures["samples in the table"] == 400
    assert figures["first page, found"] == 400
    assert 0 < figures["search a common word, found"] <= 400
    assert figures["a combination that nothing fits, found"] == 0
    for name in ("first page", "search a phrase", "a rare combination", "dry run of a bulk review"):
        assert 0 < figures[f"{name}, p50"] <= figures[f"{name}, p99"]
    assert figures["insert a sample, with all indexes"] > 0


@pytest.mark.parametrize("name", ["throughput", "quota", "history", "queue", "bare_loop", "subscribers", "samples"])
def test_benchmark_explains_itself_when_asked_for_help(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "usage:" in done.stdout


def test_percentile_takes_nearest_rank_when_values_are_few() -> None:
    assert [bench.percentile([3.0, 1.0, 2.0], share) for share in (0.0, 0.5, 0.99)] == [1.0, 2.0, 3.0]
    assert bench.percentile(range(1, 101), 0.99) == 99


def test_median_report_judges_the_median_when_runs_differ() -> None:
    runs = []
    for value in (9.0, 1.0, 2.0):
        run_report = bench.Report("run")
        run_report.add("ratio", value, at_most=2.5)
        runs.append(run_report)
    (figure,) = bench.median_report("all", runs).figures
    assert (figure.value, figure.met) == (2.0, True)


def test_near_judges_and_groups_when_run_small(tmp_path: Path) -> None:
    options = ("--samples", "300", "--judged", "32", "--large", "2000", "--benchmark-mb", "0.1")
    figures = run("near", tmp_path, *options)
    assert figures["different questions refused"] == 0
    assert figures["copies let through, of 1,000"] == 0
    assert figures["groups found are the copies"] == 1
    assert 0 < figures["a judged sample, p50"] <= figures["a judged sample, p99"]
    assert figures["rebuild from the rows"] > 0
    assert figures["index of 0.1 MB of benchmarks"] > 0


def test_exports_write_every_sample_when_run_small(tmp_path: Path) -> None:
    figures = run("exports", tmp_path, "--samples", "1200")
    for kind in ("chat", "chat, split by group", "Parquet, split by group"):
        assert figures[f"samples, {kind}"] == 1200
        assert figures[f"peak of memory, {kind}"] > 0
