"""Bills of an outside billing system: what a file says of one, and the bill it becomes here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lk_app.domain.accounts import LOOKALIKES
from lk_app.domain.billing_facts import Adjustment, AdjustmentKind, Bill
from lk_app.domain.charges import BillLine
from lk_app.domain.imports import RowRefused
from lk_app.domain.late_fees import due_date
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

# Идентификатор платёжного документа in ГИС ЖКХ: the unified account, a number, the month
# [?] 18 characters by what billing systems hand out; the order of the last six is not checked
DOCUMENT_NUMBER = re.compile(r"\d{2}[А-Я]{2}\d{6}-\d{2}-\d{4}")
NO_TARIFF = 0  # the price of such a line stands on no row of ours


@dataclass(frozen=True, slots=True)
class ImportedBill:
    """All rows of charges.csv of one account and period; it `follows` its earlier month there."""

    account_number: str
    period: Period
    follows: Period | None = None
    lines: tuple[BillLine, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    late_fee: Kopecks = 0
    document_number: str = ""
    due_date: date | None = None
    closing_balance: Kopecks | None = None

    def bill(self, *, opening_balance: Kopecks, payments: Kopecks) -> Bill:
        """The bill it becomes; raises RowRefused where the file reckons another balance."""
        made = Bill(
            account_number=self.account_number,
            period=self.period,
            opening_balance=opening_balance,
            lines=self.lines,
            adjustments=self.adjustments,
            late_fee=self.late_fee,
            payments=payments,
            due_date=self.due_date or due_date(self.period),
            document_number=self.document_number,
            is_imported=True,
        )
        if self.closing_balance not in (None, made.closing_balance):
            raise RowRefused(
                "import.closing_balance",
                field="closing_balance",
                column="closing_balance",
                ours=made.closing_balance,
                theirs=self.closing_balance,
            )
        return made

    def first_since(self, opened: Period) -> Period:
        """The month that an account without bills begins with: any since it opened, but none after
        an earlier one that the file tells and that did not come in."""
        if self.follows is not None and self.follows >= opened:
            return self.follows
        return max(self.period, opened)

    def is_told_by(self, bill: Bill) -> bool:
        """Whether a posted bill says the same."""
        told = (bill.lines, bill.adjustments, bill.late_fee, bill.document_number)
        return told == (self.lines, self.adjustments, self.late_fee, self.document_number)


@dataclass(slots=True)
class Gathered:
    """The same while its rows are still being read."""

    lines: list[BillLine] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    late_fee: Kopecks = 0
    once: dict[str, str] = field(default_factory=dict)  # what every row of a bill says alike
    at: list[int] = field(default_factory=list)

    def say(self, told: Mapping[str, str]) -> None:
        """Note what is said of the whole bill; raises RowRefused when rows differ in it."""
        for name, value in told.items():
            if value and self.once.setdefault(name, value) != value:
                raise RowRefused("import.bill_differs", field=name, column=name, value=value[:40])

    @property
    def in_order(self) -> tuple[Adjustment, ...]:
        """Adjustments as they stand on a bill."""
        kinds = list(AdjustmentKind)
        return tuple(sorted(self.adjustments, key=lambda one: (kinds.index(one.kind), one.period)))


def document_number(typed: str, unified_account: str = "") -> str:
    """A number of ГИС ЖКХ in Cyrillic capitals; of this unified account, where it is known.

    Raises RowRefused("import.document_number").
    """
    value = "".join(typed.split()).upper().translate(LOOKALIKES)
    if not DOCUMENT_NUMBER.fullmatch(value) or not value.startswith(unified_account):
        raise RowRefused(
            "import.document_number",
            field="document_number",
            column="document_number",
            value=typed[:40],
        )
    return value
