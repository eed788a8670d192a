"""Appeals in the finished words of their screens."""

import dataclasses
from collections.abc import Mapping, Sequence

from lk_app import wiring, wording
from lk_app.domain.appeal_files import AppealFile
from lk_app.domain.appeal_forms import FORMS, Field, FieldKind
from lk_app.domain.appeals import Appeal, AppealState, Message, MessageKind, Topic
from lk_app.domain.payments import Payment
from lk_app.domain.periods import Period
from lk_app.wording.appeals import CHOICES, FIELDS, HINTS, STATES, TONES, TOPICS, WROTE, due_words

CHOOSE = ("", "Выберите")
MONTHS_BACK = 36  # claims grow old after three years (ГК РФ ст. 196)
CONTROLS = {
    FieldKind.DATE: "date",
    FieldKind.PLANNED: "date",
    FieldKind.MONEY: "money",
    FieldKind.LINE: "line",
}


@dataclasses.dataclass(frozen=True)
class AppealLine:
    """One appeal of the list."""

    number: str
    title: str
    note: str
    state: str
    tone: str


@dataclasses.dataclass(frozen=True)
class FormField:
    """One field of a topic's form; `control` is select, date, money or line."""

    name: str
    label: str
    control: str
    hint: str
    options: list[tuple[str, str]]
    error: str = ""


@dataclasses.dataclass(frozen=True)
class FileLine:
    """A file beside some words."""

    id: int
    name: str
    href: str
    size: str


@dataclasses.dataclass(frozen=True)
class Said:
    """One message of the thread. `stars` are words once it was rated."""

    who: str
    at: str
    paragraphs: list[str]
    files: list[FileLine]
    ours: bool
    stars: str = ""


def line(appeal: Appeal) -> AppealLine:
    """«Платёж не зачислен», «№ 2026-000123 от 20 ноября. Ответим до 25 ноября включительно»."""
    sent = wording.moment(appeal.created_at, wiring.settings().zone)
    note = ". ".join(filter(None, (f"№\u00a0{appeal.number} от\u00a0{sent}", due_words(appeal))))
    return AppealLine(
        appeal.number, TOPICS[appeal.topic], note, STATES[appeal.state], TONES[appeal.state]
    )


def fields(topic: Topic, payments: Sequence[Payment]) -> list[FormField]:
    """The empty form of a topic."""
    return [
        FormField(
            field.name,
            FIELDS[field.name],
            CONTROLS.get(field.kind, "select"),
            HINTS.get(field.name, "") if not field.required else "",
            _options(field, payments),
        )
        for field in FORMS[topic]
        if field.kind is not FieldKind.PAYMENT or payments
    ]


def _options(field: Field, payments: Sequence[Payment]) -> list[tuple[str, str]]:
    match field.kind:
        case FieldKind.CHOICE:
            return [CHOOSE, *CHOICES[field.name].items()]
        case FieldKind.PERIOD:
            now = Period.of(wiring.business_now().date())
            months = [now - back for back in range(MONTHS_BACK)]
            return [CHOOSE, *((str(month), wording.period_name(month)) for month in months)]
        case FieldKind.PAYMENT:
            return [CHOOSE, *((one.public_id, _payment(one)) for one in payments)]
    return []


def _payment(one: Payment) -> str:
    at = wording.moment(one.created_at, wiring.settings().zone)
    state = wording.name_of(wording.PAYMENT_STATES, one.state)
    return f"{at}, {wording.roubles(one.amount)}, {state}"


def with_errors(shown: Sequence[FormField], errors: Mapping[str, str]) -> list[FormField]:
    """The same fields with what is wrong beside each."""
    return [dataclasses.replace(field, error=errors.get(field.name, "")) for field in shown]


def file_line(file: AppealFile) -> FileLine:
    """A file with the address that only its owner may open."""
    return FileLine(file.id, file.name, f"/api/appeals/files/{file.id}", wording.size(file.size))


def said(message: Message, files: Sequence[AppealFile]) -> Said:
    """A message in paragraphs."""
    rated = message.rating
    stars = f"Ваша оценка: {rated.stars} из 5. {rated.words}".strip() if rated else ""
    return Said(
        WROTE[message.kind],
        wording.moment(message.at, wiring.settings().zone),
        [part for part in message.text.split("\n") if part.strip()],
        [file_line(file) for file in files],
        message.kind is not MessageKind.SENT,
        stars,
    )


def what_next(appeal: Appeal) -> str:
    """What happens now, or what is to be done."""
    match appeal.state:
        case AppealState.ASKED:
            return f"Ответьте на вопрос: он внизу. {due_words(appeal)}."
        case AppealState.RECEIVED | AppealState.IN_WORK:
            return f"{due_words(appeal)}: письмом и здесь."
    return ""


def draft_of(customer_id: int, what: str) -> str:
    """Under which name a device keeps what was typed and not sent yet."""
    return f"{wiring.device_owner(customer_id)}:appeal-{what}"
