"""Appeals (обращения): what is asked of the supplier, until when an answer is due, who is next.

An appeal is open until it is answered. Whoever is not content writes on: it opens again, with a
term of its own. Days are the supplier's; `today` is passed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from lk_app.domain import working_days
from lk_app.domain.customers import Customer, Throttle
from lk_app.domain.front_matter import printable
from lk_app.domain.refusals import Refusal

SHORTEST_TEXT = 10
LONGEST_TEXT = 4_000
LONGEST_ANSWER = 8_000
LONGEST_REASON = 500
BEST, WORST = 5, 1
REOPENED_WITHIN = timedelta(days=30)  # later it is another matter, and a new appeal
NEW_BY_CUSTOMER = Throttle(5, timedelta(minutes=10), timedelta(hours=6))
WRITTEN_BY_CUSTOMER = Throttle(15, timedelta(minutes=5), timedelta(hours=1))

# An answer that says what was done or why not: ПП РФ 354, п. 31 «к», 3 working days. The letter of
# it speaks of the quality of service; [?] for the other topics, where nothing shorter is known.
ANSWER_DAYS = 3
RECALCULATION_DAYS = 5  # ПП РФ 354, п. 91: working days from the application
PERSONAL_DAYS = 10  # 152-ФЗ ст. 20 ч. 1 and ст. 14 ч. 3: working days
PERSONAL_MORE_DAYS = 5  # the same: once, with a notice that gives the reasons


class AppealRefused(Refusal):
    """The appeal, or what is to be done with it, cannot be."""


class Topic(StrEnum):
    """What it is about; each has fields of its own (appeal_forms)."""

    RECALCULATION = "recalculation"
    PAYMENT = "payment"
    METER = "meter"
    QUALITY = "quality"
    MOVING = "moving"
    PERSONAL_DATA = "personal_data"
    OTHER = "other"


DAYS: Mapping[Topic, int] = {
    Topic.RECALCULATION: RECALCULATION_DAYS,
    Topic.PERSONAL_DATA: PERSONAL_DAYS,
}


class AppealState(StrEnum):
    """How it stands, and who is next: the supplier, or (asked) the person."""

    RECEIVED = "received"
    IN_WORK = "in_work"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN = frozenset({AppealState.RECEIVED, AppealState.IN_WORK, AppealState.ASKED})


class MessageKind(StrEnum):
    """A line of the thread; a note is read by the supplier's people alone."""

    SENT = "sent"
    ANSWER = "answer"
    QUESTION = "question"
    PROLONGED = "prolonged"
    DROPPED = "dropped"
    NOTE = "note"


class Dropping(StrEnum):
    """Why no answer is owed; spam alone is not told of by letter."""

    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal. `number` is what people call it by; `facts` are its topic's fields, checked.

    The answer is due by the end of `due_on`; `staff_id` is who works on it.
    """

    id: int
    number: str
    customer_id: int
    account_id: int | None
    topic: Topic
    state: AppealState
    facts: Mapping[str, str | int]
    created_at: datetime
    changed_at: datetime
    due_on: date
    staff_id: int | None = None
    prolonged: bool = False

    @property
    def is_open(self) -> bool:
        """Whether an answer is due."""
        return self.state in OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether the answer should have gone by now."""
        return self.is_open and today > self.due_on


@dataclass(frozen=True, slots=True)
class Rating:
    """What the person thinks of an answer: 1 to 5, and words if they like."""

    stars: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What one side wrote; `staff_id` is None for the person's own."""

    id: int
    appeal_id: int
    kind: MessageKind
    text: str
    at: datetime
    staff_id: int | None = None
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """An appeal as a list of the supplier shows it: whose, of which account, who works on it."""

    appeal: Appeal
    person: Customer
    account_number: str
    staff_name: str


def due_on(topic: Topic, received_on: date) -> date:
    """The last day for an answer to what came on that day."""
    return working_days.after(received_on, DAYS.get(topic, ANSWER_DAYS))


def number_of(appeal_id: int, received_on: date) -> str:
    """«2026-000123»: said aloud and found again."""
    return f"{received_on.year}-{appeal_id:06d}"


