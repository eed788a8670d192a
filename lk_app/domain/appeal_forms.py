"""What each topic asks for, and the check of what was typed into it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lk_app.domain.appeals import AppealRefused, Topic
from lk_app.domain.front_matter import printable
from lk_app.domain.money import AmountRefused, parse_roubles
from lk_app.domain.periods import Period, PeriodRefused
from lk_app.domain.refusals import Refusal

LONGEST_LINE = 120
LONGEST_VALUE = 200  # of anything typed into a field
FURTHEST = timedelta(days=366)  # ahead: a move or a visit is planned, not dreamt of
EARLIEST = date(2000, 1, 1)


class FieldKind(StrEnum):
    """How a field is typed and checked."""

    DATE = "date"  # past or today
    PLANNED = "planned"  # any day within a year ahead, too
    PERIOD = "period"
    MONEY = "money"
    LINE = "line"
    CHOICE = "choice"
    PAYMENT = "payment"  # one of the person's own


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()


FORMS: Mapping[Topic, tuple[Field, ...]] = {
    Topic.RECALCULATION: (
        Field("reason", FieldKind.CHOICE, choices=("reading", "absence", "residents", "other")),
        Field("period_from", FieldKind.PERIOD),
        Field("period_to", FieldKind.PERIOD, required=False),
    ),
    Topic.PAYMENT: (
        Field("payment", FieldKind.PAYMENT, required=False),
        Field("paid_on", FieldKind.DATE),
        Field("amount", FieldKind.MONEY),
        Field("way", FieldKind.CHOICE, choices=("cabinet", "bank", "post", "desk", "other")),
    ),
    Topic.METER: (
        Field(
            "matter",
            FieldKind.CHOICE,
            choices=("broken", "replacement", "verification", "seal", "figures", "other"),
        ),
        Field("since", FieldKind.DATE, required=False),
    ),
    Topic.QUALITY: (
        Field("trouble", FieldKind.CHOICE, choices=("outage", "low", "high", "blinks", "other")),
        Field("since", FieldKind.DATE),
    ),
    Topic.MOVING: (
        Field("direction", FieldKind.CHOICE, choices=("in", "out", "residents")),
        Field("moved_on", FieldKind.PLANNED),
        Field("reading", FieldKind.LINE, required=False),
    ),
    Topic.PERSONAL_DATA: (
        Field(
            "demand",
            FieldKind.CHOICE,
            choices=("tell", "correct", "delete", "withdraw", "complaint"),
        ),
    ),
    Topic.OTHER: (),
}
# About one account of one's own; the others may name one.
ABOUT_ACCOUNT = frozenset({Topic.RECALCULATION, Topic.PAYMENT, Topic.METER, Topic.QUALITY})

Facts = dict[str, str | int]


def checked(
    topic: Topic, typed: Mapping[str, str], *, today: date, payments: Collection[str]
) -> tuple[Facts, list[Refusal]]:
    """The fields as they are kept, and what is wrong, each beside its field.

    Days are ISO, months YYYY-MM, money kopecks. `payments` are the numbers one may name.
    """
    facts: Facts = {}
    wrong: list[Refusal] = []
    for field in FORMS[topic]:
        text = " ".join(printable(typed.get(field.name, "")[:LONGEST_VALUE]).split())
        try:
            if text:
                facts[field.name] = CHECKS[field.kind](field, text, today, payments)
            elif field.required:
                raise AppealRefused(f"appeal.empty.{field.kind}", field=field.name)
        except (AppealRefused, AmountRefused) as refused:
            wrong.append(refused)
    first, last = facts.get("period_from"), facts.get("period_to")
    if first and last and str(last) < str(first):
        wrong.append(AppealRefused("appeal.periods", field="period_to"))
    return facts, wrong


def _past(field: Field, text: str, today: date, _: Collection[str]) -> str:
    return _day(field, text, until=today)


def _planned(field: Field, text: str, today: date, _: Collection[str]) -> str:
    return _day(field, text, until=today + FURTHEST)


def _day(field: Field, text: str, *, until: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AppealRefused("appeal.empty.date", field=field.name) from None
    if not EARLIEST <= day <= until:
        raise AppealRefused("appeal.day", field=field.name, until=until)
    return day.isoformat()


def _period(field: Field, text: str, today: date, _: Collection[str]) -> str:
    try:
        period = Period.parse(text)
    except PeriodRefused:
        raise AppealRefused("appeal.empty.period", field=field.name) from None
    if not Period.of(EARLIEST) <= period <= Period.of(today):
        raise AppealRefused("appeal.period", field=field.name)
    return str(period)


def _money(field: Field, text: str, *_: object) -> int:
    amount = parse_roubles(text, field=field.name)
    if not amount:
        raise AmountRefused("amount.empty", field=field.name)
    return amount


def _line(field: Field, text: str, *_: object) -> str:
    if len(text) > LONGEST_LINE:
        raise AppealRefused("appeal.line", field=field.name, limit=LONGEST_LINE)
    return text


def _choice(field: Field, text: str, *_: object) -> str:
    if text not in field.choices:
        raise AppealRefused("appeal.empty.choice", field=field.name)
    return text


def _payment(field: Field, text: str, _: date, payments: Collection[str]) -> str:
    if text not in payments:
        raise AppealRefused("appeal.payment", field=field.name)
    return text


CHECKS: Mapping[FieldKind, Callable[[Field, str, date, Collection[str]], str | int]] = {
    FieldKind.DATE: _past,
    FieldKind.PLANNED: _planned,
    FieldKind.PERIOD: _period,
    FieldKind.MONEY: _money,
    FieldKind.LINE: _line,
    FieldKind.CHOICE: _choice,
    FieldKind.PAYMENT: _payment,
}
