"""A reading, said: what was on the meter before, what is asked, what was taken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from lk_app.domain.doubts import Question
from lk_app.domain.guest_readings import Proposal, ProposalState
from lk_app.domain.late_readings import LateReading, LateState
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import Check, CheckKind, CheckState
from lk_app.domain.refusals import Refusal
from lk_app.wording import refusals
from lk_app.wording.closing import closed
from lk_app.wording.dates import day, moment, month_name, period_name, short_date
from lk_app.wording.figures import kwh
from lk_app.wording.names import READING_SOURCES, REGISTERS, name_of

DISOWNED = "Эти показания мы не учтём. Передайте свои."

# How a meter that hangs in place of another begins, by the source of its first values
BEGINNINGS = {"replaced": "Счётчик заменён", "rezoned": "Тарифные зоны сменились"}


def values_text(values: Mapping[str, int], meter: Meter) -> str:
    """«4660», or «День 14802, Ночь 6648»."""
    if len(meter.registers) == 1:
        return str(values[meter.registers[0]])
    return ", ".join(f"{name_of(REGISTERS, r)} {values[r]}" for r in meter.registers)


def last_note(on: date, value: int, source: str, *, year: int) -> str:
    """«Было 24 октября — 4537, абонент», «Счётчик заменён 12.10.2026: 0»."""
    if source in BEGINNINGS:
        return f"{BEGINNINGS[source]} {short_date(on)}: {value}"
    return f"Было {day(on, year=year)} — {value}, {name_of(READING_SOURCES, source)}"


def taken(received_at: datetime, used: int, counts_for: Period, zone: tzinfo) -> str:
    """What happened and what comes next, under «Показания приняты»; `used` in kWh."""
    return f"Получено {moment(received_at, zone)}. {what_next(used, counts_for)}"


def what_next(used: int, counts_for: Period) -> str:
    """«Расход — 123 кВт·ч, учтём в счёте за ноябрь 2026.»"""
    return f"Расход — {kwh(used)}, учтём в счёте за {period_name(counts_for)}."


def lateness(late: LateReading, zone: tzinfo) -> str:
    """Both times of a reading that came after its month, and what an operator says to it."""
    times = (
        f"Сняты {moment(late.taken_at, zone)}, в срок для счёта за {period_name(late.meant_for)}"
    )
    if late.state is LateState.ACCEPTED:
        return f"{times}, получены позже. Поставщик учёл их как переданные в срок."
    if late.state is LateState.REFUSED:
        return f"{times}, получены позже. Поставщик не учёл их там: {late.reason}"
    answer = "Учесть ли их там, решит поставщик: ответ будет в истории показаний."
    return f"{times}, но получены позже. {answer}"


def proposal_fate(one: Proposal) -> str:
    """What becomes of a guest's reading, and what its subscriber can do about it."""
    if one.state is ProposalState.REVIEW:
        return "Показания без входа: их сверит поставщик. Передайте свои — учтём их."
    month = period_name(one.counts_for)
    return f"Показания без входа: войдут в счёт за {month}, если вы не передадите свои."


def proposal_words(one: Proposal) -> str:
    """A guest's reading in a line, where there is no history to show it in."""
    values = ", ".join(f"{value}" for value in one.values.values())
    return f"{values}. {proposal_fate(one)}"


def checked(check: Check) -> str:
    """What the subscriber reads of an employee's look at a reading; "" where it changed nothing."""
    if check.state is CheckState.REFUSED:
        counted = check.reading.counted_in
        later = (
            f" Они вошли в счёт за {period_name(counted)}: разницу покажет следующий."
            if counted
            else ""
        )
        return f"Поставщик не принял: {check.reason}{later}"
    if check.kind is not CheckKind.REFUSED:
        return ""
    if check.state is CheckState.ACCEPTED:
        return "Сотрудник посмотрел их и принял."
    return (
        "Меньше прошлого показания, поэтому не учтены. Если счётчик показывает именно столько, "
        "приложите фото: его посмотрит сотрудник."
    )


def questions(asked: Sequence[Question], *, cost: int | None) -> dict[str, str]:
    """What is asked, by register; `cost` (kopecks) is what the whole reading would come to."""
    said: dict[str, str] = {}
    for one in asked:
        text = refusals.question(one.code, one.facts, cost=cost)
        said[one.register] = f"{said.get(one.register, '')} {text}".strip()
    return said


def suggestion(asked: Sequence[Question], typed: Mapping[str, str]) -> dict[str, str]:
    """The values the person probably meant, or {} when nobody can tell."""
    better = dict(typed)
    for one in asked:
        swapped, shorter = one.facts.get("swapped"), one.facts.get("suggested")
        if isinstance(swapped, Mapping):
            return {register: str(value) for register, value in swapped.items()}
        if shorter is not None:
            better[one.register] = str(shorter)
    return better if better != dict(typed) else {}


def better_words(asked: Sequence[Question], better: Mapping[str, str]) -> str:
    """The button that puts in what was probably meant."""
    if any(one.code == "reading.swapped" for one in asked):
        return "Поменять местами"
    changed = [one.register for one in asked if "suggested" in one.facts]
    return f"Исправить на {better[changed[0]]}" if changed else ""


def task(
    counts_for: Period,
    *,
    closed_on: date | None,
    unread: Refusal | None,
    received_on: date | None,
    window_open: bool,
    year: int,
) -> tuple[str, str]:
    """What there is to do about an account's readings, and the tone of it."""
    if closed_on is not None:
        return closed(closed_on), "plain"
    if unread is not None:
        return refusals.refusal(unread), "plain"
    month = month_name(counts_for)
    if received_on is not None:
        return f"Показания за {month} получены {day(received_on, year=year)}", "ok"
    if window_open:
        return f"Ждём показания за {month}", "warn"
    return f"Показаний за {month} ещё нет", "plain"