def written(typed: str, *, limit: int = LONGEST_TEXT, least: int = SHORTEST_TEXT) -> str:
    """A text as it is kept; raises AppealRefused("appeal.text") beside the field `text`."""
    text = printable(typed.replace("\r\n", "\n")).strip()
    if not least <= len(text) <= limit:
        raise AppealRefused("appeal.text", field="text", least=least, most=limit)
    return text


def rating(stars: int, words: str) -> Rating:
    """Raises AppealRefused: appeal.stars, appeal.words."""
    if not WORST <= stars <= BEST:
        raise AppealRefused("appeal.stars", field="stars")
    said = " ".join(printable(words).split())
    if len(said) > LONGEST_REASON:
        raise AppealRefused("appeal.words", field="words", limit=LONGEST_REASON)
    return Rating(stars, said)


def followed_up(appeal: Appeal, *, today: date, at: datetime) -> Appeal:
    """The person wrote on: a question is answered, an answer is not the last word.

    Raises AppealRefused("appeal.too_late") when it was over for long.
    """
    if appeal.is_open:
        state = AppealState.IN_WORK if appeal.state is AppealState.ASKED else appeal.state
        return replace(appeal, state=state, changed_at=at)
    if at - appeal.changed_at > REOPENED_WITHIN:
        raise AppealRefused("appeal.too_late", days=REOPENED_WITHIN.days)
    return replace(
        appeal,
        state=AppealState.IN_WORK if appeal.staff_id else AppealState.RECEIVED,
        due_on=due_on(appeal.topic, today),
        prolonged=False,
        changed_at=at,
    )


def finished(appeal: Appeal, *, at: datetime) -> Appeal:
    """«Вопрос решён»: the person needs no more; raises AppealRefused("appeal.unanswered")."""
    if appeal.is_open:
        raise AppealRefused("appeal.unanswered")
    return replace(appeal, state=AppealState.CLOSED, changed_at=at)


def taken(appeal: Appeal, staff_id: int, *, at: datetime) -> Appeal:
    """Somebody works on it from now on, whoever did before; raises AppealRefused("appeal.over")."""
    _check_open(appeal)
    state = AppealState.IN_WORK if appeal.state is AppealState.RECEIVED else appeal.state
    return replace(appeal, staff_id=staff_id, state=state, changed_at=at)


def answered(appeal: Appeal, staff_id: int, *, at: datetime) -> Appeal:
    """Raises AppealRefused: appeal.over, appeal.others (a colleague works on it)."""
    _check_mine(appeal, staff_id)
    return replace(appeal, staff_id=staff_id, state=AppealState.ANSWERED, changed_at=at)


def asked(appeal: Appeal, staff_id: int, *, at: datetime) -> Appeal:
    """The person is asked for more. The term runs on; raises AppealRefused as `answered` does."""
    _check_mine(appeal, staff_id)
    return replace(appeal, staff_id=staff_id, state=AppealState.ASKED, changed_at=at)


def closed(appeal: Appeal, *, at: datetime) -> Appeal:
    """Nothing more is expected; raises AppealRefused("appeal.unanswered"): first it is answered."""
    return finished(appeal, at=at)


def dropped(appeal: Appeal, staff_id: int, *, at: datetime) -> Appeal:
    """Closed without an answer; its term is no longer counted. Raises as `answered` does.

    Whoever is not content writes on, as after an answer.
    """
    _check_mine(appeal, staff_id)
    return replace(appeal, staff_id=staff_id, state=AppealState.CLOSED, changed_at=at)


def prolonged(appeal: Appeal, staff_id: int, *, at: datetime) -> Appeal:
    """Five days more for personal data, once (152-ФЗ ст. 20 ч. 1).

    Raises AppealRefused: appeal.over, appeal.others, appeal.not_prolonged.
    """
    _check_mine(appeal, staff_id)
    if appeal.topic is not Topic.PERSONAL_DATA or appeal.prolonged:
        raise AppealRefused("appeal.not_prolonged")
    later = working_days.after(appeal.due_on, PERSONAL_MORE_DAYS)
    return replace(appeal, staff_id=staff_id, due_on=later, prolonged=True, changed_at=at)


def _check_open(appeal: Appeal) -> None:
    if not appeal.is_open:
        raise AppealRefused("appeal.over")


def _check_mine(appeal: Appeal, staff_id: int) -> None:
    _check_open(appeal)
    if appeal.staff_id not in (None, staff_id):
        raise AppealRefused("appeal.others")
