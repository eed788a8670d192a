"""What is owed, in the finished words of the payment form."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from lk_app.domain.money import Kopecks, plain
from lk_app.domain.payments import Payment
from lk_app.domain.periods import Period
from lk_app.usecases.payment_screens import Debt
from lk_app.wording import balance, day, month_name, period_name, plural, roubles
from lk_app.wording.closing import closed, farewell

OLDEST_FIRST = ("", "Сначала старый долг")


@dataclasses.dataclass(frozen=True)
class Owing:
    """An account as a line of the form: `debt` and `ahead` are sums to put into its field."""

    number: str
    label: str
    balance: str
    due: str
    tone: str
    debt: str
    ahead: str
    amount: str
    payable: bool = True


NOTHING = Owing("", "", "", "", "", "", "", "")


@dataclasses.dataclass(frozen=True)
class Sum:
    """The large figure above the form."""

    amount: str
    note: str
    tone: str


def owing(debt: Debt, today: date, typed: Kopecks | None = None) -> Owing:
    """One account; `typed` is what was asked for it before."""
    number = number_of(debt)
    ahead = max(debt.ahead, 0) if debt.ahead is not None else max(debt.balance, 0)
    return Owing(
        number=number,
        label=debt.link.name or number,
        balance=roubles(debt.balance) if debt.balance > 0 else balance(debt.balance),
        due=until_when(debt, today) if debt.due else "",
        tone="debt" if is_late(debt, today) else "ok" if debt.balance < 0 else "",
        debt=written(debt.balance),
        ahead=written(ahead),
        amount=written(debt.balance if typed is None else typed),
        payable=debt.is_payable,
    )


def number_of(debt: Debt) -> str:
    """The account's number."""
    return debt.link.account.account_number


def asked_before(owed: Sequence[Debt], before: Payment | None) -> dict[str, Kopecks]:
    """The sums of a payment that is repeated, 0 where it had none; nothing without one."""
    if before is None:
        return {}
    shares = {part.account_number: part.amount for part in before.parts}
    return {number_of(debt): shares.get(number_of(debt), 0) for debt in owed}


def named_before(before: Payment | None) -> str:
    """The period that a payment to repeat named."""
    named = [part.period for part in before.parts if part.period] if before else []
    return str(named[0]) if named else ""


def with_amount(line: Owing, asked: str) -> Owing:
    """The line with a sum that came in the address."""
    return dataclasses.replace(line, amount=asked[:20]) if asked else line


def with_month(owed: Sequence[Debt], today: date) -> str:
    """«Долг и ноябрь», where the forecast of the current month says anything new."""
    if not any(one.ahead is not None and one.ahead > max(one.balance, 0) for one in owed):
        return ""
    month = month_name(Period.of(today))
    if any(debt.balance > 0 for debt in owed):
        return f"Долг и {month}"
    return f"За {month}"


def one_sum(paid_for: Sequence[Debt], today: date) -> Sum:
    """What the chosen account owes; nothing chosen owes nothing."""
    debt = paid_for[0] if paid_for else None
    owed = debt.balance if debt else 0
    if owed > 0 and debt and debt.due:
        tone = "debt" if is_late(debt, today) else ""
        return Sum(roubles(owed), until_when(debt, today), tone)
    if debt and owed < 0 and debt.link.account.closed_on:
        return Sum(roubles(-owed), "Переплата по закрытому счёту", "ok")
    if owed < 0:
        return Sum(roubles(-owed), "Переплата: она пойдёт в счёт следующих начислений", "ok")
    return Sum(roubles(owed), "" if owed else "Долга нет, но можно заплатить вперёд", "")


def all_sums(owed: Sequence[Debt], today: date) -> Sum:
    """What all accounts owe together: no credit pays for another account."""
    count = sum(debt.balance > 0 for debt in owed)
    note = f"Долг по {count} {plural(count, 'счёту', 'счетам', 'счетам')}"
    tone = "debt" if any(is_late(debt, today) for debt in owed) else ""
    return Sum(roubles(sum(max(debt.balance, 0) for debt in owed)), note, tone)


def closed_for_good(paid_for: Sequence[Debt], contacts: str) -> str:
    """A closed account with nothing left to pay says so instead of the form."""
    for debt in paid_for:
        closed_on = debt.link.account.closed_on
        if closed_on and not debt.is_payable:
            said = farewell(
                closed_on, debt.balance, awaits_final=False, due=None, contacts=contacts
            )
            return f"{closed(closed_on)}. {said}"
    return ""


def nameable(owed: Sequence[Debt]) -> list[tuple[str, str]]:
    """The bills a payer may name, the oldest debt first of all; nothing where there is no debt."""
    unpaid: dict[Period, Kopecks] = {}
    for debt in owed:
        for bill in debt.unpaid:
            unpaid[bill.period] = unpaid.get(bill.period, 0) + bill.principal
    named = [
        (str(period), f"За {period_name(period)} — {roubles(unpaid[period])}")
        for period in sorted(unpaid)
    ]
    return [OLDEST_FIRST, *named] if named else []


def written(amount: Kopecks) -> str:
    """A sum as it is typed: «1344,69»; nothing for none."""
    return plain(amount).replace(".", ",") if amount > 0 else ""


def is_late(debt: Debt, today: date) -> bool:
    """Whether the day to pay by has passed."""
    return debt.due is not None and debt.due < today


def until_when(debt: Debt, today: date) -> str:
    """«Оплатите до 15 ноября», «Срок прошёл 15 октября»."""
    assert debt.due is not None
    said = day(debt.due, year=today.year)
    return f"Срок прошёл {said}" if is_late(debt, today) else f"Оплатите до\u00a0{said}"
