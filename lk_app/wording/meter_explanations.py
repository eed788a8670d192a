"""How readings made a bill's kWh, in sentences: of one meter, of several, and by the average."""

from collections.abc import Iterator

from lk_app.domain.consumption import AVERAGE_PERIODS_LIMIT, spread
from lk_app.domain.explanation_facts import ByMeters, ByReadings, KnownValues, RegisterStep
from lk_app.domain.readings import ReadingSource
from lk_app.wording.dates import day
from lk_app.wording.figures import MINUS, NBSP, kwh, number, plural
from lk_app.wording.names import REGISTERS, name_of

LONGEST_SUM = 12  # shares of more months than a year are not written one by one

SENT_BY = {
    None: "записано при установке счётчика",
    ReadingSource.SUBSCRIBER: "передал абонент",
    ReadingSource.CONTROLLER: "снял контролёр",
    ReadingSource.SMART_METER: "передал умный счётчик",
    ReadingSource.SUPPLIER: "внёс поставщик",
    ReadingSource.GUEST: "передал гость",
    ReadingSource.LATE: "передал абонент",
}
BY_THE_ACT = "по акту снятия счётчика"


def by_meter(use: ByReadings) -> Iterator[str]:
    yield f"Новое показание: {_values(use.until)}."
    yield f"Прошлое учтённое: {_values(use.since)}."
    for step in use.steps:
        yield f"{_register(use, step)}{_difference(use, step)} = {kwh(step.total)}"
    if use.ratio > 1:
        yield f"{use.ratio} — коэффициент трансформации вашего счётчика."
    if use.months > 1:
        yield (
            f"Между показаниями {use.months} {months(use.months)}: делим поровну целыми "
            f"кВт·ч, лишние — последним. На этот месяц: {_own_shares(use)}."
        )


def by_average(use: ByReadings) -> Iterator[str]:
    yield from _average_of(use.nth, use.months)
    yield f"Первое: {_values(use.since)}."
    yield f"Второе: {_values(use.until)}."
    for step in use.steps:
        sign = "=" if step.total % use.months == 0 else "≈"
        yield (
            f"{_register(use, step)}{_difference(use, step)} = {kwh(step.total)}; "
            f"{number(step.total)} ÷ {use.months} {sign} {kwh(step.own)}"
        )


def replaced(use: ByReadings) -> Iterator[str]:
    """What becomes of the days after the act, when nothing of the next meter counted yet."""
    if use.until.is_act:
        yield "В этот день счётчик сняли: расход следующего войдёт в новую квитанцию."


def by_meters(use: ByMeters) -> Iterator[str]:
    """Each meter's own readings, then what they come to together."""
    if use.nth:
        yield from _average_of(use.nth, use.months)
        yield "За это время счётчик заменили, поэтому складываем расход обоих."
    for part in use.parts:
        yield _heading(part)
        yield from _differences(part) if use.nth else by_meter(part)
    for register in use.own:
        yield from _together(use, register)


def _average_of(nth: int, over: int) -> Iterator[str]:
    yield (
        f"Показаний за этот месяц не было. Это {nth}-й такой месяц подряд; до "
        f"{AVERAGE_PERIODS_LIMIT}-го включительно считаем по вашему среднему."
    )
    yield f"Среднее взято за {over} {months(over)} между двумя учтёнными показаниями."


def _heading(part: ByReadings) -> str:
    """«Счётчик № 01174137, снят 12 октября 2026:»."""
    name = f"Счётчик №{NBSP}{part.serial}" if part.serial else "Счётчик"
    if part.until.is_act:
        return f"{name}, снят {day(part.until.day)}:"
    if part.since.source is None:
        return f"{name}, установлен {day(part.since.day)}:"
    return f"{name}:"


def _differences(part: ByReadings) -> Iterator[str]:
    yield f"Первое: {_values(part.since)}."
    yield f"Второе: {_values(part.until)}."
    for step in part.steps:
        yield f"{_register(part, step)}{_difference(part, step)} = {kwh(step.total)}"


def _together(use: ByMeters, register: str) -> Iterator[str]:
    """The sum over the meters that have this register, divided where it is an average."""
    steps = [step for part in use.parts for step in part.steps if step.register == register]
    kwhs = [step.total if use.nth else step.own for step in steps]
    if len(steps) < 2 and not use.nth:
        return
    several = len(use.own) > 1
    name = f"{name_of(REGISTERS, register)}: " if several else "Вместе: "
    total = sum(kwhs)
    said = f"{name}{' + '.join(map(number, kwhs))} = {kwh(total)}"
    if use.nth:
        sign = "=" if total % use.months == 0 else "≈"
        said += f"; {number(total)} ÷ {use.months} {sign} {kwh(use.own[register])}"
    yield said


def _values(known: KnownValues) -> str:
    """«14 802 — 24 октября 2026, передал абонент»; registers by name where there are several."""
    several = len(known.values) > 1
    by = BY_THE_ACT if known.is_act else SENT_BY[known.source]
    said = (
        f"{name_of(REGISTERS, register).lower()} {number(value)}" if several else number(value)
        for register, value in known.values.items()
    )
    return f"{', '.join(said)} — {day(known.day)}, {by}"


def _register(use: ByReadings, step: RegisterStep) -> str:
    return f"{name_of(REGISTERS, step.register)}: " if len(use.steps) > 1 else ""


def _difference(use: ByReadings, step: RegisterStep) -> str:
    """«(14 802 − 14 581) × 1»; through zero the dial is added."""
    through = f" + {number(use.dial)}" if step.rolled_over else ""
    return f"({number(step.new)}{through} {MINUS} {number(step.old)}) × {use.ratio}"


def _own_shares(use: ByReadings) -> str:
    def one(step: RegisterStep) -> str:
        shares = spread(step.total, use.months)
        if use.months > LONGEST_SUM:
            return f"{number(step.total)} ÷ {use.months} → {kwh(step.own)}"
        return (
            f"{number(step.total)} = {' + '.join(map(number, shares))}, последнее {kwh(step.own)}"
        )

    return "; ".join(f"{_register(use, step).lower()}{one(step)}" for step in use.steps)


def months(count: int) -> str:
    """«месяц», «месяца», «месяцев» after a number."""
    return plural(count, "месяц", "месяца", "месяцев")
