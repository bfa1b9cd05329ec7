"""What an upload must be before its route sees it: one form with a file, within the bound for uploads.

All other routes take JSON of at most 1 MB; the larger bound holds for this one address alone.
"""

from __future__ import annotations

from typing import Final

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from gristmill.errors import BodyTooLarge, FieldFault, InvalidRequest, WrongMediaType
from gristmill.settings import Settings

UPLOAD: Final = ("POST", "/api/sources")
FORM_BYTES: Final = 64 * 1024  # room for the other fields, and for what stands between the parts
MAX_VALUE_CHARS: Final = 200  # of a text field: the longest that is allowed is a name
MAX_PARTS: Final = 20


def is_upload() -> bool:
    """Say whether the request goes to the one address that takes a file."""
    return (request.method, request.path) == UPLOAD


def demand_upload(settings: Settings) -> None:
    """Judge media type and size, then take the form apart: a large file goes to a temporary one meanwhile."""
    if request.mimetype != "multipart/form-data":
        raise WrongMediaType("Send the file as `multipart/form-data`, in the field `file`.")
    max_bytes = settings.max_upload_mb * 2**20
    request.max_content_length = max_bytes + FORM_BYTES
    request.max_form_parts = MAX_PARTS
    try:
        _demand_short_values()
    except RequestEntityTooLarge:
        what = f"may have at most {settings.max_upload_mb} MB (GRISTMILL_MAX_UPLOAD_MB)"
        raise BodyTooLarge(f"The file {what}.", faults=[FieldFault("/file", what)]) from None
    _demand_file()


def _demand_short_values() -> None:
    # The framework reads every value as JSON first; in so few characters nothing can be nested or counted too far.
    too_long = [name[:100] for name, value in request.form.items(multi=True) if len(value) > MAX_VALUE_CHARS]
    if too_long:
        what = f"may have at most {MAX_VALUE_CHARS} characters"
        raise InvalidRequest(
            f"{', '.join(too_long)}: {what}.", faults=[FieldFault(f"/{name}", what) for name in too_long]
        )


def _demand_file() -> None:
    file = request.files.get("file")
    if file is None or not file.filename:
        what = "a file with a name is needed in this field"
        raise InvalidRequest(f"file: {what}.", faults=[FieldFault("/file", what)])
