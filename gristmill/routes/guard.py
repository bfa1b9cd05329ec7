"""What a request must be before any route sees it: from here or with the token, and a JSON body if it has one.

Without a token the service listens on loopback only, and a web page must still not steer it: a browser names the page's
origin in Origin, and the name it was reached by in Host, which defeats a page whose name was pointed at this machine.
"""

from __future__ import annotations

import hmac
import json
import re
from urllib.parse import urlsplit

from flask import Flask, request

from gristmill.errors import BadOrigin, FieldFault, InvalidRequest, MalformedBody, Unauthorized, WrongMediaType
from gristmill.routes.uploads import demand_upload, is_upload
from gristmill.settings import Settings

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\Z")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_PATHS = frozenset({"/api/health"})
YAML_PATH = "/api/templates/import"
YAML_TYPES = frozenset({"application/yaml", "text/yaml", "application/x-yaml"})
TOKEN_IF_SET: list[dict[str, list[str]]] = [{}, {"bearer": []}]  # in the OpenAPI page: none, or the bearer token
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def register_guard(app: Flask, settings: Settings) -> None:
    """Check every request, in this order: token or loopback, origin, body."""
    token = settings.api_token.get_secret_value() if settings.api_token else None

    @app.before_request
    def guard() -> None:
        if token is not None:
            _demand_token(token)
        else:
            _demand_loopback_name()
        if request.method in _WRITING:
            _demand_known_origin(settings)
            if request.routing_exception is None:  # else it is answered as such: what the body is does not matter
                _demand_body(settings)


def _demand_token(token: str) -> None:
    if request.path in OPEN_PATHS or request.method == "OPTIONS":
        return
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Unauthorized(
            "Send the token of GRISTMILL_API_TOKEN as `Authorization: Bearer ...`.",
            headers={"WWW-Authenticate": 'Bearer realm="gristmill"'},
        )


def _demand_loopback_name() -> None:
    try:
        name = urlsplit(f"//{request.host}").hostname
    except ValueError:
        name = None
    if name not in LOOPBACK_NAMES:
        raise BadOrigin("Without GRISTMILL_API_TOKEN this service answers only as localhost or 127.0.0.1.")


def _demand_known_origin(settings: Settings) -> None:
    origin = request.headers.get("Origin")
    if origin is None or origin in settings.cors_origins or LOOPBACK_ORIGIN.fullmatch(origin):
        return
    if origin.partition("://")[2] == request.host:
        return
    raise BadOrigin(f"The origin {origin[:200]!r} is not among GRISTMILL_CORS_ORIGINS.")


def _demand_body(settings: Settings) -> None:
    if is_upload():
        demand_upload(settings)
    elif request.path == YAML_PATH:
        _demand_yaml()
    else:
        _demand_json()


def _demand_yaml() -> None:
    if request.mimetype not in YAML_TYPES:
        raise WrongMediaType("Send the file as the body with `Content-Type: application/yaml`.")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _demand_json() -> None:
    """Tell bad JSON and a wrong media type from wrong fields, which the schemas judge."""
    body = request.get_data(cache=True)
    if not body:
        return
    if request.mimetype != "application/json":
        raise WrongMediaType("Send the body with `Content-Type: application/json`.")
    try:
        is_object = isinstance(json.loads(body, parse_constant=_refuse_constant), dict)
    except ValueError as error:
        raise MalformedBody(f"The body is not valid JSON: {error}.") from None
    except RecursionError:
        raise MalformedBody("The body is nested too deeply.") from None
    if not is_object:
        raise InvalidRequest("The body must be a JSON object.", faults=[FieldFault("", "must be a JSON object")])
