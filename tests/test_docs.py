"""Nothing is undocumented: every setting, route and problem is named where a person looks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from gristmill.errors import RequestError
from gristmill.settings import Settings, env_name

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = sorted(env_name(field) for field in Settings.model_fields)


def read(name: str) -> str:
    path = ROOT / name
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_in_the_readme_or_the_page_of_settings(name: str) -> None:
    assert re.search(rf"\b{name}\b", read("README.md") + read("docs/settings.md"))


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_in_the_example_file_and_switched_off(name: str) -> None:
    assert re.search(rf"^# {name}=", read(".env.example"), re.MULTILINE)


def test_example_file_sets_nothing_and_names_nothing_unknown() -> None:
    lines = [line for line in read(".env.example").splitlines() if line]
    assert lines
    assert all(line.startswith("#") for line in lines)
    named = {found[1] for line in lines if (found := re.match(r"# ([A-Z_]+)=", line))}
    assert named == set(SETTINGS)


def test_defaults_in_the_example_file_are_the_real_ones() -> None:
    shown = dict(re.findall(r"^# (GRISTMILL_[A-Z_]+)=(.+)$", read(".env.example"), re.MULTILINE))
    for field, info in Settings.model_fields.items():
        if info.default not in (None, ()) and env_name(field) in shown:
            assert shown[env_name(field)] == str(info.default)


def test_every_route_is_in_the_page_of_the_api(app: OpenAPI) -> None:
    page = read("docs/api.md")
    paths = {
        re.sub(r"<[a-z]+:([a-z_]+)>", r"{\1}", str(rule))
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/")
    }
    assert [path for path in sorted(paths) if path not in page] == []


def test_every_kind_of_problem_is_in_the_page_of_the_api() -> None:
    page = read("docs/api.md")
    missing = [kind.slug for kind in RequestError.__subclasses__() if kind.slug not in page]
    assert missing == []


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "CHANGELOG.md", ".env.example", "docs/api.md"])
def test_page_that_a_newcomer_looks_for_is_there(name: str) -> None:
    assert len(read(name)) > 100


def test_readme_names_the_commands_of_a_newcomer() -> None:
    page = read("README.md")
    assert all(command in page for command in ("./start_apps.sh demo", "./start_apps.sh", "./run_tests.sh"))


@pytest.mark.parametrize(
    "page", [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")] + ["README.md"]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", read(page)):
        assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"
