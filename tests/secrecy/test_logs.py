"""No secret reaches a log line: neither through a traceback's variables nor through the address of a platform call."""

import logging
import logging.config
from io import StringIO

import pytest

from masthead.config.logs import logging_settings

SECRET = "sk-yunling-9f3a"  # pragma: allowlist secret


def written(*, json: bool, deed: str) -> str:
    """What the house's formatter writes for one deed."""
    settings = logging_settings(json=json, level="DEBUG")
    out = StringIO()
    formatter = settings["formatters"]["house"]
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        formatter["()"](processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"])
    )
    logger = logging.getLogger(f"probe.{json}")
    logger.propagate = False
    logger.handlers.clear()
    logger.addHandler(handler)
    token = SECRET + deed  # a local variable, as a connector has one
    try:
        len(token) / 0
    except ZeroDivisionError:
        logger.exception("call failed")
    return out.getvalue()


@pytest.mark.parametrize("json", [True, False])
def test_a_traceback_in_the_log_shows_no_local_variables(json: bool) -> None:
    text = written(json=json, deed="-deed")

    assert "ZeroDivisionError" in text
    assert SECRET not in text, "locals in tracebacks would write tokens and secrets into the log"


def test_the_http_client_never_logs_addresses() -> None:
    loggers = logging_settings(json=True, level="DEBUG")["loggers"]

    assert loggers["httpx"]["level"] == "WARNING", "its INFO lines carry ?access_token=…"
