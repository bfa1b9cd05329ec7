"""A death at every named step, between any two writes: the next start repairs what is left, without a person."""

from __future__ import annotations

import ast
import http.client
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from gristmill.crash import STEPS
from gristmill.errors import ConfigError
from gristmill.settings import load_settings
from tests.acceptance.audit import assert_settled, assert_sound, events_of, is_filed, items_of
from tests.acceptance.product import BATCH, ROOT, Product, wait_until
from tests.export_makers import members, rows
from tests.scripted_provider import ScriptedProvider

CONCURRENCY = 4
HOPELESS = "A topic that no answer fits"
ITEMS = [
    {"name": "first", "target_count": 6},
    {"name": "hopeless", "target_count": 2, "topic": HOPELESS},
    {"name": "last", "target_count": 6},
]
PRICES = {f"openai_compatible/{model}": {"input": 1, "output": 2} for model in ("scripted", "critic")}
JUDGES_PROMPT = "Score it by these criteria"
JUDGE = {"rubric": [{"name": "correct", "description": "The law is stated correctly."}], "model": "critic"}
ABOUT_SAMPLES = "You add a rationale to a training sample"
RATIONALE = "The duty to avoid a conflict of interest decides it, number {n}, because nobody authorised the profit."
FATES = [("completed", 6), ("failed", 0), ("completed", 6)]
IN_A_RUN = tuple(
    step for step in STEPS if step.split(".")[0] in ("start", "claim", "item", "sample", "segment", "checkpoint", "end")
)
AGAIN = ("sample.written:2", "sample.committed:3", "segment.temporary:3", "checkpoint.committed:2")
Make = Callable[..., Product]


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=20) as started:
        yield started


@pytest.fixture
def make(tmp_path: Path, provider: ScriptedProvider) -> Make:
    """Make a product on the test's folder that is not started yet; by default a worker alone, which starts faster."""
    provider.reset()
    provider.script(rules={HOPELESS: {"kind": "refusal"}})

    def product(program: str = "batch_worker.py", **settings: Any) -> Product:
        told: dict[str, Any] = {"requests_per_minute": 0, "tokens_per_minute": 0, "max_concurrency": CONCURRENCY}
        told |= {"provider": "openai_compatible", "base_url": provider.base_url, "model": "scripted"}
        told |= {"checkpoint_every": 5, "max_rejections_in_a_row": 3, "prices": json.dumps(PRICES)}
        return Product(tmp_path, program=program, **{**told, **settings})

    return product


def server(make: Make, **settings: Any) -> Product:
    return make("api_server.py", **settings)


def send(product: Product, path: str, body: object = None, method: str = "POST") -> None:
    """Ask for something during which the server dies."""
    with suppress(OSError, http.client.HTTPException):
        product.request(method, path, body=body)


def until_at_work(product: Product) -> None:
    """Wait for the worker, which is ready a moment after the server answers."""
    wait_until(lambda: "worker.ready" in product.log(), "the worker")


def only_batch(product: Product) -> str:
    found = product.rows("SELECT batch_id FROM batch_history")
    assert len(found) == 1
    return str(found[0]["batch_id"])


def set_in_the_middle(make: Make, provider: ScriptedProvider) -> str:
    """Leave a batch behind whose server was killed while it ran."""
    with server(make) as product:
        batch_id = product.begin(None, items=ITEMS)
        wait_until(lambda: len(product.samples(batch_id)) >= 3, "a few samples")
        product.kill()
    return batch_id


def assert_over(product: Product, batch_id: str) -> None:
    """The end that the batch should have had without a death."""
    wait_until(lambda: product.status_of(batch_id) == "failed", f"{batch_id} to end; the log:\n{product.log()[-4000:]}")
    wait_until(lambda: is_filed(product, batch_id), "its files")
    assert_settled(product, batch_id)
    assert [(item["status"], item["accepted_count"]) for item in items_of(product, batch_id)] == FATES
    assert product.rows("SELECT completed_with_errors FROM batch_history")[0][0] == 1


def assert_paid_once(product: Product, provider: ScriptedProvider, batch_id: str, *, kills: int) -> None:
    """What was not stored was in flight, waited, or was being committed: each at most twice what may be in flight."""
    lost = provider.stats()["calls"] - len(product.attempts(batch_id))
    assert 0 <= lost <= kills * 4 * CONCURRENCY


