"""Letters over SMTP: `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`.

A password is never sent over a connection that is not encrypted, loopback apart.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from lk_app.domain.letters import OutboxLetter
from lk_app.gateways import mime
from lk_app.gateways.ports import MailRefused, MailUnavailable

TIMEOUT_SECONDS = 20.0  # for each step of the conversation; CLAIM_LIFE leaves room for all of them
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SmtpMail:
    """One conversation a letter: slower than a kept connection, and nothing to go stale."""

    def __init__(self, url: str, *, sender: str) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._encrypted else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    def send(self, letter: OutboxLetter) -> None:
        """Hand one letter over; raises MailRefused or MailUnavailable."""
        message = mime.message(letter, sender=self._sender)
        try:
            with self._conversation() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise _verdict(code, answer) from None
        except smtplib.SMTPResponseException as answered:
            raise _verdict(answered.smtp_code, answered.smtp_error) from None
        except (smtplib.SMTPException, OSError) as failed:
            raise MailUnavailable(f"{type(failed).__name__}: {failed}") from None

    def greet(self) -> None:
        """Connect and sign in, as for a letter; raises MailUnavailable."""
        try:
            with self._conversation():
                return
        except (smtplib.SMTPException, OSError) as failed:
            raise MailUnavailable(f"{type(failed).__name__}: {failed}") from None

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self._encrypted:
            server = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        with server:
            self._secure(server, context)
            yield server

    def _secure(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if not self._encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            encrypted = True
        else:
            encrypted = self._encrypted
        if not self._user:
            return
        if not encrypted and self._host not in LOOPBACK:
            raise MailUnavailable("the server offers no STARTTLS: the password stays here")
        server.login(self._user, self._password)


def _verdict(code: int, answer: bytes | str) -> MailRefused | MailUnavailable:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    # 5xx about the letter is final (RFC 5321 §4.2.1); 53x is our own sign-in: a person mends it
    final = 500 <= code < 600 and not 530 <= code <= 538
    return (MailRefused if final else MailUnavailable)(f"{code} {text}"[:300])
