"""Questions under articles: what a reader fills in, and where a question stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from lk_app.domain.customers import Throttle, email_address
from lk_app.domain.front_matter import printable
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import FormRefused

LONGEST_NAME, LONGEST_TEXT, SHORTEST_TEXT = 60, 2_000, 10
LONGEST_ANSWER = 5_000
BY_EMAIL = Throttle(3, timedelta(minutes=10), timedelta(hours=6))
BY_SOURCE = Throttle(5, timedelta(minutes=10), timedelta(hours=6))  # an office shares one address

T = TypeVar("T")


class QuestionRefused(Refusal):
    """The question cannot be taken, or there is no such one to decide about."""


class QuestionState(StrEnum):
    """Where a question stands: nobody sees it before somebody of the supplier's answered."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What was typed, as it was typed."""

    name: str
    email: str
    text: str
    consent: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The same, checked. `email` is for the answer's letter alone and never published."""

    name: str
    email: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question under the article at `path`; `reply` is the answer, or why there is none."""

    id: int
    path: str
    name: str
    email: str
    text: str
    state: QuestionState
    asked_at: datetime
    reply: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """What a search shows of an answered question: nothing of who asked it."""

    id: int
    path: str
    article: str
    text: str
    reply: str

    @property
    def address(self) -> str:
        """Where it stands under its article."""
        return f"{self.path}#question-{self.id}"


def asked(form: QuestionForm, *, captcha_solved: bool) -> Asked:
    """Check every field; raises FormRefused with a reason for each that is wrong."""
    reasons: list[Refusal] = []

    def checked(check: Callable[[], T]) -> T | None:
        try:
            return check()
        except Refusal as reason:
            reasons.append(reason)
            return None

    name = checked(lambda: _name(form.name))
    email = checked(lambda: email_address(form.email))
    text = checked(lambda: _text(form.text))
    checked(lambda: _required(form.consent, "question.consent", field="consent"))
    checked(lambda: _required(captcha_solved, "question.captcha", field="robot"))
    if reasons or name is None or email is None or text is None:
        raise FormRefused(tuple(reasons))
    return Asked(name, email, text)


def reply_text(typed: str) -> str:
    """An answer, or a reason, as it is kept; raises QuestionRefused("question.reply")."""
    text = printable(typed).strip()
    if not text or len(text) > LONGEST_ANSWER:
        raise QuestionRefused("question.reply", limit=LONGEST_ANSWER)
    return text


def _name(typed: str) -> str:
    name = " ".join(printable(typed).split())
    if not any(map(str.isalpha, name)) or len(name) > LONGEST_NAME:
        raise QuestionRefused("question.name", field="name", limit=LONGEST_NAME)
    return name


def _text(typed: str) -> str:
    text = printable(typed.replace("\r\n", "\n")).strip()
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise QuestionRefused("question.text", field="text", least=SHORTEST_TEXT, most=LONGEST_TEXT)
    return text


def _required(given: bool, code: str, *, field: str) -> None:
    if not given:
        raise QuestionRefused(code, field=field)