@pytest.mark.slow
@pytest.mark.parametrize("step", [*IN_A_RUN, *AGAIN])
def test_batch_ends_as_it_should_when_the_server_died_at_a_step_of_it(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    with server(make, crash_at=step) as product:
        send(product, f"{BATCH}/start", {"items": ITEMS})
        assert product.wait() == -9
        batch_id = only_batch(product)
        assert_sound(product, batch_id)
        was = product.status_of(batch_id)
    with make(name="after") as product:
        assert_over(product, batch_id)
        assert_paid_once(product, provider, batch_id, kills=1)
        assert (was == "running") == ("batch.recovered" in product.log()) == ("batch.recovered" in events(product))


def events(product: Product) -> list[str]:
    return events_of(product, only_batch(product))


@pytest.mark.slow
@pytest.mark.parametrize("step", ["recover.written", "recover.committed"])
def test_batch_ends_as_it_should_when_its_recovery_was_cut_off(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    batch_id = set_in_the_middle(make, provider)
    dying = make(crash_at=step).launch()
    assert dying.wait() == -9
    assert_sound(dying, batch_id)
    with make(name="after") as product:
        assert_over(product, batch_id)
        assert_paid_once(product, provider, batch_id, kills=2)
        assert "batch.recovered" in events(product)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["pause.written", "pause.committed"])
def test_batch_is_paused_when_the_server_died_on_the_way_to_its_pause(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    """A person's wish that was answered with 202 outlives the process that should have obeyed it."""
    provider.script(default={"kind": "ok", "latency_ms": 200})
    with server(make, crash_at=step) as product:
        batch_id = product.begin(None, items=ITEMS)
        wait_until(lambda: product.samples(batch_id), "a sample")
        send(product, f"/api/batches/{batch_id}/pause")
        assert product.wait() == -9
        assert_sound(product, batch_id)
    provider.script(default={"kind": "ok"})
    with server(make, name="after") as product:
        wait_until(lambda: product.status_of(batch_id) == "paused", "the pause")
        wait_until(lambda: is_filed(product, batch_id), "its files")
        assert_settled(product, batch_id)
        assert product.post(f"/api/batches/{batch_id}/resume").status == 202
        assert_over(product, batch_id)
        assert_paid_once(product, provider, batch_id, kills=1)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["resume.written", "resume.committed"])
def test_batch_goes_on_when_the_server_died_while_it_resumed_what_waited_for_space(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    with server(make) as product:
        batch_id = product.begin(None, items=ITEMS)
        wait_until(lambda: product.samples(batch_id), "a sample")
        assert product.post(f"/api/batches/{batch_id}/pause").status == 202
        wait_until(lambda: product.status_of(batch_id) == "paused", "the pause")
        product.kill()
        with closing(sqlite3.connect(product.database_path)) as connection, connection:
            connection.execute("UPDATE batch_history SET pause_cause = 'storage'")
    dying = make(crash_at=step).launch()
    assert dying.wait() == -9
    with make(name="after") as product:
        assert_over(product, batch_id)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["client.written", "client.committed", "client.settled", "sample.committed:2"])
def test_batch_in_its_clients_hands_goes_on_when_the_server_died_at_a_step(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    with server(make, crash_at=step) as product:
        until_at_work(product)
        batch_id = product.begin(3, drive="client")
        send(product, f"/api/batch-jobs/{batch_id}/process-next")
        send(product, f"/api/batch-jobs/{batch_id}/process-next")
        assert product.wait() == -9
        assert_sound(product, batch_id)
    with server(make, name="after") as product:
        until_at_work(product)
        stored = len(product.samples(batch_id))
        wait_until(lambda: is_filed(product, batch_id), "the files of what was drawn")
        answers = [product.post(f"/api/batch-jobs/{batch_id}/process-next").status for _ in range(4 - stored)]
        assert answers == [200] * (3 - stored) + [409]
        assert product.status_of(batch_id) == "completed"
        assert_settled(product, batch_id)
        assert provider.stats()["calls"] == len(product.attempts(batch_id)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("step", ["sample.committed", "client.settled"])
def test_batch_in_its_clients_hands_is_over_when_the_server_died_after_its_last_sample(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    with server(make, crash_at=step) as product:
        until_at_work(product)
        batch_id = product.begin(1, drive="client")
        send(product, f"/api/batch-jobs/{batch_id}/process-next")
        assert product.wait() == -9
    with make(name="after") as product:
        wait_until(lambda: product.status_of(batch_id) == "completed", "the end of a batch that has all it wants")
        wait_until(lambda: is_filed(product, batch_id), "its files")
        assert_settled(product, batch_id)
        assert provider.stats()["calls"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(("step", "left"), [("removal.hidden", 1), ("removal.committed", 0)])
def test_rows_and_files_go_or_neither_when_the_server_died_while_it_deleted(make: Make, step: str, left: int) -> None:
    with server(make, crash_at=step) as product:
        batch_id = product.begin(7)
        product.ended(batch_id)
        send(product, f"/api/batches/{batch_id}", method="DELETE")
        assert product.wait() == -9
    folder = product.data_dir / "batches"
    with make(name="after") as product:
        found = [batch_id] * left
        wait_until(lambda: [path.name for path in folder.iterdir()] == found, "the files to be settled")
        assert [row["batch_id"] for row in product.rows("SELECT batch_id FROM batch_history")] == found
        assert len(product.rows("SELECT id FROM samples")) == 7 * left
        assert product.rows("PRAGMA foreign_key_check") == []
        assert "removal." in product.log()
        for kept in found:
            assert_settled(product, kept)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["refresh.replaced", "refresh.written", "refresh.committed"])
def test_review_reaches_the_file_when_the_server_died_while_it_wrote_it(make: Make, step: str) -> None:
    with server(make, crash_at=step) as product:
        batch_id = product.begin(6)
        wait_until(lambda: product.status_of(batch_id) == "completed", "the batch to end")
        reviewed = product.samples(batch_id)[0]["sample_id"]
        send(product, f"/api/samples/{reviewed}/approve", {})
        assert product.wait() == -9
    with make(name="after") as product:
        wait_until(lambda: not product.rows("SELECT * FROM stale_segments"), "the segment to be written anew")
        assert_settled(product, batch_id)
        assert product.parquet_column(batch_id, "review").count("approved") == 1


@pytest.mark.slow
def test_export_is_made_anew_with_samples_alone_when_the_server_died_before_it_said_so(
    make: Make, provider: ScriptedProvider
) -> None:
    provider.script(rules={HOPELESS: {"kind": "too_short"}})
    with server(make, crash_at="export.renamed", export_review="any") as product:
        batch_id = product.begin(None, items=ITEMS)
        product.ended(batch_id)
        export_id = product.post("/api/exports", {"format": "jsonl"}).body["export_id"]
        assert product.wait() == -9
        assert product.rows("SELECT status FROM exports")[0][0] == "running"
        refused = {json.loads(row[0])["question"] for row in product.rows("SELECT content FROM rejections")}
    with make(name="after", export_review="any") as product:
        wait_until(lambda: product.rows("SELECT status FROM exports")[0][0] == "completed", "the export")
        exported = rows(members((product.data_dir / "exports" / f"{export_id}.zip").read_bytes())["data/train.jsonl"])
        kept = {json.loads(row["content"])["question"] for row in product.samples(batch_id)}
        assert (len(exported), {row["question"] for row in exported}) == (12, kept)
        assert refused and not refused & kept


@pytest.mark.slow
@pytest.mark.parametrize("step", ["sample.written:2", "sample.committed:2", "end.written"])
def test_bill_of_the_judge_adds_up_when_the_server_died_at_a_step(
    make: Make, provider: ScriptedProvider, step: str
) -> None:
    provider.script(rules={JUDGES_PROMPT: {"kind": "judge", "low_every": 3, "tokens": [400, 100]}})
    with server(make, crash_at=step) as product:
        send(product, f"{BATCH}/start", {"target_count": 8, "judge": JUDGE})
        assert product.wait() == -9
        batch_id = only_batch(product)
        assert_sound(product, batch_id)
    with make(name="after") as product:
        wait_until(lambda: product.status_of(batch_id) == "completed", "the batch to end")
        wait_until(lambda: is_filed(product, batch_id), "its files")
        assert_settled(product, batch_id)
        judged = [row for row in product.attempts(batch_id) if row["purpose"] == "judge"]
        assert len(judged) >= 8 + sum(row["reason"] == "judge" for row in product.attempts(batch_id))


def assert_enriched(product: Product, batch_id: str) -> None:
    """One enrichment has done its work: on each sample of the batch once, in its rows and in its files."""
    named = "SELECT batch_id FROM batch_history WHERE kind = 'enrichment'"
    found = wait_until(lambda: product.rows(named), "an enrichment")
    assert len(found) == 1
    wait_until(lambda: product.status_of(found[0][0]) == "completed", f"its end; the log:\n{product.log()[-4000:]}")
    wait_until(lambda: is_filed(product, batch_id), "the files to hold what was added")
    assert_settled(product, found[0][0])
    assert_settled(product, batch_id)
    assert {row["version"] for row in product.samples(batch_id)} == {2}
    assert len({json.loads(row["content"])["rationale"] for row in product.samples(batch_id)}) == 6


@pytest.fixture
def enrich(provider: ScriptedProvider, make: Make) -> Callable[[Product, str], None]:
    """Ask for an enrichment of a batch; the provider knows how to answer one."""
    said = {"kind": "say", "content": {"rationale": RATIONALE, "holds": True}}
    provider.script(rules={ABOUT_SAMPLES: said})
    return lambda product, batch_id: send(
        product, "/api/enrichments", {"template": "add-rationale", "batch_id": batch_id}
    )


@pytest.mark.slow
@pytest.mark.parametrize(("step", "ordered"), [("enrichment.written", 0), ("enrichment.committed", 1)])
def test_enrichment_is_there_as_a_whole_or_not_when_the_server_died_at_its_order(
    make: Make, enrich: Callable[[Product, str], None], step: str, ordered: int
) -> None:
    with server(make, crash_at=step) as product:
        batch_id = product.begin(6)
        product.ended(batch_id)
        enrich(product, batch_id)
        assert product.wait() == -9
        assert len(product.rows("SELECT id FROM batch_history")) == 1 + ordered
        assert len(product.rows("SELECT slot FROM enrichment_targets")) == 6 * ordered
    with server(make, name="after") as product:
        if not ordered:
            enrich(product, batch_id)
        assert_enriched(product, batch_id)


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", ["claim.committed", "sample.written:2", "sample.committed", "checkpoint.written", "end.written"]
)
def test_every_sample_is_enriched_once_when_the_server_died_at_a_step_of_it(
    make: Make, enrich: Callable[[Product, str], None], step: str
) -> None:
    with server(make) as product:
        batch_id = product.begin(6)
        product.ended(batch_id)
    with server(make, name="dying", crash_at=step) as product:
        enrich(product, batch_id)
        assert product.wait() == -9
        for row in product.rows("SELECT batch_id FROM batch_history"):
            assert_sound(product, row[0])
    with make(name="after") as product:
        assert_enriched(product, batch_id)


@pytest.mark.slow
@pytest.mark.parametrize(("step", "ordered"), [("end.written", 0), ("end.committed", 1)])
@pytest.mark.usefixtures("enrich")
def test_enrichment_follows_its_batch_once_when_the_server_died_at_the_end_of_it(
    make: Make, step: str, ordered: int
) -> None:
    with server(make, crash_at=step) as product:
        send(product, f"{BATCH}/start", {"target_count": 6, "enrich": {"template": "add-rationale"}})
        assert product.wait() == -9
        (row,) = product.rows("SELECT batch_id FROM batch_history WHERE kind = 'generation'")
        assert len(product.rows("SELECT id FROM batch_history")) == 1 + ordered
    with make(name="after") as product:
        assert_enriched(product, row["batch_id"])


def test_every_step_is_reached_in_the_code_and_every_step_reached_is_known() -> None:
    reached = [
        constant.value
        for path in (ROOT / "batch_worker.py", *(ROOT / "gristmill").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reach"
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    ]
    assert sorted(reached) == sorted(STEPS)


def test_every_step_has_a_death_in_this_file() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert [step for step in STEPS if step not in IN_A_RUN and f'"{step}' not in told] == []


@pytest.mark.parametrize(
    "wanted", ["sample", "sample.eaten", "sample.written:", "sample.written:0", "end.begun:x", ":2"]
)
def test_step_is_refused_when_there_is_none_like_it(wanted: str) -> None:
    with pytest.raises(ConfigError, match=r"GRISTMILL_CRASH_AT: .*must be one of start\.committed, "):
        load_settings(crash_at=wanted)


def test_process_dies_at_the_nth_time_of_its_step_and_at_no_other() -> None:
    program = "from gristmill.crash import CrashPoints; points = CrashPoints('sample.written:2')\n"
    for step in ("sample.written", "end.begun", "sample.written", "end.written"):
        program += f"points.reach('{step}'); print('{step}', flush=True)\n"
    died = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, start_new_session=True)
    assert (died.returncode, died.stdout.split()) == (-9, [b"sample.written", b"end.begun"])
