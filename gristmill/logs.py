"""Log lines to standard error, for people or for machines. No prompt, no sample text and no key is ever logged."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog
from structlog.typing import Processor


class _Unbroken:
    """A stream that drops what it cannot write: a full disk must not end the work that is about to say so."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def set_up_logs(log_format: str) -> None:
    """Configure logging once per process: `console` or `json`."""
    last: Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        # Plain, as the pretty one prints local variables, and those hold prompts.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if log_format == "json" else structlog.processors.StackInfoRenderer(),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _Unbroken(sys.stderr))),
        cache_logger_on_first_use=True,
    )
