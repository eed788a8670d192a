"""/demo/outbox: the letters of the demonstration, which has no mailboxes. Never in production."""

import dataclasses
import re
from urllib.parse import urlsplit

import reflex as rx

from lk_app import wiring
from lk_app.domain.letters import OutboxLetter
from lk_app.states.session import SessionState
from lk_app.usecases import letters
from lk_app.wording import moment

LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclasses.dataclass(frozen=True)
class LetterLink:
    """A link of a letter and the words on it."""

    href: str
    words: str


@dataclasses.dataclass(frozen=True)
class LetterCard:
    """One letter in finished words; links lead into this cabinet."""

    subject: str
    about: str
    text: str
    links: list[LetterLink]


class OutboxState(SessionState):
    """The newest letters first."""

    ready: bool = False
    letters: list[LetterCard] = []  # noqa: RUF012  Reflex copies defaults per client

    @rx.event
    async def open(self):
        """Read the outbox; in production it reads nothing, whoever calls it."""
        if not wiring.settings().demo:
            return rx.redirect("/")
        found = await wiring.in_thread(letters.outbox, db=wiring.database())
        self.letters = [_card(letter) for letter in found]
        self.ready = True


def _card(letter: OutboxLetter) -> LetterCard:
    written = moment(letter.created_at, wiring.settings().zone)
    state = "ушло" if letter.sent_at else "в очереди"
    return LetterCard(
        subject=letter.subject,
        about=f"Кому: {letter.recipient} · {written} · {state}",
        text=letter.text,
        links=[
            LetterLink(link, f"Открыть {urlsplit(link).path}")
            for link in dict.fromkeys(LINK.findall(letter.text))
        ],
    )
