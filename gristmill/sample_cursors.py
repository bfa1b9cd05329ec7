"""The opaque cursor of a list of samples: where the page before ended, in which order, and what it counted. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from gristmill.errors import FieldFault, InvalidRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """`after` is the id of the last row, `score` its score where rows are in that order."""

    sort: str
    after: int
    score: float | None
    total: int
    is_exact: bool

    def write(self) -> str:
        told = [self.sort, self.after, self.score, self.total, self.is_exact]
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def read(text: str, sort: str) -> Cursor:
    """Read what `write` wrote.

    Raises:
        InvalidRequest: it is not ours, or belongs to a list of another order.
    """
    try:
        told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        order, after, score, total, is_exact = told
    except (binascii.Error, ValueError, TypeError):
        raise _fault("is not a cursor of ours; take `next_cursor` as it was answered") from None
    is_whole = all(type(number) is int and 0 <= number < 2**63 for number in (after, total))
    if not is_whole or not isinstance(is_exact, bool) or type(score) not in (float, int, type(None)):
        raise _fault("is not a cursor of ours; take `next_cursor` as it was answered")
    if order != sort or (score is None) != (sort == "-id"):
        raise _fault("belongs to a list in another order; begin again without it")
    return Cursor(sort=sort, after=after, score=score, total=total, is_exact=is_exact)


def _fault(detail: str) -> InvalidRequest:
    return InvalidRequest(f"cursor: {detail}.", faults=[FieldFault("/cursor", detail)])
