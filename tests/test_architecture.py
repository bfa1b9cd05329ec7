"""The law of the house, read from the syntax trees: floors, edges, and sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOORS = ("api_server", "batch_worker", "models")
MAX_MODULE_LINES, MAX_FUNCTION_LINES = 350, 60
MAX_TABLES_LINES = 550  # of `models`, which is a list: every table in one place is worth its length

FLOORS: dict[str, int] = {  # the longest name that fits counts; equal floors may meet only inside one folder
    "gristmill": 0,
    "gristmill.errors": 0,
    "gristmill.clock": 0,
    "gristmill.crash": 0,
    "gristmill.ids": 0,
    "gristmill.field_faults": 1,
    "gristmill.lifecycle": 1,
    "gristmill.outcome": 1,
    "gristmill.patterns": 1,
    "gristmill.plain_words": 1,
    "gristmill.steps": 1,
    "gristmill.settings": 1,
    "gristmill.sessions": 1,
    "gristmill.taxonomy": 1,
    "gristmill.chunking": 1,
    "gristmill.draws": 1,
    "models": 2,
    "gristmill.enrichment_schemas": 2,
    "gristmill.drafts": 2,
    "gristmill.order_schemas": 2,
    "gristmill.near": 2,
    "gristmill.plan": 2,
    "gristmill.progress": 2,
    "gristmill.prompts": 2,
    "gristmill.sandbox": 2,
    "gristmill.template_rules": 2,
    "gristmill.topic_use": 2,
    "gristmill.template_schema": 2,
    "gristmill.template_views": 2,
    "gristmill.quality": 2,
    "gristmill.queue_schemas": 2,
    "gristmill.columns": 2,
    "gristmill.search_words": 2,
    "gristmill.sample_cursors": 2,
    "gristmill.sample_schemas": 2,
    "gristmill.schemas": 2,
    "gristmill.session_schemas": 2,
    "gristmill.slots": 2,
    "gristmill.source_schemas": 2,
    "gristmill.variables": 2,
    "gristmill.forecast": 2,
    "gristmill.preview_schemas": 2,
    "gristmill.trial": 2,
    "gristmill.limits.window": 2,
    "gristmill.limits.retry": 2,
    "gristmill.attempt_schemas": 2,
    "gristmill.analytics_schemas": 2,
    "gristmill.preset_schemas": 2,
    "gristmill.provider_schemas": 2,
    "gristmill.batch_schemas": 2,
    "gristmill.limits.line": 2,
    "gristmill.bundle": 3,
    "gristmill.db": 3,
    "gristmill.desk": 3,
    "gristmill.events": 3,
    "gristmill.limits": 3,
    "gristmill.live": 3,
    "gristmill.lock": 3,
    "gristmill.logs": 3,
    "gristmill.migrate": 3,
    "gristmill.parquet": 3,
    "gristmill.prices": 3,
    "gristmill.providers": 3,
    "gristmill.rubric": 3,
    "gristmill.sources": 3,
    "gristmill.storage": 3,
    "gristmill.template_files": 3,
    "gristmill.csv_text": 2,
    "gristmill.export_schemas": 2,
    "gristmill.stores": 4,
    "gristmill.enriching": 5,
    "gristmill.exports": 5,
    "gristmill.history_csv": 5,
    "gristmill.bulk_review": 5,
    "gristmill.checkpoint": 5,
    "gristmill.intake": 5,
    "gristmill.calls": 5,
    "gristmill.client_run": 5,
    "gristmill.crew": 5,
    "gristmill.drawing": 5,
    "gristmill.ends": 5,
    "gristmill.estimating": 5,
    "gristmill.evidence": 5,
    "gristmill.listening": 5,
    "gristmill.preview": 5,
    "gristmill.provider_list": 5,
    "gristmill.reckoning": 5,
    "gristmill.rehearsal": 5,
    "gristmill.trials": 5,
    "gristmill.generate": 5,
    "gristmill.opening": 5,
    "gristmill.judge": 5,
    "gristmill.contamination": 5,
    "gristmill.followers": 5,
    "gristmill.indexes": 5,
    "gristmill.orders": 5,
    "gristmill.outfit": 5,
    "gristmill.pulse": 5,
    "gristmill.recorder": 5,
    "gristmill.relay": 5,
    "gristmill.removal": 5,
    "gristmill.retention": 5,
    "gristmill.run": 5,
    "gristmill.services": 5,
    "gristmill.template_choice": 5,
    "gristmill.templating": 5,
    "gristmill.upkeep": 5,
    "batch_worker": 6,
    "gristmill.routes": 6,
    "gristmill.server": 6,
    "api_server": 7,
    "gristmill.demo": 7,
}
ALLOWED: dict[str, tuple[set[str], tuple[str, ...]]] = {  # what may be imported only where
    "Flask": (
        {"flask", "flask_cors", "flask_migrate", "flask_openapi3", "werkzeug"},
        ("api_server", "gristmill.routes"),
    ),
    "Flask-SQLAlchemy": ({"flask_sqlalchemy"}, ("models",)),
    "an HTTP client or an LLM SDK": (
        {"aiohttp", "groq", "http.client", "httpx", "openai", "requests", "urllib.request", "urllib3", "xllamacpp"},
        ("gristmill.providers", "gristmill.demo"),
    ),
    "Parquet": ({"pandas", "pyarrow"}, ("gristmill.parquet", "gristmill.exports", "gristmill.sources.parquet_rows")),
    "MinHash": ({"rensa"}, ("gristmill.near",)),
    "the web server": ({"gunicorn"}, ("gristmill.server",)),
    "Jinja2": ({"jinja2"}, ("gristmill.sandbox", "gristmill.topic_use")),
    "YAML": ({"yaml"}, ("gristmill.template_files",)),
    "Alembic": ({"alembic"}, ("gristmill.migrate",)),
}
NOT_OUTSIDE_DEMO = {"aiohttp", "groq", "httpx", "openai", "requests", "urllib3", "xllamacpp"}


@cache
def trees() -> dict[str, ast.Module]:
    paths = [ROOT / f"{door}.py" for door in DOORS] + sorted((ROOT / "gristmill").rglob("*.py"))
    return {_name(path): ast.parse(path.read_text()) for path in paths}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module imported anywhere, also inside functions; `from a import b` gives a.b where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in trees() else node.module


def own_imports(module: str) -> set[str]:
    return {name for name in imports(trees()[module]) if name in trees() and name != module}


def within(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def floor(module: str) -> int | None:
    fitting = [room for room in FLOORS if room != "gristmill" and within(module, (room,))]
    return FLOORS[max(fitting, key=len)] if fitting else (0 if module == "gristmill" else None)


def folder(module: str) -> str:
    is_package = (ROOT / Path(*module.split("."))).is_dir()
    return module if is_package else module.rpartition(".")[0]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


MODULES = pytest.mark.parametrize("module", sorted(trees()))


@MODULES
def test_module_has_a_floor(module: str) -> None:
    assert floor(module) is not None, f"{module} is in no room: give it a floor"


@MODULES
def test_module_imports_only_lower_floors_or_siblings(module: str) -> None:
    own = floor(module)
    assert own is not None
    for other in own_imports(module):
        below = floor(other)
        assert below is not None
        is_sibling = below == own and folder(module) == folder(other)
        assert below < own or is_sibling, f"{module} (floor {own}) imports {other} (floor {below})"


def test_imports_have_no_cycle() -> None:
    order = list(TopologicalSorter({module: own_imports(module) for module in trees()}).static_order())
    assert len(order) == len(trees())


@pytest.mark.parametrize("what", sorted(ALLOWED))
def test_edge_is_imported_only_where_it_belongs(what: str) -> None:
    names, rooms = ALLOWED[what]
    importers = {module for module in trees() if any(within(name, tuple(names)) for name in imports(trees()[module]))}
    assert importers, f"nothing imports {what}: the table is out of date"
    assert {module for module in importers if not within(module, rooms)} == set()


def test_demo_talks_with_the_standard_library_alone() -> None:
    demo = [module for module in trees() if within(module, ("gristmill.demo",))]
    assert demo
    for module in demo:
        assert not {name for name in imports(trees()[module]) if within(name, tuple(NOT_OUTSIDE_DEMO))}


@MODULES
def test_module_reads_the_environment_only_in_settings(module: str) -> None:
    reads = [node.attr for node in ast.walk(trees()[module]) if isinstance(node, ast.Attribute)]
    # The child of the embedded provider is a process of its own, and sets its runtime's environment.
    may_read = ("gristmill.settings", "gristmill.providers.embedded_child")
    assert not {"environ", "getenv", "putenv"} & set(reads) or within(module, may_read)


@pytest.mark.parametrize("module", [module for module in sorted(trees()) if within(module, ("gristmill.stores",))])
def test_store_takes_a_session_and_never_opens_one(module: str) -> None:
    assert not {"gristmill.db", "gristmill.services"} & own_imports(module)
    called = [node.func for node in ast.walk(trees()[module]) if isinstance(node, ast.Call)]
    assert "Session" not in {function.id for function in called if isinstance(function, ast.Name)}


def routes() -> list[tuple[str, ast.FunctionDef]]:
    """Every function that answers a request: those decorated with `blueprint.get(...)` and its like."""
    return [
        (f"{module}.{function.name}", function)
        for module in trees()
        if within(module, ("gristmill.routes",))
        for function in functions(trees()[module])
        if isinstance(function, ast.FunctionDef) and any(_is_route(mark) for mark in function.decorator_list)
    ]


def _is_route(mark: ast.expr) -> bool:
    methods = ("get", "post", "put", "patch", "delete")
    return isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in methods


@pytest.mark.parametrize("function", [pytest.param(function, id=name) for name, function in routes()])
def test_route_has_no_try_and_no_loop(function: ast.FunctionDef) -> None:
    assert not [node for node in ast.walk(function) if isinstance(node, ast.Try | ast.For | ast.While)]


def test_routes_start_no_thread() -> None:
    assert len(routes()) >= 8
    for module in trees():
        if within(module, ("gristmill.routes",)):
            assert not {"threading", "concurrent.futures", "asyncio"} & set(imports(trees()[module])), module


@MODULES
def test_module_is_small_enough_to_read(module: str) -> None:
    lines = max((getattr(node, "end_lineno", 0) for node in ast.walk(trees()[module])), default=0)
    assert lines <= (MAX_TABLES_LINES if module == "models" else MAX_MODULE_LINES)


@MODULES
def test_functions_are_small_enough_to_read(module: str) -> None:
    for function in functions(trees()[module]):
        lines = (function.end_lineno or 0) - function.lineno + 1
        assert lines <= MAX_FUNCTION_LINES, f"{function.name} has {lines} lines"


@MODULES
def test_module_says_what_it_owns(module: str) -> None:
    tree = trees()[module]
    assert ast.get_docstring(tree) or not tree.body


@MODULES
def test_module_keeps_no_global_variable(module: str) -> None:
    assert not [node for node in ast.walk(trees()[module]) if isinstance(node, ast.Global)]


def test_time_is_read_only_from_the_clock_where_it_decides() -> None:
    pure = [
        module for module in trees() if within(module, ("gristmill.stores", "gristmill.limits")) or floor(module) == 2
    ]
    for module in pure:
        assert not {"time", "datetime"} & set(imports(trees()[module])), module


def test_there_is_no_room_for_everything() -> None:
    assert not [module for module in trees() if {"utils", "helpers", "common", "misc"} & set(module.split("."))]
