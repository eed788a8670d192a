"""How accounts stand between their bills and the money that came: what is unpaid, since when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from lk_app.db import bills, ledger
from lk_app.domain.accounts import Account
from lk_app.domain.bills import Bill
from lk_app.domain.late_fees import MoneyIn, Standing
from lk_app.domain.ledger import MONEY, LedgerEntry
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.settling import Covered, covered, settle

Money = tuple[Period, MoneyIn]  # the period whose bill carries it


def money_in(session: Session, account_ids: Sequence[int]) -> dict[int, list[Money]]:
    """Each account's payments, and what went back as negative ones, by day."""
    entries = ledger.of_accounts(session, account_ids, kinds=MONEY)
    found: dict[int, list[Money]] = {key: [] for key in account_ids}
    for entry in sorted(entries, key=lambda entry: (entry.value_date, entry.id)):
        found[entry.account_id].append(_money(entry))
    return found


def _money(entry: LedgerEntry) -> Money:
    period = entry.booked_in or Period.of(entry.value_date)
    return period, MoneyIn(entry.value_date, -entry.effect, entry.named)


def standings(
    session: Session, accounts: Iterable[Account], posted: Mapping[int, Sequence[Bill]]
) -> dict[int, Standing]:
    """How each account stands now; `posted` are its bills, oldest first."""
    asked = list(accounts)
    money = money_in(session, [one.id for one in asked])
    return {
        one.id: settle(one.opening_balance, posted.get(one.id, ()), money[one.id]) for one in asked
    }


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
    return {
        key: first_due(standing, posted[key])
        for key, standing in standings(session, owing, posted).items()
    }


def first_due(standing: Standing, posted: Sequence[Bill]) -> date:
    """The earliest day to pay by of an account that owes something."""
    unpaid = (debt.due for debt in standing.debts if debt.principal > 0)
    return min(unpaid, default=posted[-1].due_date)


def covered_by(session: Session, account: Account, entry: LedgerEntry) -> Covered | None:
    """What a payment's entry paid, in the order money was booked; None before the first bill.

    An advance is told as what it waits for until a bill is posted that takes it.
    """
    posted = bills.of_account(session, account.id)
    if not posted:
        return None
    booked = ledger.of_accounts(session, [account.id], kinds=MONEY)
    earlier = [_money(one) for one in booked if one.id < entry.id]
    before = settle(account.opening_balance, posted, earlier)
    return covered(before, settle(account.opening_balance, posted, [*earlier, _money(entry)]))


def last_of(posted: Sequence[Bill]) -> Period | None:
    """The period of the last of an account's bills, oldest first."""
    return posted[-1].period if posted else None
