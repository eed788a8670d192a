"""What a bill says of itself: how its kWh were found, what an adjustment is, why there is none."""

from datetime import date

from lk_app.domain.billing_facts import Adjustment, AdjustmentKind, Bill
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis, Policy
from lk_app.domain.periods import Period
from lk_app.wording.dates import MONTHS, day, period_name
from lk_app.wording.figures import NBSP, kwh, roubles
from lk_app.wording.names import REGISTERS, name_of

BASIS = {
    Basis.METERED: "по счётчику",
    Basis.AVERAGE: "по среднему",
    Basis.NORM: "по нормативу",
}

WHY = {
    Basis.AVERAGE: (
        "Показаний за этот месяц не было, поэтому расход взят по среднему (ПП РФ № 354, п. 59). "
        "Когда показания придут, пересчитаем по счётчику."
    ),
    Basis.NORM: (
        "Показаний не было дольше трёх месяцев или истории слишком мало, поэтому расход взят по "
        "нормативу (ПП РФ № 354, п. 59(2) и 60). Когда показания придут, пересчитаем по счётчику."
    ),
}

BY_POLICY = (
    "Показаний за этот месяц не было: поставщик начисляет тогда по нормативу. Когда показания "
    "придут, пересчитаем по счётчику."
)

ADJUSTMENTS = {
    AdjustmentKind.READING: "Перерасчёт по показаниям",
    AdjustmentKind.CORRECTION: "Исправление начисления",
    AdjustmentKind.FEE: "Перерасчёт пени",
}

STOPS = {
    "tariff.hole": "ещё не объявлен тариф. Как только он появится, квитанция будет здесь.",
    "tariff.category": "ещё не объявлен тариф. Как только он появится, квитанция будет здесь.",
    "consumption.norm": "не задан норматив. Мы это исправим, и квитанция будет здесь.",
    "consumption.backwards": (
        "показание меньше прошлого учтённого. Проверьте его на экране «Показания» или позвоните."
    ),
    "billing.no_meter": "на счёте нет прибора учёта. Позвоните нам, и мы внесём его.",
    "billing.several_meters": "в этом месяце менялся счётчик. Мы рассчитаем его отдельно.",
}
STOPPED = "расчёт остановлен. Мы разбираемся; если нужно быстрее, позвоните."


def why(bill: Bill) -> str:
    """Why a bill stands on no reading of its month; "" when it stands on one."""
    if bill.basis is Basis.NORM and bill.policy is Policy.NORM:
        return BY_POLICY
    return WHY.get(bill.basis, "") if bill.basis else ""


def bill_line(line: BillLine) -> str:
    """«Электроэнергия», «День», «Ночь» — what the line charges for."""
    return of_register(line.register)


def of_register(register: str) -> str:
    """The name of a register on a bill: the only one of a meter needs none but the energy's."""
    return "Электроэнергия" if register == "single" else name_of(REGISTERS, register)


def line_sum(line: BillLine, *, bands: int) -> str:
    """«223 кВт·ч × 6,03 ₽, по счётчику»; the band is said where the bill has several."""
    said = f"{kwh(line.kwh)} ×{NBSP}{roubles(line.price)}, {BASIS[line.basis]}"
    return f"{said}, {line.band}-й{NBSP}диапазон" if bands > 1 else said


def adjustment(one: Adjustment) -> str:
    """«Перерасчёт по показаниям за май 2026»."""
    return f"{ADJUSTMENTS[one.kind]} за{NBSP}{period_name(one.period)}"


def pay_by(due: date | None, today: date) -> tuple[str, bool]:
    """Until when to pay, and whether that day has passed; nothing where nothing is owed."""
    if due is None:
        return "", False
    if due < today:
        return f"Срок оплаты прошёл {day(due, year=today.year)}", True
    return f"Оплатите до{NBSP}{day(due, year=today.year)}", False


def stopped(period: Period, code: str) -> str:
    """«Квитанции за октябрь 2026 пока нет: ещё не объявлен тариф…»."""
    return f"Квитанции за{NBSP}{period_name(period)} пока нет: {STOPS.get(code, STOPPED)}"


def first_bill(period: Period) -> str:
    """When the bill of the running month will be there."""
    following = MONTHS[(period + 1).month - 1][1]
    return f"Квитанция за{NBSP}{MONTHS[period.month - 1][0]} появится в первых числах {following}."


def heading(period: Period) -> str:
    """«Октябрь 2026»."""
    return period_name(period).capitalize()
