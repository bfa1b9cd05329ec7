"""Every setting: its default, its bounds, where it comes from, and that no secret is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gristmill.errors import ConfigError
from gristmill.settings import PROJECT_DIR, Settings, env_name, load_settings, show_settings, unknown_names

KEY = "gsk_0123456789abcdef"
DEFAULTS: dict[str, Any] = {
    "GROQ_API_KEY": None,
    "GROQ_BASE_URL": None,
    "GRISTMILL_PROVIDER": None,
    "GRISTMILL_BASE_URL": None,
    "GRISTMILL_API_KEY": None,
    "GRISTMILL_MODEL": None,
    "GRISTMILL_REQUESTS_PER_MINUTE": 25,
    "GRISTMILL_TOKENS_PER_MINUTE": 5500,
    "GRISTMILL_REQUESTS_PER_DAY": 0,
    "GRISTMILL_TOKENS_PER_DAY": 0,
    "GRISTMILL_MAX_CONCURRENCY": 8,
    "GRISTMILL_MAX_RUNNING_BATCHES": 1,
    "GRISTMILL_REQUEST_TIMEOUT_S": 60,
    "GRISTMILL_MAX_ATTEMPTS_PER_SAMPLE": 3,
    "GRISTMILL_MAX_REJECTIONS_IN_A_ROW": 20,
    "GRISTMILL_DATABASE_URL": "sqlite:///batches.db",
    "GRISTMILL_DATA_DIR": PROJECT_DIR / "data",
    "GRISTMILL_HOST": "127.0.0.1",
    "GRISTMILL_PORT": 5001,
    "GRISTMILL_THREADS": 256,
    "GRISTMILL_RESERVE_MB": 64,
    "GRISTMILL_NEAR_DUPLICATE_SCOPE": "batch",
    "GRISTMILL_KEEP_ATTEMPTS_DAYS": 30,
    "GRISTMILL_KEEP_RESPONSES_DAYS": 30,
    "GRISTMILL_KEEP_RESPONSE_KB": 64,
    "GRISTMILL_PRICES": {},
    "GRISTMILL_KEEP_EVENTS_DAYS": 30,
    "GRISTMILL_MAX_UPLOAD_MB": 50,
    "GRISTMILL_EXPORT_REVIEW": "approved",
    "HF_TOKEN": None,
    "HF_ENDPOINT": "https://huggingface.co",
    "GRISTMILL_CHECKPOINT_EVERY": 10,
    "GRISTMILL_CORS_ORIGINS": (),
    "GRISTMILL_API_TOKEN": None,
    "GRISTMILL_EMBEDDED_MODEL_PATH": None,
    "GRISTMILL_CRASH_AT": None,
    "GRISTMILL_LOG_FORMAT": "console",
}


def load(**fields: Any) -> Settings:
    return load_settings(_env_file=None, **fields)


def refusal(**fields: Any) -> str:
    with pytest.raises(ConfigError) as refused:
        load(**fields)
    assert refused.value.exit_code != 0
    return str(refused.value)


def test_every_default_is_the_documented_one_when_nothing_is_set() -> None:
    settings = load()
    found = {env_name(field): getattr(settings, field) for field in Settings.model_fields}
    assert found == DEFAULTS


@pytest.mark.parametrize(
    ("fields", "provider"),
    [
        ({}, "embedded"),
        ({"groq_api_key": KEY}, "groq"),
        ({"groq_api_key": KEY, "provider": "openai_compatible"}, "openai_compatible"),
    ],
)
def test_default_provider_follows_from_the_key_when_none_is_named(fields: dict[str, Any], provider: str) -> None:
    assert load(**fields).default_provider == provider


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("GRISTMILL_PROVIDER", "acme", "'groq', 'openai_compatible' or 'embedded'"),
        ("GRISTMILL_BASE_URL", "ftp://host", "must begin with http"),
        ("GROQ_BASE_URL", "api.groq.com", "must begin with http"),
        ("GRISTMILL_REQUESTS_PER_MINUTE", "-1", "greater than or equal to 0"),
        ("GRISTMILL_TOKENS_PER_MINUTE", "many", "valid integer"),
        ("GRISTMILL_REQUESTS_PER_DAY", "1.5", "valid integer"),
        ("GRISTMILL_TOKENS_PER_DAY", "-5", "greater than or equal to 0"),
        ("GRISTMILL_MAX_CONCURRENCY", "0", "greater than or equal to 1"),
        ("GRISTMILL_MAX_RUNNING_BATCHES", "17", "less than or equal to 16"),
        ("GRISTMILL_RESERVE_MB", "-1", "greater than or equal to 0"),
        ("GRISTMILL_CRASH_AT", "now", "must be one of"),
        ("GRISTMILL_REQUEST_TIMEOUT_S", "0", "greater than 0"),
        ("GRISTMILL_MAX_ATTEMPTS_PER_SAMPLE", "0.5", "greater than or equal to 1"),
        ("GRISTMILL_MAX_REJECTIONS_IN_A_ROW", "0", "greater than or equal to 1"),
        ("GRISTMILL_DATABASE_URL", "postgresql://host/db", "must begin with sqlite:///"),
        ("GRISTMILL_PORT", "65536", "less than or equal to 65535"),
        ("GRISTMILL_THREADS", "1", "greater than or equal to 17"),
        ("GRISTMILL_CHECKPOINT_EVERY", "0", "greater than or equal to 1"),
        ("GRISTMILL_API_TOKEN", "short", "at least 16"),
        ("GRISTMILL_LOG_FORMAT", "xml", "'console' or 'json'"),
        ("GRISTMILL_MODEL", "m" * 101, "at most 100"),
    ],
)
def test_start_is_refused_with_name_and_bounds_when_a_setting_does_not_parse(
    name: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    sentence = refusal()
    assert sentence.startswith(f"{name}: ")
    assert allowed in sentence
    assert sentence.count("\n") == 0


def test_every_fault_is_named_when_several_settings_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRISTMILL_PORT", "http")
    monkeypatch.setenv("GRISTMILL_PROVIDER", "acme")
    assert [line.partition(":")[0] for line in refusal().splitlines()] == ["GRISTMILL_PROVIDER", "GRISTMILL_PORT"]


def test_secret_is_not_repeated_when_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRISTMILL_API_TOKEN", "hunter2")
    assert "hunter2" not in refusal()


def test_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "")
    monkeypatch.setenv("GRISTMILL_PORT", "")
    settings = load()
    assert (settings.groq_api_key, settings.port) == (None, 5001)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.test"])
def test_start_is_refused_when_others_can_reach_it_without_a_token(host: str) -> None:
    sentence = refusal(host=host)
    assert sentence.startswith(f"GRISTMILL_HOST is {host}, which other machines can reach: set GRISTMILL_API_TOKEN")
    assert load(host=host, api_token="t" * 16).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_no_token_is_needed_when_only_this_machine_can_reach_it(host: str) -> None:
    assert load(host=host).is_loopback


def test_origins_are_split_and_trimmed_when_given_as_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRISTMILL_CORS_ORIGINS", " https://a.test/ ,, https://b.test:8443 ")
    assert load().cors_origins == ("https://a.test", "https://b.test:8443")


def test_paths_are_the_projects_when_relative() -> None:
    settings = load(database_url="sqlite:///some/where.db", data_dir="elsewhere")
    assert settings.database_path == PROJECT_DIR / "some/where.db"
    assert settings.data_dir == PROJECT_DIR / "elsewhere"
    assert settings.sqlalchemy_url == f"sqlite:///{PROJECT_DIR}/some/where.db"


def test_paths_are_kept_when_absolute(tmp_path: Path) -> None:
    settings = load(database_url=f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path, embedded_model_path="~/m.gguf")
    assert (settings.database_path, settings.data_dir) == (tmp_path / "b.db", tmp_path)
    assert settings.embedded_model_path == Path("~/m.gguf").expanduser()


def test_env_file_is_read_below_the_environment_when_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("GRISTMILL_PORT=6001\nGRISTMILL_THREADS=64\nUNRELATED=1\n")
    monkeypatch.setenv("GRISTMILL_THREADS", "32")
    settings = load_settings(_env_file=file)
    assert (settings.port, settings.threads) == (6001, 32)


def test_names_that_are_no_settings_are_listed_when_misspelt() -> None:
    given = {"GRISTMILL_REQUESTS_PR_MINUTE": "3", "GRISTMILL_PORT": "1", "GRISTMILL_MIN_FREE_MB": "1", "HOME": "/"}
    assert unknown_names(given) == ["GRISTMILL_REQUESTS_PR_MINUTE"]


def test_password_is_masked_when_an_address_holds_one() -> None:
    settings = load_settings(base_url="http://me:hunter2@host/v1")
    shown = {row.name: row.value for row in show_settings(settings, environ={})}
    assert shown["GRISTMILL_BASE_URL"] == "http://****@host/v1"


def test_no_secret_is_shown_when_settings_are_printed_or_listed() -> None:
    settings = load(groq_api_key=KEY, api_key="sk-other-0123456789", api_token="token-0123456789")
    shown = show_settings(settings, {})
    text = f"{settings!r} {settings} {shown}"
    assert not any(secret in text for secret in (KEY, "sk-other-0123456789", "token-0123456789"))
    masked = {row.name for row in shown if row.value == "****"}
    assert masked == {"GROQ_API_KEY", "GRISTMILL_API_KEY", "GRISTMILL_API_TOKEN"}


def test_every_setting_is_listed_with_what_it_means() -> None:
    shown = show_settings(load(), {})
    assert [row.name for row in shown] == list(DEFAULTS)
    assert all(row.description.endswith(".") for row in shown)


def test_source_is_the_environment_when_it_is_set_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRISTMILL_PORT", "6001")
    rows = {row.name: row for row in show_settings(load())}
    assert (rows["GRISTMILL_PORT"].value, rows["GRISTMILL_PORT"].source) == ("6001", "environment")
    assert rows["GRISTMILL_LOG_FORMAT"].source != "environment"


def test_settings_cannot_be_changed_when_loaded() -> None:
    settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("{bad", "GRISTMILL_PRICES: is not JSON"),
        ("[1]", "GRISTMILL_PRICES: must be a JSON object"),
        ('{"other/m": {"input": 1, "output": 1}}', "'other/m' must be a provider and a model"),
        ('{"groq/m": {"input": 1}}', "GRISTMILL_PRICES: groq/m output Field required"),
        ('{"groq/m": {"input": -1, "output": 1}}', "GRISTMILL_PRICES: groq/m input"),
    ],
)
def test_prices_are_refused_with_a_sentence_when_they_are_wrong(told: str, sentence: str) -> None:
    assert sentence in refusal(prices=told)


def test_prices_are_read_as_json() -> None:
    read = load(prices='{"groq/*": {"input": 0.5, "output": 1, "cached": 0.1}}').prices["groq/*"]
    assert (read.input, read.output, read.cached) == (0.5, 1, 0.1)
