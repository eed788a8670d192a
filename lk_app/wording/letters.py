"""What the subject of a letter says."""

from collections.abc import Sequence
from typing import Protocol

from lk_app.domain.bills import Bill
from lk_app.domain.money import Kopecks
from lk_app.wording.dates import period_name
from lk_app.wording.figures import NBSP, plural, roubles


class ToldBill(Protocol):
    """A bill and what of it is to be paid, in kopecks."""

    @property
    def bill(self) -> Bill: ...

    @property
    def to_pay(self) -> Kopecks: ...


def bills_title(told: Sequence[ToldBill]) -> str:
    """«Квитанция за октябрь 2026: к оплате 1 344,69 ₽», «3 квитанции за октябрь 2026: …»."""
    months = {one.bill.period for one in told}
    when = f" за{NBSP}{period_name(max(months))}" if len(months) == 1 else ""
    count = len(told)
    many = f"{count}{NBSP}{plural(count, 'квитанция', 'квитанции', 'квитанций')}"
    name = "Квитанция" if count == 1 else many
    total = sum(one.to_pay for one in told)
    asked = f"к оплате {roubles(total)}" if total > 0 else "платить ничего не нужно"
    return f"{name}{when}: {asked}"
