"""«Почему такая сумма»: the facts of a bill in sentences, with the numbers put in.

Paragraphs are named where they were read in the text itself. What the law leaves open — how days
are split when a price changes inside a month [?], to which debt a payment goes [?] — is told as
the supplier's way, without a paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lk_app.domain.billing_facts import AdjustmentKind, Bill
from lk_app.domain.charges import by_days
from lk_app.domain.consumption import AVERAGE_PERIODS_LIMIT
from lk_app.domain.explanation_facts import (
    ByMeters,
    ByNorm,
    ByReadings,
    ExplainedAdjustment,
    Explanation,
    FeeChange,
    NormReason,
    PricedLine,
    Share,
)
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import TariffRow
from lk_app.wording import meter_explanations as meters
from lk_app.wording.dates import day, in_period, period_name
from lk_app.wording.fee_stretches import FEE_LAW, late_fees
from lk_app.wording.figures import MINUS, NBSP, kwh, number, roubles, signed
from lk_app.wording.meter_explanations import months
from lk_app.wording.names import CATEGORIES, REGISTERS, ZONES, name_of

METERED_LAW = "ПП РФ № 354, п. 42, формула 1 приложения № 2"
AVERAGE_LAW = "ПП РФ № 354, п. 59"
NORM_LAW = "ПП РФ № 354, п. 60"
SHORT_HISTORY_LAW = "ПП РФ № 354, п. 59(2)"


NORM_REASONS = {
    NormReason.POLICY: "Показаний за этот месяц не было: поставщик начисляет тогда по нормативу.",
    NormReason.SHORT_HISTORY: (
        "Показаний за этот месяц не было, а для среднего истории меньше трёх месяцев. "
        "Поэтому начислили по нормативу."
    ),
}


OLDER = "Показания, из которых он сложился, старше подключения счёта или изменились позже."

NORM_LAWS = {
    NormReason.POLICY: "",  # the announced practice of a supplier is not the decree's order
    NormReason.SHORT_HISTORY: SHORT_HISTORY_LAW,
    NormReason.TOO_LONG: NORM_LAW,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One figure of a bill: what it is, how it came about, and by which paragraph."""

    title: str
    lines: tuple[str, ...]
    law: str = ""


def reasons(explanation: Explanation) -> tuple[Reason, ...]:
    """All figures of a bill from the kWh to the sum, then what to do about an estimate."""
    bill = explanation.bill
    found = [
        Reason(f"Расход: {kwh(bill.kwh)}", tuple(_use(explanation)), _use_law(explanation)),
        Reason(f"Начислено: {roubles(bill.charges)}", tuple(_charged(explanation))),
    ]
    if bill.adjustments:
        lines = tuple(line for one in explanation.adjustments for line in _adjusted(one))
        found.append(Reason(f"Перерасчёты: {signed(bill.adjustment_total)}", lines))
    if bill.late_fee:
        found.append(
            Reason(f"Пени: {roubles(bill.late_fee)}", tuple(late_fees(explanation)), FEE_LAW)
        )
    if bill.opening_balance or bill.adjustments or bill.late_fee or bill.payments:
        found.append(Reason(f"Итого: {roubles(bill.closing_balance)}", (_balance(bill),)))
    if explanation.is_estimated:
        found.append(Reason("Что делать", tuple(_to_do(explanation))))
    return tuple(found)


def _use_law(explanation: Explanation) -> str:
    use = explanation.use
    if isinstance(use, ByNorm):
        return NORM_LAWS[use.reason]
    if use is None:
        return ""
    return AVERAGE_LAW if use.nth else METERED_LAW


def _use(explanation: Explanation) -> Iterator[str]:
    use, closed_on = explanation.use, explanation.closed_on
    match use:
        case ByNorm():
            yield from _by_norm(use)
        case ByMeters():
            yield from meters.by_meters(use)
        case ByReadings() if use.nth:
            yield from meters.by_average(use)
        case ByReadings():
            yield from meters.by_meter(use)
            if closed_on is None:
                yield from meters.replaced(use)
        case None if closed_on is None:
            yield OLDER
    if closed_on is not None:
        yield from _closed(explanation.bill, closed_on)


def _closed(bill: Bill, closed_on: date) -> Iterator[str]:
    """The final bill, and those after it."""
    if Period.of(closed_on) == bill.period:
        yield f"Счёт закрыт {day(closed_on)}: это последняя квитанция с расходом."
    else:
        yield f"Счёт закрыт {day(closed_on)}: расхода больше нет, остались расчёты по нему."
    if bill.closing_balance < 0:
        yield f"Переплату {roubles(-bill.closing_balance)} вернёт поставщик."


def _by_norm(use: ByNorm) -> Iterator[str]:
    yield NORM_REASONS.get(
        use.reason,
        f"Показаний нет {use.nth}-й месяц подряд. По среднему можно начислять только "
        f"{AVERAGE_PERIODS_LIMIT} месяца, дальше — по нормативу.",
    )
    if use.norm_kwh is not None:
        people = f"{use.residents}{NBSP}чел."
        yield f"{kwh(use.norm_kwh)} на человека × {people} = {kwh(use.kwh)}"


def _charged(explanation: Explanation) -> Iterator[str]:
    bill = explanation.bill
    yield from _split(explanation)
    said: list[str] = []
    for one in explanation.lines:
        by = list(_priced_by(one))
        yield from [sentence for sentence in by if by[0] not in said or sentence not in said]
        said = by
        yield _product(one)
    if not explanation.lines:
        yield "Расхода не было, начислять не за что."
    if len(explanation.lines) > 1:
        total = " + ".join(roubles(one.line.amount) for one in explanation.lines)
        yield f"{total} = {roubles(bill.charges)}"


