"""What a bill is, and everything it depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from fractions import Fraction

from lk_app.domain.charges import BillLine, total
from lk_app.domain.consumption import Basis, NormRow, Policy
from lk_app.domain.late_fees import DUE_DAYS, RATES, DueDay, LateFeeRate
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import TariffBook
from lk_app.domain.windows import SubmissionWindow


class BillingRefused(Refusal):
    """This account cannot be billed for this period; everything else of the run goes on.

    Codes: billing.not_next, billing.no_meter, billing.several_meters, and those of the tariffs and
    consumption: tariff.category, tariff.hole, consumption.norm, consumption.backwards.
    """


class AdjustmentKind(StrEnum):
    """In the order they stand on a bill."""

    READING = "reading"
    CORRECTION = "correction"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Kopecks added to what an earlier period was billed; negative in the subscriber's favour."""

    kind: AdjustmentKind
    period: Period
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Bill:
    """One posted period. All money in kopecks; a positive closing balance is owed.

    `reading_set_id` and `policy` are what it was computed from, beside the rows in its lines.
    """

    account_number: str
    period: Period
    opening_balance: Kopecks
    lines: tuple[BillLine, ...]
    adjustments: tuple[Adjustment, ...]
    late_fee: Kopecks
    payments: Kopecks
    due_date: date
    reading_set_id: int | None = None
    policy: Policy = Policy.DECREE354

    @property
    def charges(self) -> Kopecks:
        return total(self.lines)

    @property
    def adjustment_total(self) -> Kopecks:
        return sum(adjustment.amount for adjustment in self.adjustments)

    @property
    def closing_balance(self) -> Kopecks:
        owed = self.opening_balance + self.charges + self.adjustment_total + self.late_fee
        return owed - self.payments

    @property
    def basis(self) -> Basis | None:
        """On what ground its kWh stand; None when there were none."""
        return self.lines[0].basis if self.lines else None

    @property
    def kwh(self) -> int:
        return sum(line.kwh for line in self.lines)


@dataclass(frozen=True, slots=True)
class PaymentForBilling:
    """A payment, or a refund when negative. `booked_in` is the posted period that showed it."""

    value_date: date
    amount: Kopecks
    named: Period | None = None
    booked_in: Period | None = None


@dataclass(frozen=True, slots=True)
class CorrectionForBilling:
    """A correction of what `period` was billed, counting with the bill of its value date."""

    value_date: date
    period: Period
    amount: Kopecks
    booked_in: Period | None = None


@dataclass(frozen=True, slots=True)
class AccountForBilling:
    """Everything a bill depends on that belongs to one account; `norm_kwh` a person a month."""

    account_number: str
    category: str
    residents: int
    norm_kwh: Fraction | None
    meters: tuple[Meter, ...]
    readings: Sequence[ReadingSet] = ()
    payments: Sequence[PaymentForBilling] = ()
    corrections: Sequence[CorrectionForBilling] = ()
    opening_balance: Kopecks = 0
    posted: Sequence[Bill] = ()

    @property
    def first_period(self) -> Period:
        """The month its first meter was installed in; raises BillingRefused without a meter."""
        if not self.meters:
            raise BillingRefused("billing.no_meter", account_number=self.account_number)
        return Period.of(min(meter.installed_on for meter in self.meters))

    @property
    def next_period(self) -> Period:
        """The first period without a bill."""
        return self.posted[-1].period + 1 if self.posted else self.first_period

    @property
    def balance(self) -> Kopecks:
        """What is owed by the last posted bill."""
        return self.posted[-1].closing_balance if self.posted else self.opening_balance


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Everything a bill depends on that is the same for all accounts, as dated rows."""

    book: TariffBook
    tz: tzinfo
    windows: Sequence[SubmissionWindow] = ()
    rates: Sequence[LateFeeRate] = RATES
    norms: Sequence[NormRow] = ()
    due_days: Sequence[DueDay] = DUE_DAYS
    policy: Policy = Policy.DECREE354
