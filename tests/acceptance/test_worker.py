"""The worker as a person meets it: batches on a real server process, against a provider that behaves and misbehaves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import Product, fake_key, wait_until
from tests.scripted_provider import ScriptedProvider

CONCURRENCY = 4
KEY = fake_key()
HANG = {"kind": "hang"}
AN_HOUR = {"kind": "status", "status": 429, "retry_after": 3600}


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(key=KEY) as started:
        yield started


@pytest.fixture(scope="module")
def server(provider: ScriptedProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    settings: dict[str, Any] = {
        "provider": "openai_compatible",
        "base_url": provider.base_url,
        "api_key": KEY,
        "model": "scripted",
        "groq_api_key": KEY,
        "groq_base_url": provider.groq_base_url,
        "requests_per_minute": 0,
        "tokens_per_minute": 0,
        "max_concurrency": CONCURRENCY,
    }
    with Product(tmp_path_factory.mktemp("worker"), **settings) as product:
        yield product


@pytest.fixture
def mill(server: Product, provider: ScriptedProvider) -> Iterator[Product]:
    """The shared server, with a provider that has forgotten all and nothing left in the queue afterwards."""
    provider.reset()
    yield server
    left = server.rows(
        "SELECT batch_id FROM batch_history WHERE status IN ('queued', 'running', 'paused') ORDER BY status"
    )
    for row in left:
        server.stop(row["batch_id"])
    for row in left:
        server.ended(row["batch_id"])


def running(mill: Product, batch_id: str, **wanted: Any) -> Any:
    """Wait until a batch runs and its live state holds what is wanted, and give that state."""

    def look() -> Any:
        shown = mill.status()
        held = {name: shown[name] for name in wanted}
        return shown if shown["running"] and shown["batch_id"] == batch_id and held == wanted else None

    return wait_until(look, f"{batch_id} to run with {wanted}")


def waiting_for_quota(mill: Product, batch_id: str) -> Any:
    """Wait until a batch does nothing but wait for its quota."""

    def look() -> Any:
        shown = mill.status()
        return shown if shown["batch_id"] == batch_id and shown["quota"] and shown["quota"]["waiting_s"] > 0 else None

    return wait_until(look, f"{batch_id} to wait for quota")


def reasons(mill: Product, batch_id: str, fate: str) -> list[str]:
    return [row["reason"] for row in mill.attempts(batch_id) if row["fate"] == fate]


def test_batch_completes_when_the_provider_behaves(mill: Product, provider: ScriptedProvider) -> None:
    batch_id = mill.begin(25)
    shown = mill.ended(batch_id)
    samples = mill.samples(batch_id)
    assert (shown["status"], shown["samples_generated"], shown["progress"]) == ("completed", 25, 1.0)
    assert [row["ordinal"] for row in samples] == list(range(25))
    assert mill.parquet_ids(batch_id) == [row["sample_id"] for row in samples]
    assert provider.stats()["calls"] == shown["attempts"] == 25
    assert shown["total_tokens"] == sum(row["prompt_tokens"] + row["completion_tokens"] for row in samples)
    assert (shown["checkpointed_count"], shown["errors"]) == (25, [])


def test_samples_are_answered_with_their_provenance_when_asked_for(mill: Product) -> None:
    batch_id = mill.begin(2, topic="Negligence", difficulty="advanced", seed=7)
    mill.ended(batch_id)
    page = mill.get(f"/api/batches/{batch_id}/samples").body
    sample = page["samples"][0]
    assert (page["count"], page["total"]) == (2, 2)
    assert (sample["topic"], sample["difficulty"]) == ("Negligence", "advanced")
    assert (sample["provider"], sample["model"], sample["demo"]) == ("openai_compatible", "scripted", False)
    assert sample["question"] and sample["answer"] and sample["reasoning"]


def test_live_state_moves_while_a_batch_runs(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 250})
    batch_id = mill.begin(400)
    shown = wait_until(lambda: _with_numbers(mill.status()), "live numbers")
    row = mill.batch(batch_id)
    assert (shown["batch_id"], shown["target_count"], shown["model"]) == (batch_id, 400, "scripted")
    assert shown["progress"] == pytest.approx(shown["samples_generated"] / 400, abs=1e-4)
    assert shown["current_sample"]["question"] and shown["total_tokens"] > 0
    assert (row["status"], row["position"]) == ("running", 0)
    assert row["samples_generated"] >= shown["samples_generated"] and row["rate_per_minute"] > 0
    assert mill.get("/api/health").body["worker"] == "running"


def _with_numbers(shown: Any) -> Any:
    return shown if shown["running"] and shown["rate_per_minute"] and shown["eta_s"] and shown["quota"] else None


def test_status_shows_the_last_batch_when_none_runs(mill: Product) -> None:
    batch_id = mill.begin(1)
    mill.ended(batch_id)
    shown = mill.status()
    assert (shown["running"], shown["batch_id"], shown["samples_generated"]) == (False, batch_id, 1)


def test_batches_wait_in_order_when_one_runs(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=HANG)
    first = mill.begin(1)
    running(mill, first)
    second, third = mill.begin(1), mill.begin(2)
    assert [mill.batch(batch_id)["position"] for batch_id in (first, second, third)] == [0, 1, 2]
    provider.script(default={"kind": "ok"})
    mill.stop(first)
    begun = [mill.ended(batch_id)["started_at"] for batch_id in (second, third)]
    assert begun == sorted(begun)
    assert mill.status_of(third) == "completed"


def test_stop_cuts_off_calls_when_the_provider_hangs(mill: Product, provider: ScriptedProvider) -> None:
    provider.script({"kind": "ok"}, {"kind": "ok"}, default=HANG)
    batch_id = mill.begin(25)
    running(mill, batch_id, samples_generated=2, in_flight=CONCURRENCY)
    answer = mill.stop(batch_id)
    shown = mill.ended(batch_id)
    assert (answer.status, answer.body["status"], shown["status"]) == (202, "stopping", "stopped")
    assert wait_until(lambda: provider.stats()["aborted"] == CONCURRENCY, "the provider to notice")
    assert len(mill.samples(batch_id)) == len(mill.parquet_ids(batch_id)) == 2
    assert reasons(mill, batch_id, "cancelled") == ["cancelled"] * CONCURRENCY
    assert (shown["rejected_count"], shown["failed_count"]) == (0, 0)


def test_stop_without_a_body_ends_the_batch_that_waits_for_quota(mill: Product, provider: ScriptedProvider) -> None:
    provider.script({"kind": "ok"}, default=AN_HOUR)
    batch_id = mill.begin(3, model="busy")
    quota = waiting_for_quota(mill, batch_id)["quota"]
    answer = mill.stop()
    assert (answer.status, answer.body["batch_id"]) == (202, batch_id)
    assert mill.ended(batch_id)["status"] == "stopped"
    assert quota["waiting_s"] > 3000 and quota["why"].startswith("provider asked to wait")
    assert len(mill.samples(batch_id)) == len(mill.parquet_ids(batch_id)) == 1


def test_stop_is_at_once_when_the_batch_is_queued(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=HANG)
    running(mill, mill.begin(1))
    batch_id = mill.begin(5)
    answer = mill.stop(batch_id)
    assert (answer.body["status"], mill.status_of(batch_id)) == ("stopped", "stopped")
    assert (mill.batch(batch_id)["position"], mill.batch(batch_id)["started_at"]) == (None, None)


def test_stop_is_refused_when_the_batch_has_ended(mill: Product) -> None:
    batch_id = mill.begin(1)
    mill.ended(batch_id)
    answer = mill.stop(batch_id)
    assert (answer.status, answer.headers.get_content_type()) == (409, "application/problem+json")
    assert (answer.body["from"], answer.body["to"]) == ("completed", "stopped")
    assert mill.stop().status == 409


def test_batch_id_is_unknown_when_nobody_made_it(mill: Product) -> None:
    assert mill.stop("batch_1728556800_a1b2c3d4").status == 404
    assert mill.get("/api/batches/batch_1728556800_a1b2c3d4/samples").status == 404


def test_retry_after_is_obeyed_when_the_provider_answers_429(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(*[{"kind": "status", "status": 429, "retry_after": 1}] * 3)
    batch_id = mill.begin(1, model="once-busy")
    shown = mill.ended(batch_id)
    calls = provider.stats()["calls_log"]
    gaps = [later["time"] - call["time"] for call, later in itertools.pairwise(calls)]
    assert (shown["status"], [call["status"] for call in calls]) == ("completed", [429, 429, 429, 200])
    assert min(gaps) >= 1.0
    assert (shown["rejected_count"], shown["failed_count"]) == (0, 0)


def test_whole_gate_waits_when_one_of_many_calls_gets_429(mill: Product, provider: ScriptedProvider) -> None:
    provider.script({"kind": "status", "status": 429, "retry_after": 1}, default={"kind": "ok", "latency_ms": 50})
    assert mill.ended(mill.begin(20, model="sometimes-busy"))["status"] == "completed"
    log = provider.stats()["calls_log"]
    refused = next(call["time"] for call in log if call["status"] == 429)
    between = [call for call in log if refused < call["time"] < refused + 1.0]
    assert len(between) < CONCURRENCY  # those that were on their way


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ({"kind": "status", "status": 500}, "server_error"),
        ({"kind": "drop"}, "connection"),
        ({"kind": "reset_mid_body"}, "connection"),
        ({"kind": "malformed_json"}, "malformed_reply"),
        ({"kind": "empty_choices"}, "malformed_reply"),
    ],
)
def test_call_is_made_again_when_it_failed(
    mill: Product, provider: ScriptedProvider, behaviour: dict[str, Any], reason: str
) -> None:
    provider.script(behaviour, behaviour)
    batch_id = mill.begin(3)
    shown = mill.ended(batch_id)
    assert (shown["status"], len(mill.samples(batch_id))) == ("completed", 3)
    assert reasons(mill, batch_id, "failed") == [reason, reason]
    assert [error["kind"] for error in shown["errors"]] == [reason, reason]
    assert provider.stats()["calls"] == shown["attempts"] == 5


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("truncated_json", "truncated"),
        ("malformed_content", "not_json"),
        ("not_json_text", "not_json"),
        ("missing_field", "missing_field"),
        ("too_short", "too_short"),
        ("refusal", "refusal"),
    ],
)
def test_bad_output_is_refused_and_its_place_filled_when_the_next_is_good(
    mill: Product, provider: ScriptedProvider, kind: str, reason: str
) -> None:
    provider.script({"kind": kind})
    batch_id = mill.begin(2)
    shown = mill.ended(batch_id)
    assert (shown["status"], shown["rejected_count"], shown["attempts"]) == ("completed", 1, 3)
    assert reasons(mill, batch_id, "rejected") == [reason]
    assert [error["kind"] for error in shown["errors"]] == [reason]
    assert sorted(row["slot"] for row in mill.samples(batch_id)) == [0, 1]
    assert shown["total_tokens"] == 900  # a refused sample's tokens are paid for too


def test_duplicate_is_refused_when_the_batch_has_the_same_question(mill: Product, provider: ScriptedProvider) -> None:
    provider.script({"kind": "duplicate"}, {"kind": "duplicate"})
    batch_id = mill.begin(3)
    assert mill.ended(batch_id)["status"] == "completed"
    assert reasons(mill, batch_id, "rejected") == ["duplicate"]
    assert len({row["content_hash"] for row in mill.samples(batch_id)}) == 3


@pytest.mark.parametrize(
    ("kind", "target", "ceiling", "sentence"),
    [
        ("refusal", 10, 20, r"\d+ attempts in a row gave no sample \(refusal: \d+\)\. The last one: The reply is a"),
        ("too_short", 3, 9, r"\d+ attempts gave 0 of 3 samples, and 9 attempts are the limit \(too_short: \d+\)\."),
        ("duplicate", 5, 15, r"\d+ attempts gave 1 of 5 samples, and 15 attempts are the limit \(duplicate: \d+\)\."),
    ],
)
def test_batch_fails_with_a_sentence_when_the_output_never_gets_good(
    mill: Product, provider: ScriptedProvider, kind: str, target: int, ceiling: int, sentence: str
) -> None:
    provider.script(default={"kind": kind, "latency_ms": 100})
    shown = mill.ended(mill.begin(target))
    assert shown["status"] == "failed"
    assert re.match(sentence, shown["end_reason"]), shown["end_reason"]
    assert ceiling <= shown["attempts"] < ceiling + 2 * CONCURRENCY  # more than those in flight are not begun


def test_batch_pauses_at_once_when_the_model_is_unknown(mill: Product, provider: ScriptedProvider) -> None:
    error = {"message": "The model `gone` does not exist", "code": "model_not_found"}
    provider.script(default={"kind": "status", "status": 404, "error": error})
    shown = mill.paused(mill.begin(50, model="gone"))
    assert (shown["pause_cause"], shown["pause_reason"].split(":")[0]) == ("provider", "model_not_found")
    assert provider.stats()["calls"] <= CONCURRENCY


def test_batch_pauses_at_once_and_no_key_is_kept_when_the_provider_refuses_the_key(
    mill: Product, provider: ScriptedProvider
) -> None:
    told = {"message": f"Incorrect API key provided: {KEY}. Bearer {KEY}", "type": "invalid_request_error"}
    provider.script(default={"kind": "status", "status": 401, "error": told})
    batch_id = mill.begin(50)
    shown = mill.paused(batch_id)
    assert (shown["pause_cause"], shown["pause_reason"].split(":")[0]) == ("provider", "authentication")
    assert (len(mill.attempts(batch_id)) <= CONCURRENCY, shown["samples_generated"]) == (True, 0)
    answers = (mill.status(), mill.get("/api/generate/batch/history").body, mill.get("/api/health").body)
    assert KEY not in str(answers)
    assert [path for path in _files(mill.folder) if KEY.encode() in path.read_bytes()] == []


def _files(folder: Path) -> list[Path]:
    """Every file the product wrote: database with its log of changes, log lines, Parquet."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"batches.db", "batches.db-wal", "product.log"} <= {path.name for path in files}
    return files


