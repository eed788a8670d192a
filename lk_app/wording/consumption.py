"""What the chart and the table of consumption say."""

from collections.abc import Sequence

from lk_app.domain.consumption_history import MonthUse
from lk_app.domain.money import Kopecks
from lk_app.wording.bills import BASIS
from lk_app.wording.dates import MONTHS, period_name
from lk_app.wording.figures import MINUS, NBSP, kwh, number, plural, roubles, signed
from lk_app.wording.names import REGISTERS, name_of

NO_BILL = "квитанции нет"
TIMES = ("месяц", "месяца", "месяцев")


def register_name(register: str) -> str:
    """«День», «Ночь»; of a register without zones «Без зон»."""
    return "Без зон" if register == "single" else name_of(REGISTERS, register)


def ground(month: MonthUse) -> str:
    """«по счётчику», «по среднему», «по нормативу»; nothing where nothing was used."""
    return BASIS[month.basis] if month.basis else ""


def short_month(month: int) -> str:
    """«окт» under a bar."""
    return MONTHS[month - 1][0][:3]


def split(month: MonthUse, *, money: bool) -> str:
    """«день 185, ночь 77»; nothing for a meter without zones."""
    if [one.register for one in month.registers] in ([], ["single"]):
        return ""
    return ", ".join(
        f"{register_name(one.register).lower()}{NBSP}"
        + (roubles(one.amount) if money else number(one.kwh))
        for one in month.registers
    )


def correction(amount: Kopecks) -> str:
    """What this month's bill added for other months."""
    return f"перерасчёт{NBSP}{signed(amount)}" if amount else ""


def corrected_later(amount: Kopecks) -> str:
    """What later bills added for this month."""
    return f"позже пересчитали: {signed(amount)}" if amount else ""


def months_span(months: Sequence[MonthUse]) -> str:
    """«За 12 месяцев, по октябрь 2026»."""
    count = len(months)
    said = f"За{NBSP}{count}{NBSP}{plural(count, *TIMES)}"
    return f"{said}, по\u00a0{period_name(months[-1].period)}"


def against_last_year(pairs: Sequence[tuple[MonthUse, MonthUse]], *, money: bool) -> str:
    """«На 120 кВт·ч меньше, чем год назад»; says of how many months if not of all twelve."""
    if not pairs:
        return ""
    change = sum(
        now.amount - before.amount if money else now.kwh - before.kwh for now, before in pairs
    )
    count = len(pairs)
    same = "тот же" if count == 1 else f"те же {count}"
    when = f"за {same}{NBSP}{plural(count, *TIMES)} год назад"
    if not change:
        return f"Столько же, сколько {when}."
    size = roubles(abs(change)) if money else kwh(abs(change))
    return f"На\u00a0{size} {'больше' if change > 0 else 'меньше'}, чем {when}."


def difference(now: int, before: int) -> str:
    """«+18 кВт·ч» or «−5 кВт·ч» of a month against the same one a year ago."""
    change = now - before
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{sign}{kwh(abs(change))}"
