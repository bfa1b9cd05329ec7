"""The batch to watch: which rule chooses it, when the flag moves by itself, and moving it by hand."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from gristmill.lifecycle import BatchStatus
from gristmill.services import Services
from gristmill.stores import batches
from models import BatchHistory
from tests.makers import add_batch, claim

CURRENT = "/api/batches/current"


def chosen(client: FlaskClient, **query: str) -> tuple[str, str]:
    answer: Any = client.get(CURRENT, query_string=query).json
    assert answer["success"] is True
    return answer["batch"]["batch_id"], answer["chosen_by"]


def choose(client: FlaskClient, batch: BatchHistory) -> Any:
    return client.put(CURRENT, json={"batch_id": batch.batch_id})


def end(services: Services, batch: BatchHistory, status: BatchStatus) -> None:
    with services.database.write() as session:
        batches.end(session, services.log, session.get_one(BatchHistory, batch.id), status, reason=None)


def flagged(services: Services) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).where(BatchHistory.is_current.is_(True))) or 0


def test_nothing_is_found_when_there_is_no_batch(client: FlaskClient) -> None:
    answer = client.get(CURRENT)
    assert (answer.status_code, (answer.json or {})["type"]) == (404, "/problems/not-found")


def test_newest_incomplete_batch_is_current_when_none_ever_ran(client: FlaskClient, services: Services) -> None:
    add_batch(services)
    newest = add_batch(services)
    assert chosen(client) == (newest.batch_id, "incomplete")


def test_batch_is_current_from_its_start_until_it_completes(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    assert chosen(client) == (batch.batch_id, "flag")
    end(services, batch, BatchStatus.COMPLETED)
    assert chosen(client) == (batch.batch_id, "newest")
    assert flagged(services) == 0


def test_failed_batch_stays_current_so_that_it_can_be_looked_at(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    end(services, batch, BatchStatus.FAILED)
    add_batch(services)
    assert chosen(client) == (batch.batch_id, "flag")


def test_running_batch_is_current_when_the_flagged_one_has_completed(client: FlaskClient, services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    claim(services)
    claim(services, max_running=2)
    end(services, second, BatchStatus.COMPLETED)
    assert chosen(client) == (first.batch_id, "running")


def test_stopped_batch_is_current_when_nothing_waits(client: FlaskClient, services: Services) -> None:
    stopped = add_batch(services)
    with services.database.write() as session:
        batches.request_stop(session, services.log, session.get_one(BatchHistory, stopped.id))
    done = add_batch(services)
    claim(services)
    end(services, done, BatchStatus.COMPLETED)
    assert chosen(client) == (stopped.batch_id, "incomplete")


def test_flag_is_moved_by_hand_and_only_one_has_it(client: FlaskClient, services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    for batch in (first, second, first, first):
        answer = choose(client, batch)
        assert (answer.status_code, answer.json["success"], answer.json["chosen_by"]) == (200, True, "flag")
        assert (answer.json["batch"]["batch_id"], answer.json["batch"]["current"]) == (batch.batch_id, True)
        assert chosen(client) == (batch.batch_id, "flag")
        assert flagged(services) == 1


def test_query_overrides_all_rules_and_moves_nothing(client: FlaskClient, services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    choose(client, first)
    assert chosen(client, batch_id=second.batch_id) == (second.batch_id, "query")
    assert chosen(client) == (first.batch_id, "flag")


def test_batch_is_not_found_when_nobody_made_it(client: FlaskClient) -> None:
    assert client.get(CURRENT, query_string={"batch_id": "batch_1_00000000"}).status_code == 404
    assert client.put(CURRENT, json={"batch_id": "batch_1_00000000"}).status_code == 404


def test_batch_must_be_named_when_the_flag_is_moved(client: FlaskClient) -> None:
    answer = client.put(CURRENT, json={})
    assert answer.status_code == 422
    assert (answer.json or {})["errors"] == [{"pointer": "/batch_id", "detail": "this field is needed"}]