def test_next_batch_runs_and_the_first_goes_on_when_it_was_paused_and_resumed(
    mill: Product, provider: ScriptedProvider
) -> None:
    provider.script({"kind": "status", "status": 403})
    paused, waiting = mill.begin(1), mill.begin(2)
    assert mill.paused(paused)["pause_reason"].startswith("permission: ")
    assert mill.ended(waiting)["status"] == "completed"
    assert mill.post(f"/api/batches/{paused}/resume").status == 202
    assert mill.ended(paused)["status"] == "completed"


def test_groq_batch_completes_when_its_address_is_set(mill: Product, provider: ScriptedProvider) -> None:
    batch_id = mill.begin(5, provider="groq")
    shown = mill.ended(batch_id)
    assert (shown["status"], shown["provider"], shown["model"]) == ("completed", "groq", "llama-3.3-70b-versatile")
    assert {call["model"] for call in provider.stats()["calls_log"]} == {"llama-3.3-70b-versatile"}
    assert len(mill.parquet_ids(batch_id)) == 5


def test_limits_of_two_models_are_apart_when_one_must_wait(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=AN_HOUR)
    waiting = mill.begin(1, model="resting")
    waiting_for_quota(mill, waiting)
    mill.stop(waiting)
    provider.script(default={"kind": "ok"})
    assert mill.ended(mill.begin(2, model="awake"))["status"] == "completed"


@pytest.mark.slow
@pytest.mark.embedded
def test_embedded_model_makes_marked_samples_when_there_is_no_key(tmp_path: Path) -> None:
    with Product(tmp_path, provider="embedded") as product:
        batch_id = product.begin(2)
        shown = product.ended(batch_id)
        samples = product.samples(batch_id)
    assert (shown["status"], shown["demo"], len(samples)) == ("completed", True, 2), shown["end_reason"]
    assert {row["demo"] for row in samples} == {1}
    assert {len(row["model_sha256"]) for row in samples} == {64}
    assert product.parquet_ids(batch_id) == [row["sample_id"] for row in samples]
    assert "demo model" in product.log()
