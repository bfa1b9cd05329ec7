"""Makers of public ids. A `*_id` is the string people see; a `*_pk` is the integer that foreign keys point to."""

from __future__ import annotations

import secrets


def new_batch_id(unix_s: float) -> str:
    """Make `batch_{unix seconds}_{8 hex}`, the form of seed 000 (`batch_1728556800_a1b2c3d4`)."""
    return f"batch_{int(unix_s)}_{secrets.token_hex(4)}"


def new_sample_id() -> str:
    """Make `sample_{24 hex}`."""
    return f"sample_{secrets.token_hex(12)}"


def new_seed() -> int:
    """Draw the seed of a batch that was started without one: 0 to 2**31 - 1."""
    return secrets.randbelow(2**31)


def new_source_id() -> str:
    """Make `src_{12 hex}`."""
    return f"src_{secrets.token_hex(6)}"


def new_export_id() -> str:
    """Make `export_{12 hex}`."""
    return f"export_{secrets.token_hex(6)}"


def new_preset_id() -> str:
    """Make `preset_{12 hex}`."""
    return f"preset_{secrets.token_hex(6)}"
