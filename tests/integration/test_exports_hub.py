"""Pushing an export to the Hub, over real HTTP to a stand-in: what arrives, what is refused, and no token is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.exports.exporter import Exporter
from tests.conftest import MakeApp
from tests.export_makers import add_samples, begin, many, members, shown
from tests.hub_stand_in import TOKEN, Hub


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as started:
        yield started


def pushed(make_app: MakeApp, hub: Hub, **settings: Any) -> tuple[FlaskClient, str]:
    """Make an export, push it, and give the client and the export's id."""
    app = make_app(**{"HF_TOKEN": TOKEN, "HF_ENDPOINT": hub.url, **settings})
    services, client = app.extensions["gristmill"], app.test_client()
    add_samples(services, many(3))
    export_id = begin(client, format="parquet")
    Exporter(services).run_waiting()
    answer = client.post(f"/api/exports/{export_id}/push", json={"repo_id": "somebody/cases"})
    assert answer.status_code == 202, answer.text
    assert answer.json["export"]["push"]["status"] == "queued"  # type: ignore[index]
    Exporter(services).run_waiting()
    return client, export_id


def test_all_members_arrive_in_a_private_dataset(make_app: MakeApp, hub: Hub) -> None:
    client, export_id = pushed(make_app, hub)
    told = shown(client, export_id)["push"]
    assert (told["status"], told["url"], told["error"]) == ("completed", f"{hub.url}/datasets/somebody/cases", None)
    assert hub.files == members(client.get(f"/api/exports/{export_id}/download").data)
    assert hub.repos["somebody/cases"]["visibility"] == "private"


@pytest.mark.parametrize(("status", "word"), [(401, "token is not valid"), (403, "may not write"), (500, "500")])
def test_push_fails_with_a_sentence_when_the_hub_refuses(make_app: MakeApp, hub: Hub, status: int, word: str) -> None:
    hub.refuse = status
    client, export_id = pushed(make_app, hub)
    told = shown(client, export_id)["push"]
    assert told["status"] == "failed" and word in told["error"]
    assert TOKEN not in client.get(f"/api/exports/{export_id}").text


def test_push_fails_when_the_hub_cannot_be_reached(make_app: MakeApp, hub: Hub) -> None:
    client, export_id = pushed(make_app, hub, HF_ENDPOINT="http://127.0.0.1:9")
    assert shown(client, export_id)["push"]["status"] == "failed"


def test_push_is_refused_with_the_remedy_when_there_is_no_token(make_app: MakeApp) -> None:
    answer = make_app().test_client().post("/api/exports/export_000000000000/push", json={"repo_id": "a/b"})
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/hub-not-configured" and "HF_TOKEN" in answer.json["detail"]  # type: ignore[index]


@pytest.mark.parametrize("repo_id", ["", "../x", "a/b/c", "a b", "-a"])
def test_name_of_a_dataset_is_refused_when_the_hub_could_not_have_it(client: FlaskClient, repo_id: str) -> None:
    answer = client.post("/api/exports/export_000000000000/push", json={"repo_id": repo_id})
    assert answer.status_code == 422
