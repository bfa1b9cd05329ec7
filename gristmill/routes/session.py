"""Signing in with the API token: a browser's streams, downloads and links carry a cookie, and cannot carry a bearer.

Open to everybody, so it says nothing but whether the token is right, and takes few wrong ones.
"""

from __future__ import annotations

import math
from typing import Any

from flask import Response, jsonify, request
from flask_openapi3 import APIBlueprint, Tag

from gristmill import sessions
from gristmill.errors import TooManyTries, WrongToken
from gristmill.routes.guard import WWW_AUTHENTICATE, is_signed_in, token_of
from gristmill.routes.problems import documented_problems
from gristmill.services import Services
from gristmill.session_schemas import SessionState, SignIn

_TAG = Tag(name="session", description="Signing in with a browser")
_PATH = "/api/session"
_STATE: dict[Any, Any] = {200: SessionState}
_NOT_KEPT = {"Cache-Control": "no-store"}


def session_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    problems = documented_problems({429: "Too many wrong tokens: try again after `Retry-After` seconds."})
    blueprint = APIBlueprint("session", __name__, abp_tags=[_TAG], abp_responses=problems)
    wrong = sessions.WrongTokens()

    @blueprint.get(_PATH, responses=_STATE, summary="Is a token needed, and am I signed in")
    def session_state() -> Response:
        """Needs no token."""
        return _answer(services, signed_in=is_signed_in(services))

    @blueprint.post(_PATH, responses=_STATE, summary="Sign in")
    def sign_in(body: SignIn) -> Response:
        """Take the token once and set a cookie for 30 days, which every route then takes in place of the bearer token.

        Needs no token. The cookie is void as soon as the token is another one. More than 5 wrong tokens in a minute,
        from everybody together, are answered 429. Where no token is set, nothing is asked and no cookie is set.
        """
        token = token_of(services.settings)
        if token is not None:
            _demand_right(services, wrong, is_right=sessions.is_token(token, body.token))
        answer = _answer(services, signed_in=True)
        _set_cookie(answer, services, token)
        return answer

    @blueprint.delete(_PATH, responses=_STATE, summary="Sign out")
    def sign_out() -> Response:
        """Clear the cookie of this browser; needs no token."""
        answer = _answer(services, signed_in=token_of(services.settings) is None)
        name = sessions.cookie_name(services.settings.port)
        answer.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Strict")
        return answer

    return blueprint


def _demand_right(services: Services, wrong: sessions.WrongTokens, *, is_right: bool) -> None:
    wait_s = wrong.judge(services.clock.monotonic(), is_right=is_right)
    if wait_s:
        raise TooManyTries(
            f"There were {sessions.MAX_WRONG} wrong tokens within a minute: try again in {math.ceil(wait_s)} s.",
            headers={"Retry-After": str(math.ceil(wait_s))},
        )
    if not is_right:
        raise WrongToken("This is not the token of GRISTMILL_API_TOKEN.", headers=WWW_AUTHENTICATE)


def _answer(services: Services, *, signed_in: bool) -> Response:
    needed = token_of(services.settings) is not None
    answer = jsonify({"success": True, "token_needed": needed, "signed_in": signed_in})
    answer.headers.update(_NOT_KEPT)
    return answer


def _set_cookie(answer: Response, services: Services, token: str | None) -> None:
    if token is None:
        return
    expires_s = int(services.clock.time()) + sessions.SESSION_S
    answer.set_cookie(
        sessions.cookie_name(services.settings.port),
        sessions.signed(token, expires_s),
        max_age=sessions.SESSION_S,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
