"""The screen and the file of consumption: what the bills say was used, month by month."""

from dataclasses import dataclass

from lk_app.db import bills
from lk_app.db.engine import Database
from lk_app.documents.consumption import consumption_csv
from lk_app.domain.accounts import Link
from lk_app.domain.consumption_history import MonthUse, by_month
from lk_app.settings import Supplier
from lk_app.usecases.accounts import require_link
from lk_app.wording import account_number as printed


@dataclass(frozen=True, slots=True)
class ConsumptionScreen:
    """Billed months the link may see, oldest first.

    `has_earlier` says that there are bills from before `link.visible_from`.
    """

    link: Link
    months: tuple[MonthUse, ...]
    has_earlier: bool


def screen(*, db: Database, customer_id: int, account_number: str) -> ConsumptionScreen:
    """One account. Raises LinkRefused (link.not_yours)."""
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        posted = bills.of_account(session, link.account.id)
    seen = [bill for bill in posted if bill.period.last_day >= link.visible_from]
    return ConsumptionScreen(link, by_month(seen), has_earlier=len(seen) < len(posted))


def csv_file(*, db: Database, supplier: Supplier, customer_id: int, account_number: str) -> bytes:
    """All the months of `screen` for a spreadsheet. Raises LinkRefused (link.not_yours)."""
    shown = screen(db=db, customer_id=customer_id, account_number=account_number)
    number = printed(shown.link.account.account_number, supplier.account_number_groups)
    return consumption_csv(number, shown.months)
