"""How a file is refused: always with its name, one sentence, and the field that it came in."""

from __future__ import annotations

from gristmill.errors import FieldFault, InvalidRequest

FILE_FIELD = "/file"
MAX_LABEL = 100  # characters of a name that are shown


def refused(label: str, what: str, *, pointer: str = FILE_FIELD) -> InvalidRequest:
    """Make the failure to raise: `what` goes on after the file's name (`is empty`)."""
    return InvalidRequest(f"{label} {what}.", faults=[FieldFault(pointer, what)])


def label_of(name: str) -> str:
    """Make a name fit to be shown: its last part, without control characters, bounded. It never opens a file."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable()).strip()
    return shown[-MAX_LABEL:] or "the file"
