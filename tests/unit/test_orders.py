"""From what was asked to a complete order: items, matrices, defaults, and the hash that tells requests apart."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from gristmill.db import Database
from gristmill.errors import InvalidRequest
from gristmill.lifecycle import Drive
from gristmill.order_schemas import EditBatch, StartBatch
from gristmill.orders import order_of, request_hash
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from models import Source, SourceChunk
from tests.conftest import MakeSettings


@pytest.fixture
def order(make_settings: MakeSettings, database: Database) -> Any:
    def make(**body: Any) -> BatchOrder:
        with database.read() as session:
            return order_of(session, wanted(**body), make_settings())

    return make


def wanted(**body: Any) -> StartBatch:
    return StartBatch.model_validate(body)


def faults(**body: Any) -> list[tuple[int | str, ...]]:
    with pytest.raises(ValidationError) as refused:
        wanted(**body)
    return sorted((fault["loc"] for fault in refused.value.errors()), key=lambda place: [str(part) for part in place])


def test_batch_has_one_item_of_its_own_kind_when_none_are_planned(order: Any) -> None:
    made = order(target_count=7, topic="Torts", difficulty="basic")
    assert made.items == (ItemOrder(target_count=7, topic="Torts", difficulty="basic"),)
    assert (made.target_count, made.template, made.drive, made.priority) == (7, DEFAULT_TEMPLATE, Drive.WORKER, 0)


def test_target_is_the_sum_when_items_are_planned(order: Any) -> None:
    made = order(items=[{"target_count": 2, "name": "a"}, {"target_count": 3}])
    assert made.target_count == 5
    assert [(item.name, item.target_count) for item in made.items] == [("a", 2), (None, 3)]


def test_item_has_what_the_batch_says_when_it_says_nothing_itself(order: Any) -> None:
    made = order(topic="Torts", difficulty="basic", items=[{"target_count": 1}, {"target_count": 1, "topic": "Trusts"}])
    assert [(item.topic, item.difficulty) for item in made.items] == [("Torts", "basic"), ("Trusts", "basic")]


def test_parameters_are_those_that_are_given_when_others_are_null(order: Any) -> None:
    made = order(items=[{"target_count": 1, "parameters": {"temperature": 0.2, "reasoning_instruction": None}}])
    assert made.items[0].parameters == {"temperature": 0.2}


def test_matrix_makes_an_item_of_each_pair_in_order(order: Any) -> None:
    made = order(matrix={"topics": ["Torts", "Trusts"], "difficulties": ["basic", "advanced"], "per_cell": 5})
    assert [item.name for item in made.items] == [
        "Torts / basic",
        "Torts / advanced",
        "Trusts / basic",
        "Trusts / advanced",
    ]
    assert [(item.topic, item.difficulty) for item in made.items][1] == ("Torts", "advanced")
    assert made.target_count == 20


@pytest.mark.parametrize(
    ("matrix", "found"),
    [
        ({"topics": ["Torts"], "per_cell": 5}, [("Torts", "Torts", None)]),
        ({"topics": [], "difficulties": ["basic"], "per_cell": 5}, [("basic", None, "basic")]),
        ({"per_cell": 5}, [(None, None, None)]),
    ],
)
def test_dimension_is_left_open_when_its_list_is_empty(order: Any, matrix: Any, found: Any) -> None:
    assert [(item.name, item.topic, item.difficulty) for item in order(matrix=matrix).items] == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("target_count",)]),
        ({"items": [], "target_count": 1}, [("items",)]),
        ({"items": [{"target_count": 1}], "matrix": {"per_cell": 1}}, [("matrix",)]),
        ({"items": [{"target_count": 1}], "target_count": 2}, [("target_count",)]),
        ({"items": [{"target_count": 1}] * 1001}, [("items",)]),
        ({"items": [{"target_count": 600_000}] * 2}, [("items",)]),
        ({"matrix": {"topics": ["t"] * 501, "difficulties": ["basic", "advanced"], "per_cell": 1}}, [("matrix",)]),
        ({"matrix": {"topics": ["t"] * 1001, "per_cell": 1}}, [("matrix",), ("matrix", "topics")]),
        ({"matrix": {"topics": ["t"] * 2, "per_cell": 500_001}}, [("matrix",)]),
        ({"matrix": {"per_cell": 5}, "target_count": 6}, [("target_count",)]),
        ({"matrix": {}}, [("matrix", "per_cell")]),
        ({"matrix": []}, [("matrix",)]),
        ({"target_count": 1, "batch_date": "2026-01-31"}, [("batch_number",)]),
        ({"target_count": 1, "batch_number": 1}, [("batch_date",)]),
        ({"target_count": 1, "batch_number": 0, "batch_date": "2023-02-29"}, [("batch_date",), ("batch_number",)]),
        ({"target_count": 1, "batch_number": 1, "batch_date": "2026-2-3"}, [("batch_date",)]),
        ({"target_count": 1, "batch_number": 1, "batch_date": "20260203"}, [("batch_date",)]),
        ({"items": [{}, {"target_count": 1, "parameters": {"temperature": 3}}], "topic": "", "batch_number": 1},
         [("batch_date",), ("items", 0, "target_count"), ("items", 1, "parameters", "temperature"), ("topic",)]),
    ],
)  # fmt: skip
def test_every_fault_is_found_at_once_in_its_place(body: dict[str, Any], found: list[tuple[int | str, ...]]) -> None:
    assert faults(**body) == found


def test_thousand_items_of_a_thousand_are_the_most(order: Any) -> None:
    assert order(items=[{"target_count": 1000}] * 1000).target_count == 1_000_000
    assert len(order(matrix={"topics": [f"t{n}" for n in range(1000)], "per_cell": 1000}).items) == 1000


def test_hash_is_the_same_when_the_body_means_the_same() -> None:
    first = request_hash(wanted(target_count=5, topic="Torts"))
    assert first == request_hash(wanted(topic=" Torts ", target_count=5, seed=None, priority=0))
    assert len(first) == 64


@pytest.mark.parametrize(
    "body",
    [{"target_count": 6}, {"topic": "Trusts"}, {"name": "x"}, {"drive": "client"}, {"items": [{"target_count": 5}]}],
)
def test_hash_is_another_when_anything_differs(body: dict[str, Any]) -> None:
    first = {"target_count": 5, "topic": "Torts"}
    assert request_hash(wanted(**{**first, **body})) != request_hash(wanted(**first))


def test_hash_is_kept_only_when_there_is_a_key_to_it(make_settings: MakeSettings, database: Database) -> None:
    asked = wanted(target_count=5)
    with database.read() as session:
        assert order_of(session, asked, make_settings()).request_hash is None
        keyed = order_of(session, asked, make_settings(), key="k")
    assert (keyed.idempotency_key, keyed.request_hash) == ("k", request_hash(asked))


def test_edit_tells_what_was_cleared_from_what_was_left_out() -> None:
    assert EditBatch.model_validate({"name": None, "priority": 3}).model_dump(exclude_unset=True) == {
        "name": None,
        "priority": 3,
    }
    schema = EditBatch.model_json_schema()
    assert schema["minProperties"] == 1
    assert "default" not in schema["properties"]["position"]


def test_start_is_refused_when_a_kind_is_named_beside_a_template() -> None:
    assert faults(target_count=1, template="Legal Q&A", kind="qa") == [("kind",)]
    assert wanted(target_count=1, template="auto", kind="qa").kind == "qa"


def test_start_is_refused_when_no_template_uses_the_source(order: Any, database: Database) -> None:
    with database.write() as session:
        source = Source(source_id="src_0", name="s", purpose="seed", media="txt", sha256="", size_bytes=1)
        source.chunk_count, source.created_at = 1, "2026-01-01T00:00:00+00:00"
        session.add(source)
        session.flush()
        session.add(SourceChunk(source_pk=source.id, number=0, text="A deed is signed before a witness."))
    with pytest.raises(InvalidRequest) as refused:
        order(target_count=1, source_id="src_0")
    assert [fault.pointer for fault in refused.value.faults] == ["/source_id"]
    assert order(target_count=1, source_id="src_0", template="grounded-q-a").template == "Grounded Q&A"
