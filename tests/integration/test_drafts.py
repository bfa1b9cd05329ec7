"""Definitions that nobody has saved, as an editor sends them while a person types: filled in, or faults and places.

Also that nobody who writes waits while a template is compiled.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gristmill.services import Services
from gristmill.template_files import built_in, to_yaml
from gristmill.template_schema import TemplateDefinition, as_body

TEMPLATES = "/api/templates"
RENDER = f"{TEMPLATES}/render"
DEFINITION: dict[str, Any] = {
    "name": "Riddle",
    "system": "You write riddles as JSON.",
    "user": "About {{ topic }} as {{ style }}.",
    "schema": {"type": "object", "properties": {"riddle": {"type": "string"}}},
    "parameters": {"style": {"values": ["a poem", "one line"]}, "mood": {"values": ["gay"]}},
}
LATE_S = 30  # far more than any of these takes when nothing holds it up


def drafted(client: FlaskClient, given: dict[str, Any] | None = None, **changes: Any) -> TestResponse:
    return client.post(RENDER, json={"definition": {**DEFINITION, **changes}, **(given or {})})


def shown(answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json


def pointers(answer: TestResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {fault["pointer"]: fault["detail"] for fault in answer.get_json()["errors"]}


def test_draft_is_filled_in_when_it_was_never_saved(client: FlaskClient) -> None:
    given = {"topic": "{{ 7 * 7 }}", "parameters": {"style": "one line"}}
    told = shown(drafted(client, given))
    assert told["messages"][-1] == {"role": "user", "content": "About {{ 7 * 7 }} as one line."}
    assert (told["template_id"], told["version"]) == (None, None)
    assert client.get(f"{TEMPLATES}/riddle").status_code == 404


def test_draft_is_filled_in_as_the_saved_template_is(shared_client: FlaskClient) -> None:
    definition = as_body(built_in()["Classification"].definition)
    given = {"topic": "Bees", "parameters": {"label": "spam"}}
    draft = shown(shared_client.post(RENDER, json={"definition": definition, **given}))
    saved = shown(shared_client.post(f"{TEMPLATES}/classification/render", json=given))
    assert {**saved, "template_id": None, "version": None} == draft
    assert saved["template_id"] == "classification"


def test_names_are_listed_when_a_template_is_filled_in(shared_client: FlaskClient) -> None:
    small = {"system": "{{ mood }}", "user": "{% if angle is defined %}x{% endif %}", "schema": DEFINITION["schema"]}
    told = shown(drafted(shared_client, small=small))
    assert told["variables"] == ["angle", "mood", "style", "topic"]
    assert {"difficulty", "mood", "source", "style", "topic"} < set(told["available"])
    assert told["available"] == sorted(told["available"])


def test_name_of_a_loop_is_no_variable(shared_client: FlaskClient) -> None:
    text = "{% for name, value in row|items %}{{ name }}: {{ value }}{% endfor %}"
    told = shown(drafted(shared_client, {"row": {"town": "Leeds"}}, user=text, system="S"))
    assert (told["variables"], told["messages"][-1]["content"]) == (["row"], "town: Leeds")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"user": "{{ persona }}"}, {"/definition/user": "line 1: persona is not known; there are angle, "}),
        ({"user": "a\n{{ topic"}, {"/definition/user": "line 2: "}),
        ({"user": ""}, {"/definition/user": "must not be empty"}),
        ({"kind": "poem"}, {"/definition/kind": "'qa', "}),
        ({"parameters": {"topic": {"values": ["a"]}}}, {"/definition": "may not be called topic"}),
        ({"schema": {"type": "array"}}, {"/definition/schema": "must be of type object"}),
        (
            {"user": "{{ a }}", "system": "{% set x = 1 %}", "identity_fields": ["c"]},
            {
                "/definition/user": "a is not known",
                "/definition/system": "set is not allowed",
                "/definition/identity_fields/0": "c is no field",
            },
        ),
        (
            {"small": {"system": "{{ b }}", "user": "x", "schema": DEFINITION["schema"]}},
            {"/definition/small/system": "b is not known"},
        ),
    ],
)
def test_draft_is_refused_with_all_places_when_it_is_wrong(
    shared_client: FlaskClient, changes: dict[str, Any], found: dict[str, str]
) -> None:
    told = pointers(drafted(shared_client, **changes))
    assert set(told) == set(found)
    assert all(words in told[place] for place, words in found.items())


def test_values_are_named_apart_from_the_definition_when_they_are_wrong(shared_client: FlaskClient) -> None:
    given = {"parameters": {"style": "a song", "colour": "red"}}
    told = pointers(drafted(shared_client, given, user="{{ source }}"))
    assert set(told) == {"/parameters/style", "/parameters/colour", "/source"}


def test_definition_is_asked_for_when_there_is_none(shared_client: FlaskClient) -> None:
    told = pointers(shared_client.post(RENDER, json={"topic": "Bees"}))
    assert told == {"/definition": "this field is needed"}


@pytest.mark.parametrize("name", ["Render", "preview", "Import"])
def test_template_gets_another_id_when_its_name_is_an_address(shared_client: FlaskClient, name: str) -> None:
    made = shared_client.post(TEMPLATES, json={**DEFINITION, "name": name}).get_json()
    template_id = made["template"]["template_id"]
    assert template_id.startswith("template-")
    told = shown(shared_client.post(f"{TEMPLATES}/{template_id}/render", json={"topic": "Bees"}))
    assert (told["template_id"], told["version"]) == (template_id, 1)


def test_template_is_judged_when_another_is_writing(client: FlaskClient, services: Services) -> None:
    wrong = TemplateDefinition.model_validate({**DEFINITION, "user": "{{ persona }}"})
    body, text = as_body(wrong), {"data": to_yaml(wrong), "content_type": "application/yaml"}
    with ThreadPoolExecutor(1) as clients, services.database.write():
        asked = [
            clients.submit(client.post, RENDER, json={"definition": body}),
            clients.submit(client.post, TEMPLATES, json=body),
            clients.submit(client.put, f"{TEMPLATES}/legal-q-a", json=body),
            clients.submit(client.post, f"{TEMPLATES}/import", **text),
        ]
        told = [pointers(one.result(LATE_S)) for one in asked]
    assert [list(one) for one in told] == [["/definition/user"], ["/user"], ["/user"], ["/user"]]
