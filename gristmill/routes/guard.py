"""What a request must be before any route sees it: from here or with the token, and a JSON body if it has one.

Without a token the service listens on loopback only, and a web page must still not steer it: a browser names the page's
origin in Origin, and the name it was reached by in Host, which defeats a page whose name was pointed at this machine.
With a token the dashboard's files stay open, as they hold no data, and a browser may show a session's cookie instead.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from flask import Flask, request

from gristmill import sessions
from gristmill.errors import BadOrigin, FieldFault, InvalidRequest, MalformedBody, Unauthorized, WrongMediaType
from gristmill.routes.uploads import demand_upload, is_upload
from gristmill.services import Services
from gristmill.settings import Settings

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\Z")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# Rules of routes; every other one wants the token, so that a new route is closed until somebody opens it.
OPEN_RULES = frozenset({"/", "/assets/<string:name>", "/favicon.svg", "/api/health", "/api/session"})
DATA_FOLDERS = frozenset({"api", "openapi"})  # the first part of every address that is no page
YAML_PATH = "/api/templates/import"
YAML_TYPES = frozenset({"application/yaml", "text/yaml", "application/x-yaml"})
# In the OpenAPI page: none, or the bearer token, or the cookie of a session.
TOKEN_IF_SET: list[dict[str, list[str]]] = [{}, {"bearer": []}, {"session": []}]
WWW_AUTHENTICATE = {"WWW-Authenticate": 'Bearer realm="gristmill"'}
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def register_guard(app: Flask, services: Services) -> None:
    """Check every request, in this order: token, session or loopback, origin, body."""
    settings = services.settings
    token = token_of(settings)

    @app.before_request
    def guard() -> None:
        if token is None:
            _demand_loopback_name()
        elif not _is_open():
            _demand_token(services, token)
        if request.method in _WRITING:
            _demand_known_origin(settings)
            if request.routing_exception is None:  # else it is answered as such: what the body is does not matter
                _demand_body(settings)


def token_of(settings: Settings) -> str | None:
    """Name the token that requests must show, if one is set."""
    return settings.api_token.get_secret_value() if settings.api_token else None


def is_signed_in(services: Services) -> bool:
    """Tell whether the present request may use the API: it shows the token or a session, or no token is set."""
    token = token_of(services.settings)
    return token is None or _has_token(token) or _has_session(services, token)


def is_page_address(path: str) -> bool:
    """Tell whether an address belongs to the dashboard and never to the API or its description."""
    return path.split("/")[1] not in DATA_FOLDERS


def _is_open() -> bool:
    """Tell whether a request needs no token: it asks for a file of the dashboard, for health, or to sign in."""
    if request.method == "OPTIONS":
        return True
    if request.url_rule is None:  # an address of no route: a page of the dashboard, at most
        return is_page_address(request.path)
    return request.url_rule.rule in OPEN_RULES


def _has_token(token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and sessions.is_token(token, given)


def _has_session(services: Services, token: str) -> bool:
    value = request.cookies.get(sessions.cookie_name(services.settings.port), "")
    return sessions.is_valid(token, value, services.clock.time())


def _demand_token(services: Services, token: str) -> None:
    """Take the token as it is; a cookie, which a browser sends by itself, only from a page that names itself."""
    if _has_token(token):
        return
    if not _has_session(services, token):
        raise Unauthorized(
            "Send the token of GRISTMILL_API_TOKEN as `Authorization: Bearer ...`, or sign in at /.",
            headers=WWW_AUTHENTICATE,
        )
    if request.method in _WRITING and "Origin" not in request.headers:
        raise BadOrigin("A request with the cookie of a session must name its page in `Origin`, as browsers do.")


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
