"""The one place where a failure becomes an answer: RFC 9457 `application/problem+json`, with `success: false`.

Nothing of an unexpected failure leaves the house: it is logged with a trace id, and only the id is sent.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, Response, request
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from gristmill.errors import (
    BodyTooLarge,
    DatabaseBusy,
    InvalidRequest,
    MalformedBody,
    MethodNotAllowed,
    NotFound,
    RequestError,
    StorageFull,
    WrongMediaType,
)
from gristmill.field_faults import field_faults
from gristmill.schemas import Problem

PROBLEM_TYPE = "application/problem+json"
_BY_STATUS: dict[int, type[RequestError]] = {
    400: MalformedBody,
    404: NotFound,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    415: WrongMediaType,
}
_DOCUMENTED = {
    400: "The body is not valid JSON.",
    401: "The bearer token is missing or wrong.",
    403: "The request comes from an origin or a host name that is not allowed.",
    404: "There is no such batch or item.",
    409: "The batch cannot make this move, the key belongs to another request, or the provider is not configured.",
    412: "Somebody changed it meanwhile: `If-Match` names another revision.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "Some fields are wrong; `errors` names each.",
    503: "Busy: try again after `Retry-After` seconds.",
    507: "There is no space left to store data.",
}

_DETAILS: dict[type[RequestError], str] = {
    NotFound: "There is nothing at this address; /openapi/swagger lists what there is.",
    MethodNotAllowed: "This address takes other methods: see the Allow header.",
}

logger = structlog.get_logger("gristmill.http")


def documented_problems(also: Mapping[int, str] | None = None) -> dict[Any, Any]:
    """Describe every failure once, for the OpenAPI page of all routes; `also` by status those of one page alone."""
    schema = Problem.model_json_schema()
    return {
        str(status): {"description": text, "content": {PROBLEM_TYPE: {"schema": schema}}}
        for status, text in sorted({**_DOCUMENTED, **(also or {})}.items())
    }


def register_problems(app: Flask) -> None:
    """Turn every failure of every route into the one shape."""
    app.register_error_handler(RequestError, problem)
    app.register_error_handler(HTTPException, http_problem)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _unexpected)


def problem(error: RequestError) -> Response:
    body: dict[str, Any] = {
        "type": f"/problems/{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "instance": request.path,
        "success": False,
        "error": error.detail,  # where the seed's dashboards look
        "errors": [fault.as_json() for fault in error.faults],
        **error.extra,
    }
    return _answer(body, error.status, dict(error.headers))


def validation_problem(error: ValidationError) -> Response:
    """Name every wrong field of a body or query at once."""
    begin = "" if error.title.endswith("Headers") else "/"  # a header has a name, and no place in the body
    body = request.get_json(silent=True) if begin and request.is_json else None
    faults = field_faults(error, body, begin=begin)
    listed = "; ".join(f"{fault.pointer.lstrip('/') or 'body'}: {fault.detail}" for fault in faults)
    return problem(InvalidRequest(listed, faults=faults))


def http_problem(error: HTTPException) -> Response:
    """Answer what Flask itself refuses: no such address, another method, a body that is too large."""
    kind = _BY_STATUS.get(error.code or 500)
    headers = {
        name: value for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length")
    }
    if kind is not None:
        return problem(kind(_detail(kind, error), headers=headers))
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.name,
        "status": error.code,
        "detail": error.description or error.name,
        "instance": request.path,
        "success": False,
        "error": error.description or error.name,
        "errors": [],
    }
    return _answer(body, error.code or 500, headers)


def _detail(kind: type[RequestError], error: HTTPException) -> str:
    if kind is BodyTooLarge:
        return f"A body may have {(request.max_content_length or 0) // 2**20} MB here."
    return _DETAILS.get(kind) or error.description or kind.title


def _database(error: OperationalError | PoolTimeout) -> Response:
    origin = getattr(error, "orig", None)
    if isinstance(origin, sqlite3.OperationalError) and "full" in str(origin):
        return problem(StorageFull("The disk that holds the database is full: free some space, then try again."))
    logger.warning("http.database_busy", path=request.path, error=str(origin or error))
    return problem(
        DatabaseBusy("The database cannot be used right now; try again in a moment.", headers={"Retry-After": "5"})
    )


def _unexpected(error: Exception) -> Response:
    trace_id = secrets.token_hex(8)
    logger.error("http.unexpected", path=request.path, trace_id=trace_id, exc_info=error)
    body = {
        "type": "/problems/internal",
        "title": "Something went wrong on our side",
        "status": 500,
        "detail": f"The log has the details under trace id {trace_id}.",
        "instance": request.path,
        "success": False,
        "error": f"The log has the details under trace id {trace_id}.",
        "errors": [],
        "trace_id": trace_id,
    }
    return _answer(body, 500, {})


def _answer(body: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
    return Response(json.dumps(body), status=status, headers=headers, content_type=PROBLEM_TYPE)
