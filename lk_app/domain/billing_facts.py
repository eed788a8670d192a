"""What a bill is, and everything it depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from lk_app.domain.charges import BillLine, total
from lk_app.domain.consumption import Basis, NormRow, Policy
from lk_app.domain.late_fees import DUE_DAYS, RATES, DueDay, LateFeeRate, due_date
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.positions import Position
from lk_app.domain.readings import ReadingSet
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import TariffBook
from lk_app.domain.windows import SubmissionWindow, counted_period


class BillingRefused(Refusal):
    """This account cannot be billed for this period; everything else of the run goes on.

    Codes: billing.not_next, billing.no_meter, billing.several_meters (two at one time); those of
    tariffs and consumption: tariff.category, tariff.hole, consumption.norm,
    consumption.backwards.
    """


class AdjustmentKind(StrEnum):
    """In the order they stand on a bill."""

    READING = "reading"
    CORRECTION = "correction"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Recount:
    """What a missed period really took, priced by its own rows, and what it was billed before."""

    lines: tuple[BillLine, ...]
    billed: Kopecks

    @property
    def amount(self) -> Kopecks:
        return total(self.lines) - self.billed


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Kopecks added to what an earlier period was billed; negative in the subscriber's favour.

    `recount` is what a reading's adjustment was computed from, kept so that it can be told for
    ever; None for the other kinds, for news of posted months, and in bills posted before it was.
    """

    kind: AdjustmentKind
    period: Period
    amount: Kopecks
    recount: Recount | None = field(default=None, compare=False)


class Bill(NamedTuple):
    """One posted period. All money in kopecks; a positive closing balance is owed.

    `reading_set_ids`, the acts of removal of `act_meter_ids` and `policy` are what it was computed
    from, beside the rows in its lines.
    """

    account_number: str
    period: Period
    opening_balance: Kopecks
    lines: tuple[BillLine, ...]
    adjustments: tuple[Adjustment, ...]
    late_fee: Kopecks
    payments: Kopecks
    due_date: date
    reading_set_ids: tuple[int, ...] = ()
    policy: Policy = Policy.DECREE354
    act_meter_ids: tuple[int, ...] = ()
    document_number: str = ""  # in ГИС ЖКХ, where the supplier's billing system gave one
    is_imported: bool = False  # by an outside billing system: nothing here computed it

    @property
    def charges(self) -> Kopecks:
        return total(self.lines)

    @property
    def adjustment_total(self) -> Kopecks:
        return sum([one.amount for one in self.adjustments]) if self.adjustments else 0

    @property
    def closing_balance(self) -> Kopecks:
        owed = self.opening_balance + self.charges + self.adjustment_total + self.late_fee
        return owed - self.payments

    @property
    def tariff_row_ids(self) -> frozenset[int]:
        """Every row it was computed from: of its lines, and of the months its reading settled."""
        recounts = (one.recount for one in self.adjustments if one.recount)
        lines = chain(self.lines, *(one.lines for one in recounts))
        return frozenset(line.tariff_row_id for line in lines)

    @property
    def is_metered(self) -> bool:
        """Whether readings or an act of removal stand behind it, also when they came to 0 kWh."""
        return bool(self.reading_set_ids or self.act_meter_ids)

    @property
    def basis(self) -> Basis | None:
        """On what ground its kWh stand; None when there were none."""
        return self.lines[0].basis if self.lines else None

    @property
    def kwh(self) -> int:
        return sum(line.kwh for line in self.lines)


class PaymentForBilling(NamedTuple):
    """A payment, or a refund when negative. `booked_in` is the posted period that showed it."""

    value_date: date
    amount: Kopecks
    named: Period | None = None
    booked_in: Period | None = None


class CorrectionForBilling(NamedTuple):
    """A correction of what `period` was billed, counting with the bill of its value date."""

    value_date: date
    period: Period
    amount: Kopecks
    booked_in: Period | None = None


class AccountForBilling(NamedTuple):
    """Everything a bill depends on that belongs to one account; `norm_kwh` a person a month.

    With a `position`, `posted` is empty and readings, payments and corrections are only those it
    does not know of yet. `closed_on` is the day the holder moved out: the meter was read and its
    row ends that day, and only what is owed is billed after its month (docs/decisions/0007).
    """

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
    position: Position | None = None
    closed_on: date | None = None

    @property
    def final_period(self) -> Period | None:
        """The last period with consumption; None while the account is open."""
        return Period.of(self.closed_on) if self.closed_on else None

    @property
    def meters_in_order(self) -> Sequence[Meter]:
        """One after another: a row may end on the day it began, before the one that follows it."""
        return sorted(self.meters, key=lambda one: (one.installed_on, one.removed_on or date.max))

    @property
    def first_period(self) -> Period:
        """The month its first meter was installed in; raises BillingRefused without a meter."""
        if not self.meters:
            raise BillingRefused("billing.no_meter", account_number=self.account_number)
        return Period.of(min(meter.installed_on for meter in self.meters))

    @property
    def next_period(self) -> Period:
        """The first period without a bill."""
        if self.position:
            return self.position.after + 1
        return self.posted[-1].period + 1 if self.posted else self.first_period

    @property
    def balance(self) -> Kopecks:
        """What is owed by the last posted bill."""
        if self.position:
            return self.position.balance
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
    _counted_periods: dict[date, Period] = field(default_factory=dict)
    _due_dates: dict[Period, date] = field(default_factory=dict)

    def due_date(self, period: Period) -> date:
        """The last day to pay the bill of a period without being late."""
        if period not in self._due_dates:
            self._due_dates[period] = due_date(period, self.due_days)
        return self._due_dates[period]

    def counted_period(self, one: ReadingSet) -> Period:
        """The month whose bill a reading goes into."""
        day = one.received_on(self.tz)
        if day not in self._counted_periods:
            self._counted_periods[day] = counted_period(day, self.windows)
        return self._counted_periods[day]
