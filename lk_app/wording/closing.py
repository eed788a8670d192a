"""What is said of an account whose holder moved out: what is owed or paid back, and how."""

from datetime import date

from lk_app.domain.periods import Period
from lk_app.wording.bills import first_bill
from lk_app.wording.dates import day, short_date
from lk_app.wording.figures import roubles


def closed(on: date) -> str:
    """«Счёт закрыт 12.10.2026»."""
    return f"Счёт закрыт {short_date(on)}"


def farewell(
    closed_on: date, balance: int, *, awaits_final: bool, due: date | None, contacts: str
) -> str:
    """What is left to do, `balance` in kopecks (positive is owed), until `due`."""
    if awaits_final:
        return f"{first_bill(Period.of(closed_on))} Она будет последней."
    if balance > 0:
        until = f" до\u00a0{day(due)}" if due else ""
        return f"Осталось заплатить {roubles(balance)}{until}: по этому счёту больше ничего."
    if balance < 0:
        return refund(-balance, contacts=contacts)
    return "Всё рассчитано: платить и передавать показания не нужно."


def refund(credit: int, *, contacts: str) -> str:
    """How a credit (kopecks) of a closed account is paid back; `contacts` are the supplier's."""
    return (
        f"Вернём переплату {roubles(credit)}. Сообщите, на какой счёт в банке её перевести: "
        f"{contacts}. Возврат появится в «Детализации»."
    )
