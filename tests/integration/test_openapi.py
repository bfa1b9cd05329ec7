"""The OpenAPI page: valid 3.1, served from here alone, and true: generated requests meet what it promises."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
import schemathesis
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from pydantic import BaseModel
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from gristmill import __version__
from gristmill.schemas import Problem
from tests.conftest import MakeApp
from tests.makers import add_batch, claim, kept, store

DOCUMENT, SWAGGER = "/openapi/openapi.json", "/openapi/swagger"
# Beside 2xx, what no schema can foresee: which things there are, which revision is the newest, what waits in the queue.
FORESEEN = ["2xx", "404", "409", "412"]
GENERATED = {
    "seed": 20,  # a gate must not depend on luck
    "generation": {"max-examples": 15},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": FORESEEN},
        # A list that is too long makes a body that is too large, which is said first.
        "negative_data_rejection": {
            "expected-statuses": ["400", "404", "405", "406", "409", "412", "413", "415", "422"],
        },
    },
    "operations": [
        {
            "include-name": [
                # No schema can say that the embedded provider has one model only, nor that 1.0 is not taken for 1.
                "POST /api/generate/batch/start",
                "POST /api/generate/batch/estimate",
                # Nor which place of the queue there is, and again that 1.0 is not 1.
                "PATCH /api/batches/{batch_id}",
                # Nor which fields of an order do not go together.
                "POST /api/presets",
                "PUT /api/presets/{preset_id}",
                # Nor what makes a text a template, and what a template takes.
                "POST /api/templates",
                "PUT /api/templates/{template_id}",
                "POST /api/templates/{template_id}/render",
                # Nor which batches, samples and templates there are to choose, and that at least one sample must be.
                "POST /api/exports",
                "POST /api/enrichments",
                # Nor what a sample's own template wants of its content, and which versions it has.
                "PATCH /api/samples/{sample_id}",
                "POST /api/samples/{sample_id}/revert",
                # Nor what is a cursor, and that only what was refused has a reason.
                "GET /api/samples",
                # Nor which bytes are a file of the sort that its name says.
                "POST /api/sources",
            ],
            "checks": {"positive_data_acceptance": {"expected-statuses": [*FORESEEN, "422"]}},
        },
        {
            # As above; and OPTIONS also names what an export called "count" would take, say.
            "include-name": [
                "POST /api/exports/count",
                "POST /api/templates/import",
                "POST /api/templates/render",
                "POST /api/samples/review",
            ],
            "checks": {
                "positive_data_acceptance": {"expected-statuses": [*FORESEEN, "422"]},
                "allow_header_conformance": {"enabled": False},
            },
        },
        {
            # A deleted template is hidden, and can still be looked at and restored.
            "include-name": [
                "GET /api/templates/{template_id}",
                "GET /api/templates/{template_id}/export",
                "GET /api/templates/{template_id}/versions/{version}",
            ],
            "checks": {"use_after_free": {"enabled": False}},
        },
        {
            # OPTIONS also names what a batch called "current" would take.
            "include-name": "PUT /api/batches/current",
            "checks": {"allow_header_conformance": {"enabled": False}},
        },
        {
            # No worker is at work here, and so they answer.
            "include-name": [
                "POST /api/batch-jobs/{batch_id}/process-next",
                "POST /api/templates/{template_id}/preview",
            ],
            "checks": {
                "positive_data_acceptance": {"expected-statuses": [*FORESEEN, "422", "503"]},
                "not_a_server_error": {"enabled": False},
            },
        },
        {
            # Nor here; and OPTIONS also names what a template called "preview" would take.
            "include-name": "POST /api/templates/preview",
            "checks": {
                "positive_data_acceptance": {"expected-statuses": [*FORESEEN, "422", "503"]},
                "not_a_server_error": {"enabled": False},
                "allow_header_conformance": {"enabled": False},
            },
        },
    ],
}
OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""", re.I)


