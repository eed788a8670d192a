"""How accounts stand between their bills and the money that came: what is unpaid, since when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from lk_app.db import ledger
from lk_app.domain.accounts import Account
from lk_app.domain.bills import Bill
from lk_app.domain.late_fees import MoneyIn
from lk_app.domain.ledger import MONEY
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.settling import settle

Money = tuple[Period, MoneyIn]  # the period whose bill carries it


def money_in(session: Session, account_ids: Sequence[int]) -> dict[int, list[Money]]:
    """Each account's payments, and what went back as negative ones, by day."""
    entries = ledger.of_accounts(session, account_ids, kinds=MONEY)
    found: dict[int, list[Money]] = {key: [] for key in account_ids}
    for entry in sorted(entries, key=lambda entry: (entry.value_date, entry.id)):
        period = entry.booked_in or Period.of(entry.value_date)
        found[entry.account_id].append(
            (period, MoneyIn(entry.value_date, -entry.effect, entry.named))
        )
    return found


def first_dues(
    session: Session,
    accounts: Iterable[Account],
    posted: Mapping[int, Sequence[Bill]],
    balances: Mapping[int, Kopecks],
) -> dict[int, date]:
    """The earliest day that was to be paid by, of each account with bills that owes something.

    `posted` are the bills of each account, oldest first. Where late fees alone are owed, the day
    is that of the last bill.
    """
    owing = [one for one in accounts if balances[one.id] > 0 and posted.get(one.id)]
    money = money_in(session, [one.id for one in owing])
    dues = {}
    for one in owing:
        standing = settle(one.opening_balance, posted[one.id], money[one.id])
        unpaid = [debt.due for debt in standing.debts if debt.principal > 0]
        dues[one.id] = min(unpaid, default=posted[one.id][-1].due_date)
    return dues


def last_of(posted: Sequence[Bill]) -> Period | None:
    """The period of the last of an account's bills, oldest first."""
    return posted[-1].period if posted else None
