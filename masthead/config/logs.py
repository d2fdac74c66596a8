"""Logs: one JSON line per fact, with the request's or job's id from `core.context`; readable lines in a terminal."""

from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from masthead.core import context


def add_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Name the request or job that the line belongs to, so that a line, a page and a trail event can be matched."""
    if identifier := context.request_id.get():
        event.setdefault("request_id", identifier)
    return event


SHARED: list[Any] = [
    add_request_id,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def renderers(*, json: bool) -> list[Any]:
    """How a line ends up: JSON for machines, columns for a person at a terminal.

    No local variables in tracebacks: a secret on its way to a platform would stand there in plain text.
    """
    if json:
        plain = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(plain), structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


def route_structlog() -> None:
    """Send structlog's events through the standard library, so that both kinds of loggers end in one formatter."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_settings(*, json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING, with both the standard library's loggers and structlog's through one formatter."""
    route_structlog()
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers(json=json)]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "house": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": processors,
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"level": "WARNING" if level == "INFO" else level},
            "celery": {"level": "WARNING" if level == "INFO" else level},
            # At INFO it writes whole addresses, and platforms take their access token as a query parameter.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
        },
    }