class Links(HTMLParser):
    """Collects what a browser loads by itself for a page, and where the page leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.leads_to: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag in ("script", "img", "iframe") and named.get("src"):
            self.loaded.append(str(named["src"]))
        if tag == "link" and named.get("href"):
            self.loaded.append(str(named["href"]))
        if tag == "a" and named.get("href"):
            self.leads_to.append(str(named["href"]))


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get(DOCUMENT).json


def operations(document: Any) -> dict[str, Any]:
    return {f"{method} {path}": what for path, item in document["paths"].items() for method, what in item.items()}


def models_under(base: type[BaseModel]) -> set[type[BaseModel]]:
    return {base, *(model for below in base.__subclasses__() for model in models_under(below))}


def _documented_path(rule: str) -> str:
    return re.sub(r"<[a-z]+:([a-z_]+)>", r"{\1}", rule)


def test_document_is_of_the_right_version(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    assert (document["info"]["title"], document["info"]["version"]) == ("Gristmill", __version__)


def test_every_route_of_the_api_is_documented_with_a_summary(app: OpenAPI, document: Any) -> None:
    served = {
        f"{method.lower()} {_documented_path(str(rule))}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if str(rule).startswith("/api/") and method not in ("HEAD", "OPTIONS")
    }
    documented = operations(document)
    assert set(documented) == served
    assert all(what["summary"] and what["description"] for what in documented.values())


def test_every_failure_is_documented_in_the_one_shape(document: Any) -> None:
    for name, what in operations(document).items():
        failures = {status: answer for status, answer in what["responses"].items() if status >= "400"}
        assert {"404", "409", "415", "422", "503"} <= set(failures), name
        assert {kind for answer in failures.values() for kind in answer["content"]} == {"application/problem+json"}


def test_every_shape_has_a_name_of_its_own(document: Any) -> None:
    """Two of one name would be one component of the document, and one of them described by the other."""
    ours = [model.__name__ for model in models_under(BaseModel) if model.__module__.startswith("gristmill.")]
    shown = [name for name in ours if name in document["components"]["schemas"]]
    assert len(shown) > 60
    assert len(shown) == len(set(shown)), sorted(shown)


def test_problem_says_success_false_in_the_document(document: Any) -> None:
    shown = operations(document)["post /api/generate/batch/start"]["responses"]["409"]["content"]
    schema = shown["application/problem+json"]["schema"]
    assert schema["properties"]["success"]["const"] is False
    assert set(schema["required"]) == set(Problem.model_json_schema()["required"])


def test_bounds_of_the_target_are_in_the_document(document: Any) -> None:
    (target, _null) = document["components"]["schemas"]["StartBatch"]["properties"]["target_count"]["anyOf"]
    assert (target["minimum"], target["maximum"]) == (1, 1_000_000)
    assert "required" not in document["components"]["schemas"]["StartBatch"]  # items or a matrix give it, too


@pytest.mark.parametrize("page", ["/", SWAGGER, "/openapi/"])
def test_page_and_all_it_loads_come_from_here(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/html")
    links = Links(answer.text)
    assert not OUTSIDE.search(answer.text)
    for link in [*links.loaded, *links.leads_to]:
        path = urljoin(page, link.strip())
        if path.startswith("data:"):
            continue
        assert path.startswith("/")
        assert client.get(path).status_code == 200, path


def test_swagger_page_loads_its_own_scripts_and_the_document(client: FlaskClient) -> None:
    page = client.get(SWAGGER).text
    loaded = Links(page).loaded
    assert any(name.endswith("swagger-ui-bundle.js") for name in loaded)
    assert any(name.endswith("swagger-ui.css") for name in loaded)
    assert 'new URL("openapi.json", window.location.href)' in page
    assert '"validatorUrl": null' in page


@pytest.fixture
def api(make_app: MakeApp) -> Any:
    """The application as a generator of requests meets it: a batch runs, and streams end after their snapshot."""
    app = make_app(groq_api_key="gsk_0123456789abcdef")
    services = app.extensions["gristmill"]
    store(services, add_batch(services), kept(0), kept(1))
    claim(services)
    services.hub.close()
    return schemathesis.openapi.from_wsgi(DOCUMENT, app, config=SchemathesisConfig.from_dict(GENERATED))


def failures_of(event: ScenarioFinished) -> list[str]:
    return [
        f"{check.name}: {check.failure_info.failure.title}, {event.recorder.cases[case_id].value.as_curl_command()}"
        for case_id, checks in event.recorder.checks.items()
        for check in checks
        if check.failure_info is not None
    ]


@pytest.mark.slow
def test_answer_is_as_promised_when_any_request_comes(api: Any) -> None:
    events = list(from_schema(api).execute())
    finished = [event for event in events if isinstance(event, ScenarioFinished)]
    failures = [failure for event in finished for failure in failures_of(event)]
    assert failures == []
    assert [event for event in events if isinstance(event, NonFatalError | FatalError)] == []
    assert {event.phase.value for event in finished} >= {"coverage", "fuzzing", "stateful"}
    assert sum(len(event.recorder.cases) for event in finished) > 200
