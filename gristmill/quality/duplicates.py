"""When are two samples the same? Their identity fields are equal but for case, spacing and punctuation.

Makes the hash only; whether a batch already holds it is decided by a unique index in the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gristmill.plain_words import normal
from gristmill.quality.form import Form

_HASH_BYTES: Final = 16  # 128 bits: a chance collision among a million samples is about 1 in 10**27


def content_hash(form: Form, content: Mapping[str, Any]) -> str:
    """Hash the identity fields, or all texts where the template names none: blake2b, 32 hex digits."""
    parts = (_as_text(value) for value in _identity(form, content))
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=_HASH_BYTES).hexdigest()


def _identity(form: Form, content: Mapping[str, Any]) -> Iterable[Any]:
    if form.identity_fields:
        return [content.get(name) for name in form.identity_fields]
    return [value for _, value in sorted(content.items()) if isinstance(value, str)] or [content]


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return normal(value)
    # Canonical: names sorted, no spaces. Numbers stay as they are, so that 1.5 is not 15.
    return "" if value is None else json.dumps(_normal_inside(value), sort_keys=True, separators=(",", ":"))


def _normal_inside(value: Any) -> Any:
    if isinstance(value, str):
        return normal(value)
    if isinstance(value, Mapping):
        return {name: _normal_inside(part) for name, part in value.items()}
    return [_normal_inside(part) for part in value] if isinstance(value, list) else value
