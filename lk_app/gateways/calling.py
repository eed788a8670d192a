"""Calls to another company's machine: a time limit on each, a few retries, a circuit that opens.

Nothing of a request or an answer is ever put into a log or an exception: only the kind of trouble.
"""

import logging
import ssl
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import httpx
from circuitbreaker import CircuitBreaker
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from lk_app.gateways.ports import GatewayDown, GatewayRefused, GatewayUnanswered

T = TypeVar("T")
# They write every address they call, and a payment's number is YooKassa's token of its card
for chatty in ("httpx", "httpcore"):
    logging.getLogger(chatty).setLevel(logging.WARNING)
CONNECT_SECONDS, READ_SECONDS = 3.0, 8.0  # for each step of a conversation
ATTEMPTS = 3
FIRST_WAIT = 0.1  # seconds at most before the second attempt, twice that before the third
PATIENCE = 12.0  # seconds after which no further attempt begins: a payer is looking at the button
FAILURES_TO_OPEN = 5  # calls in a row, each with its retries
REST = 30  # seconds the circuit stays open
# The request was understood and not carried out. 401, 403: our own keys are wrong, which is for
# the supplier to mend and no reason to end a payment; 408, 425, 429: later.
CLEAR_NO = frozenset({400, 402, 404, 405, 409, 410, 413, 415, 422})


class Line:
    """The line to one gateway; shared by all threads of the process."""

    def __init__(self, name: str) -> None:
        self._circuit = CircuitBreaker(
            failure_threshold=FAILURES_TO_OPEN,
            recovery_timeout=REST,
            expected_exception=GatewayUnanswered,
            name=name,
        )

    @property
    def available(self) -> bool:
        """Whether the next call will be made."""
        return not self._circuit.opened

    def call(self, ask: Callable[[], T], *, attempts: int = ATTEMPTS) -> T:
        """What `ask` gives; it raises GatewayUnanswered to be called again, and the same key."""
        if self._circuit.opened:
            raise GatewayDown(self._circuit.name)
        with self._circuit:
            return _retrying(attempts)(ask)


def _retrying(attempts: int) -> Retrying:
    return Retrying(
        retry=retry_if_exception_type(GatewayUnanswered),
        stop=stop_after_attempt(attempts) | stop_after_delay(PATIENCE),
        wait=wait_random_exponential(multiplier=FIRST_WAIT, max=2),
        reraise=True,
    )


def json_object(answer: httpx.Response) -> dict[str, Any]:
    """The object an answer holds; GatewayRefused on a clear no, else GatewayUnanswered."""
    if answer.status_code in CLEAR_NO:
        raise GatewayRefused(f"HTTP {answer.status_code}")
    if answer.status_code != httpx.codes.OK:  # 202 is «still working on it» at some
        raise GatewayUnanswered(f"HTTP {answer.status_code}")
    try:
        said = answer.json()
    except ValueError as error:  # a page of HTML
        raise GatewayUnanswered(type(error).__name__) from None
    if not isinstance(said, dict):
        raise GatewayUnanswered("the answer is no object")
    return said


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe to be who they say; made once, as reading 140 certificates takes 25 ms."""
    return httpx.create_ssl_context()


class JsonLine:
    """A line that carries JSON over HTTP with one kept connection pool."""

    def __init__(self, name: str, *, base_url: str, **client: Any) -> None:
        self.line = Line(name)
        limit = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.Client(base_url=base_url, timeout=limit, verify=trusted(), **client)

    def call(self, verb: str, path: str, **request: Any) -> dict[str, Any]:
        """One question with retries; raises GatewayUnanswered or GatewayRefused."""
        return self.line.call(lambda: self._once(verb, path, **request))

    def _once(self, verb: str, path: str, **request: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(verb, path, **request)
        except httpx.HTTPError as error:  # refused, timed out, cut off; its text may name the URL
            raise GatewayUnanswered(type(error).__name__) from None
        return json_object(answer)
