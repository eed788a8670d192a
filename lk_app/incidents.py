"""Structured logs without personal data, and numbers for faults that nobody foresaw.

A person sees the incident's number; the log line under that number holds the traceback.
"""

import logging
import re
import secrets
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no look-alikes: the number is read out by phone
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
LONG_DIGITS = re.compile(r"\+?\d[\d\s()-]{7,}\d")  # phones, account and card numbers
NUMBER_LENGTH = 8


def configure_logs() -> None:
    """JSON lines on standard error; what looks like a person's data is blotted out."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            blot_out_personal_data,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def blot_out_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace e-mail addresses and long digit runs in every text of a log line (152-ФЗ ст. 7)."""
    return {key: _blot(value) for key, value in event.items()}


def _blot(value: Any) -> Any:
    if isinstance(value, str):
        return LONG_DIGITS.sub("[number]", EMAIL.sub("[email]", value))
    return value


def report(error: BaseException, **context: object) -> str:
    """Log an unexpected fault; returns the number the person is shown."""
    number = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH))
    structlog.get_logger().error("incident", incident=number, exc_info=error, **context)
    return number


def is_number(text: object) -> bool:
    """Whether this is the number of an incident and nothing else."""
    return isinstance(text, str) and len(text) == NUMBER_LENGTH and set(text) <= set(ALPHABET)
