"""The first screen of the cabinet: what to do now for each account, and what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from lk_app.db import accounts, bills, ledger, meters, readings, windows
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.meters import Meter, serving
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, counted_sets, why_unread
from lk_app.domain.refusals import Refusal
from lk_app.domain.windows import SubmissionWindow, counted_period
from lk_app.usecases.standings import first_dues, last_of


@dataclass(frozen=True, slots=True)
class AccountOverview:
    """One account. `sent` is what was received for the month that a reading sent now counts for.

    `unread` says why no reading can be sent by hand, `stop` why it is billed no further and since
    when. `due_date` is the earliest day that was to be paid by, while something is owed.
    `awaits_final`: the account is closed, and what it comes to in the end is not billed yet.
    """

    link: Link
    balance: Kopecks
    due_date: date | None
    sent: ReadingSet | None
    unread: ReadingRefused | None
    stop: tuple[Period, Refusal] | None
    awaits_final: bool = False

    @property
    def awaits_reading(self) -> bool:
        return self.sent is None and self.unread is None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a customer sees first; `owed` sums the debts: no credit pays for another account."""

    accounts: tuple[AccountOverview, ...]
    counts_for: Period

    @property
    def owed(self) -> Kopecks:
        return sum(max(account.balance, 0) for account in self.accounts)

    @property
    def open_accounts(self) -> int:
        """How many accounts somebody still lives on."""
        return sum(account.link.account.closed_on is None for account in self.accounts)

    @property
    def awaiting(self) -> int:
        """How many accounts a reading may still be sent for."""
        return sum(account.awaits_reading for account in self.accounts)


def overview(*, db: Database, customer_id: int, now: datetime, tz: tzinfo) -> Overview:
    """The customer's accounts at business time `now`, in the order they were attached."""
    today = now.astimezone(tz).date()
    with db.read() as session:
        links = accounts.links(session, customer_id)
        ids = [link.account.id for link in links]
        rows = windows.published(session)
        balances = ledger.balances(session, ids)
        posted = bills.of_accounts(session, ids)
        stops = bills.stops(session, ids)
        dues = first_dues(session, (link.account for link in links), posted, balances)
        fitted = {
            key: serving(mine, today) for key, mine in meters.of_accounts(session, ids).items()
        }
        sets = readings.of_meters(session, [meter.id for meter in fitted.values() if meter])
    counts_for = counted_period(today, rows)
    return Overview(
        accounts=tuple(
            AccountOverview(
                link,
                balance=balances[link.account.id],
                due_date=dues.get(link.account.id),
                sent=_sent(fitted.get(link.account.id), sets, counts_for, rows, tz),
                unread=why_unread(
                    fitted.get(link.account.id), today, closed_on=link.account.closed_on
                ),
                awaits_final=link.account.final_bill_awaited(
                    last_of(posted.get(link.account.id, ()))
                ),
                stop=stops.get(link.account.id),
            )
            for link in links
        ),
        counts_for=counts_for,
    )


def _sent(
    meter: Meter | None,
    sets: dict[int, list[ReadingSet]],
    counts_for: Period,
    rows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> ReadingSet | None:
    return counted_sets(sets[meter.id], rows, tz).get(counts_for) if meter else None
