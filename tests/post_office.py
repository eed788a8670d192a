"""A real mail server on the loopback address, and what a person does with a letter."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LINK = re.compile(r"https?://\S+")


class PostOffice:
    """Keeps what it took; `answer` is what it says to the next letters."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"
        self.url = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd's hook: one letter."""
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.answer


@contextmanager
def open_office() -> Iterator[PostOffice]:
    """A mail server for the length of a test."""
    office = PostOffice()
    with socket.socket() as probe:  # the controller itself cannot ask for "any free port"
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        office.url = f"smtp://127.0.0.1:{port}"
        yield office
    finally:
        controller.stop()


def link_in(text: str, path: str) -> str:
    """The first link of a letter that leads to this path."""
    return next(link for link in LINK.findall(text) if f"{path}?" in link or link.endswith(path))


def secret_in(text: str, path: str) -> str:
    """The one-time secret of that link."""
    return link_in(text, path).partition("token=")[2]
