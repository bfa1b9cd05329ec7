"""What signing in takes and what is answered about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gristmill.schemas import Body, CachedSchemaModel


class SignIn(Body):
    """The token of GRISTMILL_API_TOKEN, as a person types it."""

    token: str = Field(min_length=1, max_length=4096, description="The value of GRISTMILL_API_TOKEN.")


class SessionState(CachedSchemaModel):
    """Whether this browser may use the API."""

    success: Literal[True]
    token_needed: bool = Field(description="Whether GRISTMILL_API_TOKEN is set, so that only who knows it may ask.")
    signed_in: bool = Field(
        description="Whether the one who asks may use the API: by a cookie, by the token, or because none is set."
    )
