"""When are two samples the same? Their identity fields are equal but for case, spacing and punctuation.

Makes the hash only; whether a batch already holds it is decided by a unique index in the database.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from gristmill.quality.structure import Form

_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_HASH_BYTES: Final = 16  # 128 bits: a chance collision among a million samples is about 1 in 10**27


def content_hash(form: Form, content: Mapping[str, str | None]) -> str:
    """Hash the identity fields: blake2b, 32 hex digits."""
    parts = (_normal(content.get(name) or "") for name in form.identity_fields)
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=_HASH_BYTES).hexdigest()


def _normal(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
