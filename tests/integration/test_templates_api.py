"""Templates over HTTP: what is shown and refused, versions, deletion, YAML, and how a start uses them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.services import Services
from gristmill.stores import batches, items
from gristmill.template_files import built_in
from models import BatchHistory, Item
from tests.makers import kept, store

TEMPLATES, START = "/api/templates", "/api/generate/batch/start"
DEFINITION: dict[str, Any] = {
    "name": "Riddle",
    "user": "Write a riddle about {{ topic }} in the style of {{ style }}.",
    "system": "You write riddles as JSON.",
    "schema": {"type": "object", "properties": {"riddle": {"type": "string"}, "answer": {"type": "string"}}},
    "identity_fields": ["riddle"],
    "parameters": {"style": {"values": ["a poem", "one line"]}},
}


def made(client: FlaskClient, **changes: Any) -> Any:
    answer = client.post(TEMPLATES, json={**DEFINITION, **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def pointers(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.json
    return {fault["pointer"]: fault["detail"] for fault in answer.json["errors"]}


def refused(client: FlaskClient, **changes: Any) -> dict[str, str]:
    return pointers(client.post(TEMPLATES, json={**DEFINITION, **changes}))


def start(client: FlaskClient, **body: Any) -> Any:
    return client.post(START, json={"target_count": 2, **body})


def rows_of(services: Services, answer: Any) -> tuple[BatchHistory, list[Item]]:
    assert answer.status_code == 202, answer.json
    with services.database.read() as session:
        batch = batches.find(session, answer.json["batch_id"])
        return batch, items.of_batch(session, batch.id)


def test_shipped_templates_are_there_from_the_first_start(client: FlaskClient) -> None:
    listed = client.get(TEMPLATES).json["templates"]  # type: ignore[index]
    assert [one["name"] for one in listed] == sorted(built_in())
    assert all(one["built_in"] and one["version"] == 1 for one in listed)
    only = client.get(TEMPLATES, query_string={"kind": "preference"}).json["templates"]  # type: ignore[index]
    assert [one["template_id"] for one in only] == ["preference-pair"]


def test_template_is_shown_whole_when_it_was_made(client: FlaskClient) -> None:
    assert made(client)["template"]["template_id"] == "riddle"
    answer = client.get(f"{TEMPLATES}/riddle")
    shown: Any = answer.json
    assert answer.headers["ETag"] == '"v1"'
    assert {name: shown["definition"][name] for name in DEFINITION} == DEFINITION
    assert (shown["versions"][0]["version"], shown["refusals"]) == (1, [])


@pytest.mark.parametrize(
    ("changes", "pointer", "words"),
    [
        ({"user": "{{ topic"}, "/user", "line 1"),
        ({"system": "Hello\n{{ persona }}"}, "/system", "line 2: persona is not known"),
        ({"user": "{{ topic.__class__ }}{{ ''.join }}"}, "/user", "cannot be filled in"),
        ({"user": "{% set x = 1 %}"}, "/user", "set is not allowed"),
        ({"user": "{{ topic|pprint }}"}, "/user", "there is no filter pprint"),
        ({"schema": {"type": "array"}}, "/schema", "must be of type object"),
        ({"schema": {"type": "object", "properties": {"riddle": {"type": "strin"}}}}, "/schema", "is no JSON schema"),
        ({"schema": {"type": "object", "properties": {"riddle": {"$ref": "http://x.test/y"}}}}, "/schema", "$ref"),
        ({"schema": {"$schema": "http://x.test/y", "type": "object", "properties": {"a": {}}}}, "/schema", "2020-12"),
        ({"identity_fields": ["rid"]}, "/identity_fields/0", "rid is no field"),
        ({"checks": [{"check": "question", "field": "q"}]}, "/checks/0/field", "q is no field"),
        ({"checks": [{"check": "one_of", "field": "riddle", "of": "mood"}]}, "/checks/0/of", "mood is no parameter"),
        ({"checks": [{"check": "words"}]}, "/checks/0/field", "needs a field"),
        ({"parameters": {"style": {"values": ["a"], "default": "b"}}}, "/parameters/style/default", "one of"),
        ({"examples": [{"reply": {"riddle": 5}}]}, "/examples/0/reply/riddle", "string"),
        ({"examples": [{"variables": {"mood": "x"}, "reply": {}}]}, "/examples/0/variables/mood", "no variable"),
    ],
)  # fmt: skip
def test_definition_is_refused_with_the_place_when_it_is_wrong(
    shared_client: FlaskClient, changes: dict[str, Any], pointer: str, words: str
) -> None:
    assert words in refused(shared_client, **changes)[pointer]


def test_all_faults_are_told_at_once_when_there_are_several(shared_client: FlaskClient) -> None:
    found = refused(shared_client, user="{{ a }}", system="{{ b }}", identity_fields=["c"])
    assert set(found) == {"/user", "/system", "/identity_fields/0"}


def test_name_is_refused_when_another_template_has_it(client: FlaskClient) -> None:
    made(client)
    answer = client.post(TEMPLATES, json={**DEFINITION, "name": "RIDDLE!"})
    assert (answer.status_code, answer.json["template_id"]) == (409, "riddle")  # type: ignore[index]


def test_version_is_added_when_a_template_is_changed_and_none_when_it_says_the_same(client: FlaskClient) -> None:
    made(client)
    changed = client.put(f"{TEMPLATES}/riddle", json={**DEFINITION, "system": "Other."})
    again = client.put(f"{TEMPLATES}/riddle", json={**DEFINITION, "system": "Other."})
    assert [(answer.headers["ETag"], answer.get_json()["changed"]) for answer in (changed, again)] == [
        ('"v2"', True),
        ('"v2"', False),
    ]
    first = client.get(f"{TEMPLATES}/riddle/versions/1").json["definition"]  # type: ignore[index]
    assert first["system"] == DEFINITION["system"]
    assert client.get(f"{TEMPLATES}/riddle/versions/3").status_code == 404


def test_change_is_refused_when_somebody_else_was_faster(client: FlaskClient) -> None:
    made(client)
    body = {**DEFINITION, "system": "Other."}
    assert client.put(f"{TEMPLATES}/riddle", json=body, headers={"If-Match": '"v1"'}).status_code == 200
    stale = client.put(f"{TEMPLATES}/riddle", json=DEFINITION, headers={"If-Match": '"v1"'})
    assert (stale.status_code, stale.json["version"]) == (412, 2)  # type: ignore[index]


def test_name_is_refused_when_a_change_would_give_another(client: FlaskClient) -> None:
    made(client)
    assert "/name" in pointers(client.put(f"{TEMPLATES}/riddle", json={**DEFINITION, "name": "Joke"}))


def test_deleted_template_cannot_be_started_until_it_is_restored(client: FlaskClient) -> None:
    client.delete(f"{TEMPLATES}/legal-q-a")
    assert "was deleted" in pointers(start(client))["/template"]
    assert client.get(f"{TEMPLATES}/legal-q-a").json["template"]["deleted_at"]  # type: ignore[index]
    client.post(f"{TEMPLATES}/legal-q-a/restore", json={})
    assert start(client).status_code == 202


@pytest.mark.parametrize("name", sorted(built_in()))
def test_template_comes_back_the_same_when_it_is_exported_and_imported(client: FlaskClient, name: str) -> None:
    template_id = next(one["template_id"] for one in client.get(TEMPLATES).json["templates"] if one["name"] == name)  # type: ignore[index]
    exported = client.get(f"{TEMPLATES}/{template_id}/export")
    assert exported.content_type.startswith("application/yaml")
    answer = client.post(f"{TEMPLATES}/import", data=exported.data, content_type="application/yaml")
    assert (answer.status_code, answer.json["changed"]) == (200, False)  # type: ignore[index]


def test_new_template_is_made_when_a_file_is_imported(client: FlaskClient) -> None:
    text = "name: Joke\nsystem: You write jokes as JSON.\nuser: |\n  About {{ topic }}.\n"
    text += "schema: {type: object, properties: {joke: {type: string}}}\n"
    answer = client.post(f"{TEMPLATES}/import", data=text, content_type="text/yaml")
    assert (answer.status_code, answer.json["template"]["template_id"]) == (201, "joke")  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [1]\nb: *x\n", "aliases"),
        ("a: !!python/name:os.system ''\n", "tag"),
        ("a: [", "did not find"),
        ("- a\n", "must be a mapping"),
        ("name: a\nname: b\n", "twice"),
        ("x: " + "[" * 200 + "]" * 200, "nested"),
        ("x: " + "y" * 300_000, "bytes"),
    ],
)
def test_file_is_refused_when_it_is_no_plain_yaml(shared_client: FlaskClient, text: str, words: str) -> None:
    answer = shared_client.post(f"{TEMPLATES}/import", data=text, content_type="application/yaml")
    assert answer.status_code == 422
    assert words in answer.json["detail"]  # type: ignore[index]


def test_file_is_refused_when_it_comes_as_something_else(shared_client: FlaskClient) -> None:
    assert shared_client.post(f"{TEMPLATES}/import", json=DEFINITION).status_code == 415


def test_messages_are_shown_when_a_template_is_rendered(client: FlaskClient) -> None:
    made(client)
    body = {"topic": "{{ 7 * 7 }}", "parameters": {"style": "one line"}}
    shown: Any = client.post(f"{TEMPLATES}/riddle/render", json=body).json
    assert shown["messages"][-1]["content"] == "Write a riddle about {{ 7 * 7 }} in the style of one line."


def test_render_names_what_is_missing_when_a_template_needs_a_source(client: FlaskClient) -> None:
    found = pointers(client.post(f"{TEMPLATES}/grounded-q-a/render", json={"parameters": {"mood": "x"}}))
    assert set(found) == {"/source", "/parameters/mood"}


def test_reasons_of_people_are_counted_by_version(client: FlaskClient, services: Services) -> None:
    batch, _ = rows_of(services, start(client))
    store(services, batch, kept(0), kept(1))
    ids = [one["sample_id"] for one in client.get(f"/api/batches/{batch.batch_id}/samples").json["samples"]]  # type: ignore[index]
    with services.database.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE samples SET review = 'rejected', review_reason = 'wrong law', template = 'Legal Q&A'"
        )
    shown: Any = client.get(f"{TEMPLATES}/legal-q-a").json
    assert shown["refusals"] == [{"version": 1, "reason": "wrong law", "count": len(ids)}]


def test_version_is_pinned_when_a_batch_is_started(client: FlaskClient, services: Services) -> None:
    made(client)
    batch, planned = rows_of(services, start(client, template="riddle", topic="Bees"))
    client.put(f"{TEMPLATES}/riddle", json={**DEFINITION, "system": "Other."})
    assert (batch.template, batch.template_version, planned[0].template_version) == ("Riddle", 1, 1)
    assert rows_of(services, start(client, template="Riddle", topic="Bees"))[0].template_version == 2
    assert rows_of(services, start(client, template="riddle@1", topic="Bees"))[0].template_version == 1


def test_start_is_refused_with_what_there_is_when_the_template_is_not_known(shared_client: FlaskClient) -> None:
    found = pointers(start(shared_client, template="Nothing"))
    assert "Legal Q&A" in found["/template"]
    items_ = [{"target_count": 1}, {"target_count": 1, "template": "Nothing"}]
    assert "/items/1/template" in pointers(shared_client.post(START, json={"items": items_}))


@pytest.mark.parametrize("route", [START, "/api/generate/batch/estimate"])
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"target_count": 1}, ["/topic"]),
        ({"matrix": {"difficulties": ["basic"], "per_cell": 1}}, ["/topic"]),
        ({"items": [{"target_count": 1, "topic": "Bees"}, {"target_count": 1}]}, ["/items/1/topic"]),
        ({"items": [{"target_count": 1, "template": "legal-q-a"}, {"target_count": 1}]}, ["/items/1/topic"]),
    ],
)
def test_topic_is_asked_for_when_the_template_writes_of_one_and_has_none(
    client: FlaskClient, route: str, body: dict[str, Any], found: list[str]
) -> None:
    made(client)
    assert list(pointers(client.post(route, json={"template": "riddle", **body}))) == found


@pytest.mark.parametrize(
    "body",
    [
        {"target_count": 1, "topic": "Bees"},
        {"target_count": 1, "taxonomy": [{"name": "Seas", "topics": [{"name": "Tides"}]}]},
        {"matrix": {"topics": ["Bees"], "per_cell": 1}},
        {"items": [{"target_count": 1, "topic": "Bees"}]},
    ],
)
def test_batch_is_started_when_topics_are_given_in_any_way(client: FlaskClient, body: dict[str, Any]) -> None:
    made(client)
    assert client.post(START, json={"template": "riddle", **body}).status_code == 202


def test_enrichment_is_refused_when_it_is_started_as_a_batch(shared_client: FlaskClient) -> None:
    assert "/api/enrichments" in pointers(start(shared_client, template="translate"))["/template"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "Legal Q&A"),
        ({"parameters": {"turns": 4}}, "Multi-turn Conversation"),
        ({"parameters": {"label": ["spam", "no spam"]}}, "Classification"),
        ({"kind": "preference"}, "Preference Pair"),
        ({"kind": "reasoning"}, "Chain of Reasoning"),
    ],
)
def test_template_is_picked_by_what_is_given_when_it_is_auto(
    client: FlaskClient, services: Services, body: dict[str, Any], name: str
) -> None:
    batch, planned = rows_of(services, start(client, template="auto", **body))
    assert (batch.template, planned[0].template) == (name, name)
    assert json.loads(batch.parameters)["auto"] is True
    events = client.get(f"/api/batches/{batch.batch_id}/events").json["events"]  # type: ignore[index]
    assert events[0]["data"]["template"] == f"{name}@1"


def test_auto_is_refused_when_nothing_fits(shared_client: FlaskClient) -> None:
    found = pointers(start(shared_client, template="auto", parameters={"zz": 1}))
    assert "auto found no template" in found["/template"]


def test_parameters_are_kept_when_the_template_takes_them(client: FlaskClient, services: Services) -> None:
    values = {"turns": [2, 4], "persona": "a sailor"}
    batch, _ = rows_of(services, start(client, template="multi-turn-conversation", parameters=values))
    assert json.loads(batch.parameters)["values"] == values


@pytest.mark.parametrize(
    ("template", "parameters", "pointer"),
    [
        ("multi-turn-conversation", {"turns": 13}, "/parameters/turns"),
        ("multi-turn-conversation", {"turns": [2, "4"]}, "/parameters/turns/1"),
        ("multi-turn-conversation", {"person": "a sailor"}, "/parameters/person"),
        ("Legal Q&A", {"persona": "a judge"}, "/parameters/persona"),
    ],
)
def test_start_is_refused_when_the_template_does_not_take_a_parameter(
    shared_client: FlaskClient, template: str, parameters: dict[str, Any], pointer: str
) -> None:
    assert list(pointers(start(shared_client, template=template, parameters=parameters))) == [pointer]


def test_item_has_parameters_of_its_own(client: FlaskClient, services: Services) -> None:
    own = {"turns": 2, "temperature": 0.3}
    body = {"template": "multi-turn-conversation", "items": [{"target_count": 1, "parameters": own}]}
    _, planned = rows_of(services, client.post(START, json=body))
    assert json.loads(planned[0].parameters) == {"temperature": 0.3, "values": {"turns": 2}}
    body["items"] = [{"target_count": 1, "parameters": {"mood": "x"}}]
    assert list(pointers(client.post(START, json=body))) == ["/items/0/parameters/mood"]


def test_source_is_asked_for_when_the_template_needs_one(shared_client: FlaskClient) -> None:
    assert "/source_id" in pointers(start(shared_client, template="grounded-q-a"))
    unknown = pointers(start(shared_client, template="grounded-q-a", source_id="src_000000000000"))
    assert "/source_id" in unknown


def test_judge_taxonomy_and_what_follows_are_stored(client: FlaskClient, services: Services) -> None:
    area = {"name": "Seas", "topics": [{"name": "Tides", "angles": ["the moon"]}]}
    judge = {"rubric": [{"name": "correct", "description": "It is right."}]}
    enrich = {"template": "add-rationale", "fields": ["rationale"]}
    batch, _ = rows_of(services, start(client, taxonomy=[area], judge=judge, enrich=enrich))
    assert json.loads(batch.parameters)["taxonomy"] == [area]
    assert json.loads(str(batch.judge))["rubric"][0]["name"] == "correct"
    assert json.loads(str(batch.enrich_after))["fields"] == {"rationale": "rationale"}
    assert rows_of(services, start(client, judge=False))[0].judge == "false"


@pytest.mark.parametrize(
    ("enrich", "pointer"),
    [
        ({"template": "Nothing"}, "/enrich/template"),
        ({"template": "legal-q-a"}, "/enrich/template"),
        ({"template": "translate", "fields": ["nothing"]}, "/enrich/fields"),
    ],
)
def test_start_is_refused_when_what_follows_cannot_be(
    shared_client: FlaskClient, enrich: dict[str, Any], pointer: str
) -> None:
    assert list(pointers(start(shared_client, enrich=enrich))) == [pointer]
