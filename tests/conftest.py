"""What every test may ask for: settings of its own folder, a migrated database, the wired application and its client.

No test sees this machine's settings, and none may reach another machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from hypothesis import settings as hypothesis_settings

from api_server import create_app
from gristmill.db import Database, open_database
from gristmill.opening import make_ready
from gristmill.services import Services
from gristmill.settings import Settings, load_settings
from tests.scripted_provider import ScriptedProvider

hypothesis_settings.register_profile("house", deadline=None)  # no test may fail because the machine is busy
hypothesis_settings.load_profile("house")

MakeSettings = Callable[..., Settings]
MakeApp = Callable[..., OpenAPI]


class Border:
    """Refuses every connection that would leave this machine, and remembers the attempt even if it was swallowed."""

    def __init__(self) -> None:
        self.crossings: list[str] = []

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("socket.connect", "socket.sendto"):
            return
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            self.crossings.append(str(address))
            raise OSError(f"a test tried to reach {address}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def settings_in(folder: Path, **changes: Any) -> Settings:
    own: dict[str, Any] = {"database_url": f"sqlite:///{folder}/batches.db", "data_dir": folder / "data"}
    return load_settings(_env_file=None, **{**own, **changes})


def close(app: OpenAPI) -> None:
    app.extensions["gristmill"].hub.close()
    app.extensions["gristmill"].database.close()


@pytest.fixture(scope="session")
def border() -> Border:
    watcher = Border()
    sys.addaudithook(watcher.watch)
    return watcher


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(border: Border) -> Iterator[None]:
    border.crossings.clear()
    yield
    assert border.crossings == []


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """Take away whatever settings the caller's environment holds."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [
            name for name in os.environ if name.startswith(("GRISTMILL_", "GROQ_", "HF_TOKEN", "HF_ENDPOINT"))
        ]:
            patch.delenv(name)
        yield


@pytest.fixture
def make_settings(tmp_path: Path, clean_environment: None) -> MakeSettings:
    """Make settings of this test's own folder; keyword arguments are fields."""
    return lambda **changes: settings_in(tmp_path, **changes)


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    return make_settings()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A database migrated once; tests work on copies."""
    settings = settings_in(tmp_path_factory.mktemp("migrated"))
    database = open_database(settings.sqlalchemy_url)
    make_ready(database, settings)
    database.close()
    return settings.database_path


@pytest.fixture(scope="session")
def make_shared_app(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeApp]:
    """Make an application that outlives the test, for fixtures of a module or session; each has its own database."""
    made: list[OpenAPI] = []

    def make(**changes: Any) -> OpenAPI:
        settings = settings_in(tmp_path_factory.mktemp("shared"), **changes)
        shutil.copy(migrated_file, settings.database_path)
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        close(app)


@pytest.fixture(scope="session")
def shared_app(make_shared_app: MakeApp) -> OpenAPI:
    """One application for all tests that do not care what is in its database."""
    return make_shared_app()


@pytest.fixture
def shared_client(shared_app: OpenAPI) -> FlaskClient:
    return shared_app.test_client()


@pytest.fixture
def migrated(migrated_file: Path, settings: Settings) -> Path:
    """This test's own copy of the migrated database, not yet opened."""
    return Path(shutil.copy(migrated_file, settings.database_path))


@pytest.fixture
def database(migrated: Path, settings: Settings) -> Iterator[Database]:
    opened = open_database(settings.sqlalchemy_url)
    yield opened
    opened.close()


@pytest.fixture
def make_app(migrated: Path, make_settings: MakeSettings) -> Iterator[MakeApp]:
    """Make the application with changed settings; no worker runs."""
    made: list[OpenAPI] = []

    def make(**changes: Any) -> OpenAPI:
        made.append(create_app(make_settings(**changes)))
        return made[-1]

    yield make
    for app in made:
        close(app)


@pytest.fixture
def app(make_app: MakeApp) -> OpenAPI:
    return make_app()


@pytest.fixture
def services(app: OpenAPI) -> Services:
    """The application's own parts: what is written here, its routes show."""
    found: Services = app.extensions["gristmill"]
    return found


@pytest.fixture
def client(app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def scripted_process() -> Iterator[ScriptedProvider]:
    with ScriptedProvider() as server:
        yield server


@pytest.fixture
def scripted(scripted_process: ScriptedProvider) -> ScriptedProvider:
    """A provider on loopback that answers as it is told; forgets everything between tests."""
    scripted_process.reset()
    return scripted_process
