"""Owns logging: one line an event, as JSON or for a console, with its request's or job's id."""

import logging
import sys

import structlog
from structlog.typing import Processor

from portal.foundation.config import Settings

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]

#: Local variables hold passwords and tokens: a failure is told by its lines of code alone.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def set_up_logs(settings: Settings) -> None:
    """Send everything that is logged, by us and by libraries, to standard error in one form."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(settings.log_format))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for noisy in (
        "botocore",
        "boto3",
        "alembic",
        "s3transfer",
        "urllib3",
        "celery",
        "kombu",
        "PIL",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _formatter(log_format: str) -> logging.Formatter:
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if log_format == "json":
        last += [
            _TRACEBACKS,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last.append(_console())
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=last)


def _console() -> Processor:
    # Values with line breaks are quoted, so that none begins a line of its own.
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        exception_formatter=structlog.dev.plain_traceback,
    )