def _split(explanation: Explanation) -> Iterator[str]:
    """How the days of a month whose price changed share its kWh [?]."""
    if not explanation.parts:
        return
    days = [part.days for part in explanation.parts]
    starts = explanation.bill.period.first_day
    turns = [starts + timedelta(days=sum(days[:index])) for index in range(1, len(days))]
    kwhs: dict[str, int] = {}
    for one in explanation.lines:
        kwhs[one.line.register] = kwhs.get(one.line.register, 0) + one.line.kwh
    shares = "; ".join(
        f"{number(total)} = {' + '.join(map(number, by_days(total, days)))}"
        for total in kwhs.values()
    )
    yield (
        f"Цена сменилась {' и '.join(day(turn) for turn in turns)}. Мы делим расход по дням "
        f"({' и '.join(map(str, days))}), лишние кВт·ч — на позднюю часть: {shares}."
    )


def _priced_by(one: PricedLine) -> Iterator[str]:
    """«Тариф с 1 января 2026: город, газовая плита; двухтарифный счётчик.», then the band."""
    row = one.row
    if row is None:
        return
    demo = " Цены демонстрационные." if row.is_demo else ""
    category = name_of(CATEGORIES, row.category)
    yield f"Тариф с {day(row.valid_from)}: {category}; {ZONES[row.zones]} счётчик.{demo}"
    if row.up_to_kwh is not None or row.band > 1:
        yield _band(row, one.above_kwh)


def _band(row: TariffRow, above: int) -> str:
    """«2-й диапазон: свыше 3 900 до 6 000 кВт·ч в месяц.»"""
    limits = [f"свыше {number(above)}"] if above else []
    limits += [f"до {number(row.up_to_kwh)}"] if row.up_to_kwh is not None else []
    return f"{row.band}-й{NBSP}диапазон: {' '.join(limits)}{NBSP}кВт·ч в месяц."


def _product(one: PricedLine) -> str:
    """«День: 141 × 6,26 ₽ = 882,66 ₽»."""
    line = one.line
    name = f"{name_of(REGISTERS, line.register)}: " if line.register != "single" else ""
    return f"{name}{_times(one)} = {roubles(line.amount)}"


def _times(one: PricedLine) -> str:
    return f"{number(one.line.kwh)} × {roubles(one.line.price)}"


def _adjusted(one: ExplainedAdjustment) -> Iterator[str]:
    adjustment, why = one.adjustment, one.why
    month, change = period_name(adjustment.period), signed(adjustment.amount)
    if isinstance(why, Share):
        products = " + ".join(_times(line) for line in why.lines) or "0"
        yield (
            f"{month.capitalize()}: счётчик насчитал {kwh(why.kwh)}, {products} = "
            f"{roubles(why.amount)}. Было начислено {roubles(why.billed)}, разница {change}."
        )
    elif isinstance(why, FeeChange):
        yield (
            f"Пени за {month}: было {roubles(why.was)}, стало {roubles(why.now)}, разница "
            f"{change}.{_news(why)}"
        )
    elif adjustment.kind is AdjustmentKind.CORRECTION:
        yield f"Исправление начисления за {month}, внесённое поставщиком: {change}."
    elif adjustment.kind is AdjustmentKind.READING:
        yield f"{month.capitalize()} пересчитан по показаниям, которые пришли позже: {change}."
    else:
        yield f"Пени за {month} пересчитаны: деньги пришли раньше, чем мы о них узнали: {change}."


def _news(why: FeeChange) -> str:
    days = ", ".join(day(one.value_date) for one in why.news)
    return f" Узнали о платеже от {days}, когда месяц был уже рассчитан." if days else ""


def _balance(bill: Bill) -> str:
    """«Начислено 1 010,50 ₽ + долг на начало 1 079,32 ₽ − оплачено 1 079,32 ₽ = …»."""
    before = "долг на начало" if bill.opening_balance > 0 else "переплата на начало"
    changes = (
        (bill.opening_balance, before),
        (bill.adjustment_total, "перерасчёты"),
        (bill.late_fee, "пени"),
        (-bill.payments, "оплачено" if bill.payments > 0 else "возвращено"),
    )
    said = "".join(
        f" {MINUS if amount < 0 else '+'} {name} {roubles(abs(amount))}"
        for amount, name in changes
        if amount
    )
    return f"Начислено {roubles(bill.charges)}{said} = {roubles(bill.closing_balance)}"


def _to_do(explanation: Explanation) -> Iterator[str]:
    """What being late cost, as far as it is known, and how to put it right."""
    use = explanation.use
    if explanation.reckoned:
        period, amount = explanation.reckoned
        yield (
            f"Показания пришли позже. В {in_period(period)} этот месяц пересчитан по счётчику: "
            f"{_verdict(amount)}. Больше ничего делать не нужно."
        )
        return
    if isinstance(use, ByNorm) and use.over_average is not None and use.over_average > 0:
        yield f"По нормативу вышло на {roubles(use.over_average)} больше, чем по вашему среднему."
    else:
        yield "Сколько лишнего или недостающего начислено, покажет счётчик."
    if isinstance(use, ByReadings | ByMeters):
        left = AVERAGE_PERIODS_LIMIT - use.nth
        yield (
            f"По среднему можно начислить ещё {left} {months(left)}, потом — по нормативу."
            if left
            else "Это последний месяц по среднему: дальше начислим по нормативу."
        )
    yield (
        "Передайте показания: пересчитаем этот месяц по счётчику и вернём лишнее. "
        "Полученное до 25-го числа войдёт в ближайшую квитанцию."
    )


def _verdict(amount: int) -> str:
    if amount < 0:
        return f"вернули {roubles(-amount)}"
    return f"добавили {roubles(amount)}" if amount else "сумма не изменилась"
