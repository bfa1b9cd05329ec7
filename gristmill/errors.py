"""The failure tree: every failure a person or a client can meet, drawn once.

    GristmillError
      ConfigError              start-up only: one sentence, exit code 2
      RequestError             becomes problem+json (slug, status, title)
        MalformedBody 400      BadOrigin 403          NotFound 404
        WrongToken 401         TooManyTries 429
        MethodNotAllowed 405   IllegalMove 409        ProviderNotConfigured 409
        KeyReused 409          NameTaken 409          StaleVersion 412
        BodyTooLarge 413       WrongMediaType 415     DuplicateContent 409
        NotAsExpected 409      LimitReached 409
        InvalidRequest 422     Unauthorized 401       NoSample 502
        TooManyStreams 503     DatabaseBusy 503       QuotaUsedUp 503
        WorkerAbsent 503       StorageFull 507
        ExportConflict 409     HubNotConfigured 409
      ProviderError            one failed provider call, with its kind

`routes.problems` maps RequestError to RFC 9457 once; nothing else does. ProviderError never reaches HTTP:
`limits.retry` reads its kind and answers retry, fail the slot, or halt the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class GristmillError(Exception):
    """Base of all failures that Gristmill raises on purpose."""


class ConfigError(GristmillError):
    """The start is refused: a setting, the port, the disk or the database is not usable."""

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One fault of one field: `pointer` is an RFC 6901 JSON pointer (`/target_count`) or a query name."""

    pointer: str
    detail: str

    def as_json(self) -> dict[str, str]:
        return {"pointer": self.pointer, "detail": self.detail}


