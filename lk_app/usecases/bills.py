"""The screen of bills: what was charged, what came in, what is still to be paid."""

from dataclasses import dataclass

from sqlmodel import Session

from lk_app.db import bills, ledger, tariffs
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.bills import Bill
from lk_app.domain.late_fees import MoneyIn
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.settling import settle
from lk_app.usecases.accounts import require_link
from lk_app.usecases.standings import money_in


@dataclass(frozen=True, slots=True)
class ShownBill:
    """A posted bill, the money it booked, and how much of its principal is unpaid now."""

    bill: Bill
    money: tuple[MoneyIn, ...]
    unpaid: Kopecks


@dataclass(frozen=True, slots=True)
class Stop:
    """The first period that could not be billed, and the code of the reason."""

    period: Period
    code: str


@dataclass(frozen=True, slots=True)
class BillsScreen:
    """Bills the link may see, newest first. `balance` is what the ledger says now.

    `demo_rows` are ids of tariff rows whose prices were made up for the demonstration;
    `has_earlier` says that there are bills from before `link.visible_from`.
    """

    link: Link
    balance: Kopecks
    fees: Kopecks
    bills: tuple[ShownBill, ...]
    has_earlier: bool
    stop: Stop | None
    demo_rows: frozenset[int]


def screen(*, db: Database, customer_id: int, account_number: str) -> BillsScreen:
    """One account. Raises LinkRefused (link.not_yours)."""
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        return _screen(session, link)


def _screen(session: Session, link: Link) -> BillsScreen:
    posted = bills.of_account(session, link.account.id)
    money = money_in(session, [link.account.id])[link.account.id]
    standing = settle(link.account.opening_balance, posted, money)
    unpaid = {debt.period: debt.principal for debt in standing.debts}
    seen = [bill for bill in posted if bill.period.last_day >= link.visible_from]
    shown = tuple(
        ShownBill(
            bill,
            tuple(one for period, one in money if period == bill.period),
            unpaid.get(bill.period, 0),
        )
        for bill in reversed(seen)
    )
    return BillsScreen(
        link=link,
        balance=ledger.balance(session, link.account.id),
        fees=standing.fees,
        bills=shown,
        has_earlier=len(seen) < len(posted),
        stop=_stop(session, link),
        demo_rows=made_up_rows(session, seen),
    )


def _stop(session: Session, link: Link) -> Stop | None:
    found = bills.stops(session, [link.account.id]).get(link.account.id)
    return Stop(found[0], found[1].code) if found else None


def made_up_rows(session: Session, seen: list[Bill]) -> frozenset[int]:
    """Ids of the tariff rows of these bills whose prices were made up for the demonstration."""
    ids = {line.tariff_row_id for bill in seen for line in bill.lines}
    return frozenset(key for key, row in tariffs.by_ids(session, ids).items() if row.is_demo)
