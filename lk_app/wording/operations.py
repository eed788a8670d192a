"""What «Детализация» says of one operation, and of the state it is in."""

from datetime import date

from lk_app.domain.periods import Period
from lk_app.domain.statements import MONEY, Entry, OperationKind, OperationState
from lk_app.wording.dates import day, period_name
from lk_app.wording.figures import kwh
from lk_app.wording.names import BASES, PAYMENT_SOURCES, PAYMENT_STATES, name_of

NAMES = {
    OperationKind.OPENING: "Входящий остаток",
    OperationKind.PAYMENT: "Платёж",
    OperationKind.REFUND: "Возврат платежа",
    OperationKind.REVERSAL: "Отмена платежа",
    OperationKind.CHARGE: "Начислено",
    OperationKind.READING_ADJUSTMENT: "Перерасчёт по показаниям",
    OperationKind.CORRECTION: "Исправление начисления",
    OperationKind.FEE_ADJUSTMENT: "Перерасчёт пени",
    OperationKind.LATE_FEE: "Пени",
}

PAID_BACK = "Возврат переплаты"  # by the supplier, not by the bank of a payment

STATES = {
    OperationState.POSTED: "проведено",
    OperationState.PENDING: "ждёт подтверждения",
    OperationState.DECLINED: "отклонено банком",
}


def operation(entry: Entry) -> str:
    """«Начислено за октябрь 2026: 307 кВт·ч», «Платёж через банк № P00012 от 9 ноября 2026»."""
    said = PAID_BACK if "paid_back" in entry.facts else NAMES[entry.kind]
    if source := entry.facts.get("source"):
        said += f" {name_of(PAYMENT_SOURCES, str(source))}"
    if entry.reference and entry.kind in MONEY:
        said += f" № {entry.reference}"
    if transfer := entry.facts.get("paid_back"):
        said += f" ({transfer})"
    if isinstance(period := entry.facts.get("period"), Period):
        said += f" за {period_name(period)}"
    receipt = entry.facts.get("receipt")
    checked = f", чек ФД\u00a0{receipt}" if receipt else ""
    return said + _value_date(entry) + checked + _consumption(entry)


def operation_state(entry: Entry) -> str:
    """«проведено»; of a payment that moved nothing, its own state: «отклонён банком»."""
    if state := entry.facts.get("state"):
        return name_of(PAYMENT_STATES, str(state))
    return STATES[entry.state]


def _value_date(entry: Entry) -> str:
    """A late payment is booked in an open period and keeps the day it was made on."""
    made_on = entry.facts.get("value_date")
    return f" от {day(made_on)}" if isinstance(made_on, date) and made_on != entry.day else ""


def _consumption(entry: Entry) -> str:
    used, basis = entry.facts.get("kwh"), entry.facts.get("basis")
    if not isinstance(used, int):
        return ""
    metered = basis in (None, "METERED")
    return f": {kwh(used)}" + ("" if metered else f", {name_of(BASES, str(basis))}")