class RequestError(GristmillError):
    """A request cannot be carried out; `detail` is one sentence for the person who sent it."""

    slug: ClassVar[str] = "bad-request"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request cannot be carried out"

    def __init__(
        self,
        detail: str,
        *,
        faults: Sequence[FieldFault] = (),
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


class MalformedBody(RequestError):
    slug, status, title = "malformed-body", 400, "The body is not valid JSON"


class Unauthorized(RequestError):
    slug, status, title = "unauthorized", 401, "A bearer token is needed"


class WrongToken(RequestError):
    """Somebody wants to sign in with another token than the one that is set."""

    slug, status, title = "wrong-token", 401, "The token is wrong"


class TooManyTries(RequestError):
    """Too many wrong tokens came in a short time; Retry-After says when the next is looked at."""

    slug, status, title = "too-many-tries", 429, "There were too many wrong tries"


class BadOrigin(RequestError):
    slug, status, title = "bad-origin", 403, "The request comes from an origin that is not allowed"


class NotFound(RequestError):
    slug, status, title = "not-found", 404, "There is no such thing"


class MethodNotAllowed(RequestError):
    slug, status, title = "method-not-allowed", 405, "The address does not take this method"


class IllegalMove(RequestError):
    """A batch cannot go from its status to the one asked for; both are in the answer as `from` and `to`."""

    slug, status, title = "illegal-move", 409, "The batch cannot make this move"

    def __init__(self, batch_id: str | None, from_status: str, to_status: str, detail: str | None = None) -> None:
        super().__init__(
            detail or f"Batch {batch_id} is {from_status} and cannot become {to_status}.",
            extra={"batch_id": batch_id, "from": from_status, "to": to_status},
        )


class ProviderNotConfigured(RequestError):
    slug, status, title = "provider-not-configured", 409, "The provider is not configured"


class ExportConflict(RequestError):
    """An export cannot do this in its status, which is in the answer as `export_status`."""

    slug, status, title = "export-conflict", 409, "The export cannot do this now"


class HubNotConfigured(RequestError):
    """The package or the token for the Hugging Face Hub is missing."""

    slug, status, title = "hub-not-configured", 409, "The Hugging Face Hub is not configured"


class KeyReused(RequestError):
    """An Idempotency-Key, or a date with number, came again with another body."""

    slug, status, title = "key-reused", 409, "The key belongs to another request"


class NameTaken(RequestError):
    """There is one of this name already."""

    slug, status, title = "name-taken", 409, "The name is taken"


class DuplicateContent(RequestError):
    """An edit would make a sample the same as another one of its batch, which the answer names."""

    slug, status, title = "duplicate-content", 409, "The batch has this sample already"


class NotAsExpected(RequestError):
    """Another number of things matches than the request expects; `matched` is the present one."""

    slug, status, title = "not-as-expected", 409, "Another number matches"


class LimitReached(RequestError):
    """There are as many of these as there may be."""

    slug, status, title = "limit-reached", 409, "There may be no more of these"


class StaleVersion(RequestError):
    """If-Match names another version than there is now: somebody changed it meanwhile."""

    slug, status, title = "stale-version", 412, "It has been changed meanwhile"


class BodyTooLarge(RequestError):
    slug, status, title = "body-too-large", 413, "The body is too large"


class WrongMediaType(RequestError):
    slug, status, title = "wrong-media-type", 415, "The body has another media type than is wanted here"


class InvalidRequest(RequestError):
    """Fields are wrong or missing; `faults` names each one."""

    slug, status, title = "invalid-request", 422, "Some fields are wrong"


class TooManyStreams(RequestError):
    slug, status, title = "too-many-streams", 503, "Too many streams are open"


class NoSample(RequestError):
    """The provider was asked, and no sample came of it; `detail` says why."""

    slug, status, title = "no-sample", 502, "No sample came of it"


class QuotaUsedUp(RequestError):
    """The quota needs longer than the request may wait; Retry-After says how long."""

    slug, status, title = "quota-used-up", 503, "The quota is used up for now"


class WorkerAbsent(RequestError):
    slug, status, title = "worker-absent", 503, "No worker is at work here"


class DatabaseBusy(RequestError):
    slug, status, title = "database-busy", 503, "The database is busy"


class StorageFull(RequestError):
    slug, status, title = "storage-full", 507, "There is no space left to store data"


class FailureKind(StrEnum):
    """Why a provider call failed, independent of the provider."""

    RATE_LIMITED = "rate_limited"  # 429
    TIMEOUT = "timeout"  # no answer in time, 408
    CONNECTION = "connection"  # refused, reset, dropped in the middle
    SERVER_ERROR = "server_error"  # 409 and 5xx
    MALFORMED_REPLY = "malformed_reply"  # 200, but not a chat completion; or the provider's own JSON check failed
    UNSUPPORTED_FORMAT = "unsupported_format"  # 400: the model does not take this response_format; ask with less
    CONTEXT_TOO_LONG = "context_too_long"  # 400/413: the prompt does not fit
    BAD_REQUEST = "bad_request"  # any other 400, 413, 422
    CONTENT_FILTERED = "content_filtered"  # the provider refused the content
    AUTHENTICATION = "authentication"  # 401
    PERMISSION = "permission"  # 403
    MODEL_NOT_FOUND = "model_not_found"  # 404, unknown or withdrawn model
    QUOTA_EXHAUSTED = "quota_exhausted"  # 402, no money or no plan left
    UNAVAILABLE = "unavailable"  # the embedded model cannot run on this machine


# After these the provider may have counted tokens that it never told us of: what was reserved goes on counting.
MAY_HAVE_COST = frozenset(
    {FailureKind.TIMEOUT, FailureKind.CONNECTION, FailureKind.SERVER_ERROR, FailureKind.MALFORMED_REPLY}
)


class ProviderError(GristmillError):
    """One provider call failed.

    Args:
        kind: decides what happens next (`limits.retry.verdict`).
        message: one bounded sentence for the log and the batch's errors; never holds a key or a prompt.
        status: HTTP status, if there was an answer.
        retry_after_s: seconds the provider asked to wait (Retry-After), if it did.
        raw: the body of its answer, as far as one came, without the key in use.
    """

    def __init__(
        self,
        kind: FailureKind,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        raw: bytes | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.status = status
        self.retry_after_s = retry_after_s
        self.raw = raw
