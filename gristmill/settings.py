"""The only reader of the environment: environment, then `.env`, then defaults, as one frozen Settings.

A value that does not parse stops the start with its name and what is allowed. Secrets are SecretStr and are
masked wherever they are shown. Relative paths are relative to the project's folder, not to the caller's.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gristmill.crash import CrashPoints
from gristmill.errors import ConfigError

PROJECT_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = PROJECT_DIR / ".env"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SCRIPT_NAMES = frozenset({"GRISTMILL_MIN_FREE_MB"})  # read by the start script only
GROQ_DEFAULT_MODEL = "llama-3.3-70b-versatile"  # seed 000

ProviderName = Literal["groq", "openai_compatible", "embedded"]


class OwnPrice(BaseModel):
    """A price of GRISTMILL_PRICES, in US dollars per million tokens; `cached` is as `input` when it is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    cached: float | None = Field(None, ge=0, allow_inf_nan=False)


class Settings(BaseSettings):
    """Every setting, with its default, its bounds and what it means. Names in the environment: `env_name`."""

    model_config = SettingsConfigDict(
        env_prefix="GRISTMILL_",
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    groq_api_key: SecretStr | None = Field(
        None, validation_alias="GROQ_API_KEY", description="Key for Groq. With it Groq is the default provider."
    )
    groq_base_url: str | None = Field(
        None, validation_alias="GROQ_BASE_URL", pattern="^https?://", description="Another address for Groq's API."
    )
    provider: ProviderName | None = Field(
        None,
        description="Default provider: groq, openai_compatible or embedded; unset: groq with a key, else embedded.",
    )
    base_url: str | None = Field(
        None,
        pattern="^https?://",
        description="Address of the openai_compatible API, up to and with /v1.",
    )
    api_key: SecretStr | None = Field(None, description="Key for the openai_compatible API, if it wants one.")
    model: str | None = Field(None, max_length=100, description="Default model of the openai_compatible API.")
    requests_per_minute: int = Field(
        25, ge=0, description="Requests in any 60 s, per provider and model; 0 = no limit."
    )
    tokens_per_minute: int = Field(5500, ge=0, description="Tokens in any 60 s, per provider and model; 0 = no limit.")
    requests_per_day: int = Field(0, ge=0, description="Requests in any 24 h, per provider and model; 0 = no limit.")
    tokens_per_day: int = Field(0, ge=0, description="Tokens in any 24 h, per provider and model; 0 = no limit.")
    max_concurrency: int = Field(
        8, ge=1, le=1024, description="Provider calls in flight at once, per provider and model."
    )
    max_running_batches: int = Field(1, ge=1, le=16, description="Batches that run at the same time.")
    request_timeout_s: float = Field(60, gt=0, le=3600, description="Seconds one provider call may take.")
    max_attempts_per_sample: float = Field(
        3,
        ge=1,
        description="An item fails after this many times its target in attempts (refused or failed ones count).",
    )
    max_rejections_in_a_row: int = Field(
        20, ge=1, description="An item fails after this many attempts in a row without a sample."
    )
    database_url: str = Field("sqlite:///batches.db", pattern="^sqlite:///.", description="The SQLite database.")
    data_dir: Path = Field(Path("data"), description="Folder for Parquet files and backups.")
    host: str = Field("127.0.0.1", description="Address to listen on; anything but loopback needs GRISTMILL_API_TOKEN.")
    port: int = Field(5001, ge=1, le=65535, description="Port to listen on.")
    threads: int = Field(256, ge=17, le=2048, description="Server threads; all but 16 of them may be open streams.")
    reserve_mb: int = Field(
        64, ge=0, description="Batches pause while less than this is free on the disk, and go on by themselves after."
    )
    near_duplicate_scope: Literal["batch", "dataset"] = Field(
        "batch",
        description="Where near-duplicates are looked for, unless a template says: batch, or all of its kind.",
    )
    keep_attempts_days: int = Field(
        30, ge=0, description="Days to keep the attempts of ended batches; 0 = for ever. Samples are never cleaned up."
    )
    keep_responses_days: int = Field(
        30,
        ge=0,
        description="Days to keep raw responses and refused candidates of ended batches; 0 = for ever.",
    )
    keep_response_kb: int = Field(
        64, ge=0, le=4096, description="Kilobytes of each raw response that are kept (compressed); 0 = none."
    )
    prices: Annotated[Mapping[str, OwnPrice], NoDecode] = Field(
        {},
        description="Your own prices as JSON, in US dollars per million tokens:"
        ' {"groq/some-model": {"input": 0.59, "output": 0.79, "cached": 0.3}}, or "groq/*" for all models.',
    )
    keep_events_days: int = Field(30, ge=0, description="Days to keep the events of ended batches; 0 = for ever.")
    max_upload_mb: int = Field(50, ge=1, le=1024, description="MB that one uploaded source may have.")
    export_review: Literal["approved", "not_rejected", "any"] = Field(
        "approved", description="Which samples an export takes that does not say so itself."
    )
    hf_token: SecretStr | None = Field(
        None, validation_alias="HF_TOKEN", description="Token for pushing exports to the Hugging Face Hub."
    )
    hf_endpoint: str = Field(
        "https://huggingface.co",
        validation_alias="HF_ENDPOINT",
        pattern="^https?://",
        description="Address of the Hugging Face Hub.",
    )
    checkpoint_every: int = Field(10, ge=1, le=1000, description="Samples between two writes of the Parquet file.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins besides this machine's own that browsers may call from, separated by commas."
    )
    api_token: SecretStr | None = Field(
        None, min_length=16, description="Bearer token that every route but health then wants; at least 16 characters."
    )
    embedded_model_path: Path | None = Field(None, description="Another GGUF file for the embedded provider.")
    crash_at: str | None = Field(
        None,
        description="Only for tests of recovery: kill the process at this step, `step` or `step:nth`.",
    )
    log_format: Literal["console", "json"] = Field("console", description="Log lines for people or for machines.")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("prices", mode="before")
    @classmethod
    def _read_prices(cls, value: object) -> object:
        return read_prices(value) if isinstance(value, str) else value

    @field_validator("crash_at")
    @classmethod
    def _know_step(cls, value: str | None) -> str | None:
        CrashPoints(value)
        return value

    @field_validator("data_dir", "embedded_model_path")
    @classmethod
    def _anchor(cls, value: Path | None) -> Path | None:
        return None if value is None else PROJECT_DIR / value.expanduser()

    @property
    def default_provider(self) -> ProviderName:
        return self.provider or ("groq" if self.groq_api_key else "embedded")

    @property
    def database_path(self) -> Path:
        return PROJECT_DIR / self.database_url.removeprefix("sqlite:///")

    @property
    def sqlalchemy_url(self) -> str:
        return f"sqlite:///{self.database_path}"

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK_HOSTS


def read_prices(text: str) -> dict[str, Any]:
    """Read GRISTMILL_PRICES as far as its keys; pydantic then judges the prices themselves.

    Raises:
        ValueError: a sentence that says what is wrong.
    """
    try:
        told = json.loads(text)
    except ValueError as error:
        raise ValueError(f"is not JSON ({error})") from None
    if not isinstance(told, dict):
        raise ValueError("must be a JSON object")
    for key in told:
        provider, _, model = key.partition("/")
        if provider not in get_args(ProviderName) or not model:
            raise ValueError(f"{key!r} must be a provider and a model, like groq/llama-3.3-70b-versatile or groq/*")
    return told


def load_settings(**overrides: Any) -> Settings:
    """Read all settings.

    Raises:
        ConfigError: one sentence per setting that does not parse, or the refusal to listen without a token.
    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(fault) for fault in error.errors(include_url=False))) from None
    if not settings.is_loopback and settings.api_token is None:
        raise ConfigError(
            f"GRISTMILL_HOST is {settings.host}, which other machines can reach: set GRISTMILL_API_TOKEN to a secret"
            " of at least 16 characters, or listen on 127.0.0.1."
        )
    return settings


def unknown_names(environ: Mapping[str, str] | None = None) -> list[str]:
    """List names in the environment and in .env that look like settings of ours and are none: misspelt, most likely."""
    given = {**dotenv_values(ENV_FILE), **(os.environ if environ is None else environ)}
    known = {env_name(field) for field in Settings.model_fields} | SCRIPT_NAMES
    return sorted(name for name in given if name.upper().startswith("GRISTMILL_") and name.upper() not in known)


def env_name(field: str) -> str:
    """Name a field's environment variable: `port` -> `GRISTMILL_PORT`."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"GRISTMILL_{field.upper()}"


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One row of `python api_server.py settings`; secrets are masked."""

    name: str
    value: str
    source: str
    description: str


def show_settings(settings: Settings, environ: Mapping[str, str] | None = None) -> list[ShownSetting]:
    """List every setting with its value (secrets as `****`) and where it comes from: environment, .env or default."""
    environment = os.environ if environ is None else environ
    file = {name: value for name, value in dotenv_values(ENV_FILE).items() if value}
    return [
        ShownSetting(
            name=env_name(field),
            value=_shown(getattr(settings, field)),
            source=_source(env_name(field), environment, file),
            description=info.description or "",
        )
        for field, info in Settings.model_fields.items()
    ]


def _source(name: str, environment: Mapping[str, str], file: Mapping[str, str | None]) -> str:
    if environment.get(name):
        return "environment"
    return ".env" if file.get(name) else "default"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "****"
    if isinstance(value, Mapping):
        return json.dumps({key: price.model_dump(exclude_none=True) for key, price in value.items()}) if value else ""
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    return re.sub(r"//[^/@]+@", "//****@", text)  # an address may hold a name and a password


def _explain(fault: Any) -> str:
    field = str(fault["loc"][0]) if fault["loc"] else ""
    name = env_name(field) if field in Settings.model_fields else field
    known = next((key for key in Settings.model_fields if env_name(key) == name), None)
    meaning = Settings.model_fields[known].description if known else ""
    place = " ".join(str(part) for part in fault["loc"][1:])  # inside a value that is JSON
    return f"{name}: {place} {_plainly(fault)}. {meaning}".replace(":  ", ": ").strip()


def _plainly(fault: Any) -> str:
    """Say what is allowed in words; patterns and internals are for programmers."""
    if fault["type"] == "string_pattern_mismatch":
        return "must begin with " + str(fault["ctx"]["pattern"]).removeprefix("^").removesuffix(".").replace(
            "s?", "(s)"
        )
    if fault["type"] == "too_short":
        return f"must have at least {fault['ctx']['min_length']} characters"
    return str(fault["msg"]).removeprefix("Value error, ")
