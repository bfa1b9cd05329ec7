"""A batch with a judge, as a person runs it: it ends exactly, what is refused is kept, and the money adds up."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.audit import assert_settled
from tests.acceptance.product import Product
from tests.scripted_provider import ScriptedProvider

JUDGE = {"rubric": [{"name": "correct", "description": "The law is stated correctly."}], "threshold": 0.6}
JUDGES_PROMPT = "Score it by these criteria"
PRICES = json.dumps(
    {
        "openai_compatible/writer": {"input": 1, "output": 2},
        "openai_compatible/critic": {"input": 10, "output": 10},
    }
)
UNLIMITED = {"requests_per_minute": 0, "tokens_per_minute": 0}


def product(folder: Path, provider: ScriptedProvider, **settings: Any) -> Product:
    told = {"provider": "openai_compatible", "base_url": provider.base_url, "model": "writer", "prices": PRICES}
    return Product(folder, **{**told, **UNLIMITED, **settings})


def judge(**behaviour: Any) -> dict[str, Any]:
    return {JUDGES_PROMPT: {"kind": "judge", "tokens": [400, 100], **behaviour}}


def test_batch_ends_exactly_and_the_bill_adds_up_when_a_judge_refuses_every_third(tmp_path: Path) -> None:
    with ScriptedProvider() as provider, product(tmp_path, provider) as server:
        provider.script(rules=judge(low_every=3))
        batch_id = server.begin(20, judge={**JUDGE, "model": "critic"})
        ended = server.ended(batch_id)
        assert (ended["status"], ended["samples_generated"], ended["stage"]) == ("completed", 20, "done")
        assert ended["reason_counts"]["judge"] == ended["rejected_count"] >= 9
        assert_settled(server, batch_id)
        attempts = server.attempts(batch_id)
        judged = [row for row in attempts if row["purpose"] == "judge"]
        assert {(row["model"], row["fate"]) for row in judged} == {("critic", "judged")}
        assert ended["tokens"]["judge"] == 500 * len(judged)
        assert ended["cost"]["judge_usd"] == pytest.approx(len(judged) * 0.005)
        assert ended["cost"]["total_usd"] == pytest.approx(sum(row["cost_usd"] or 0 for row in attempts))
        refused = server.rows("SELECT * FROM rejections")
        assert len(refused) == ended["rejected_count"]
        assert all(json.loads(row["content"])["question"] and row["score"] == 0.1 for row in refused)
        assert all((row["score"], row["judge_tokens"]) == (0.9, 500) for row in server.samples(batch_id))


def test_raw_response_of_every_answer_is_kept_when_a_batch_has_run(tmp_path: Path) -> None:
    with ScriptedProvider() as provider, product(tmp_path, provider) as server:
        provider.script({"kind": "not_json_text"}, rules=judge())
        batch_id = server.begin(3, judge={**JUDGE, "model": "critic"})
        server.ended(batch_id)
        kept = server.rows("SELECT * FROM responses ORDER BY attempt")
        assert [row["attempt"] for row in kept] == [row["number"] for row in server.attempts(batch_id)]
        bodies = [json.loads(zlib.decompress(row["body"])) for row in kept]
        assert {body["model"] for body in bodies} == {"writer", "critic"}


def test_batch_pauses_when_the_judges_model_is_unknown_and_ends_when_the_judge_is_back(tmp_path: Path) -> None:
    gone = {"kind": "status", "status": 404, "error": {"message": "The model `critic` does not exist"}}
    with ScriptedProvider() as provider, product(tmp_path, provider) as server:
        provider.script(rules={JUDGES_PROMPT: gone})
        batch_id = server.begin(3, judge={**JUDGE, "model": "critic"})
        paused = server.paused(batch_id)
        assert "The judge: " in paused["pause_reason"]
        provider.script(rules=judge())
        assert server.post(f"/api/batches/{batch_id}/resume").status == 202
        assert server.ended(batch_id)["samples_generated"] == 3
        assert_settled(server, batch_id)


def test_nothing_passes_unjudged_when_the_judge_cannot_be_read(tmp_path: Path) -> None:
    with ScriptedProvider() as provider, product(tmp_path, provider, max_rejections_in_a_row=3) as server:
        provider.script(rules={JUDGES_PROMPT: {"kind": "not_json_text"}})
        batch_id = server.begin(2, judge={**JUDGE, "model": "critic"})
        ended = server.ended(batch_id)
        assert (ended["status"], ended["samples_generated"]) == ("failed", 0)
        assert "judge_failed" in ended["end_reason"]
        assert_settled(server, batch_id)
