"""What stands behind the figures of a bill, as facts; `explanations` finds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lk_app.domain.billing_facts import Adjustment, Bill, PaymentForBilling
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.fee_stretches import BillFee
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSource
from lk_app.domain.tariffs import PricedDays, TariffRow


@dataclass(frozen=True, slots=True)
class KnownValues:
    """What a meter showed; `source` is None for the values it was installed or removed with."""

    period: Period
    day: date
    values: Mapping[str, int]
    source: ReadingSource | None
    is_act: bool = False  # of removal


@dataclass(frozen=True, slots=True)
class RegisterStep:
    """One register between two known values: `total` kWh over all months, `own` of this bill."""

    register: str
    old: int
    new: int
    total: int
    own: int

    @property
    def rolled_over(self) -> bool:
        return self.new < self.old


@dataclass(frozen=True, slots=True)
class ByReadings:
    """METERED over one or more months, or AVERAGE over `months`: the two sets and what lies
    between. `nth` is which month without readings in a row this is, 0 when there was one."""

    since: KnownValues
    until: KnownValues
    ratio: int
    dial: int
    months: int
    steps: tuple[RegisterStep, ...]
    nth: int = 0
    serial: str = ""  # "" too where the reader has not proven to know it

    @property
    def own(self) -> Mapping[str, int]:
        """This bill's kWh of each register."""
        return {step.register: step.own for step in self.steps}

    @property
    def kwh(self) -> dict[str, int]:
        """The same without registers of 0 kWh, as lines of a bill are."""
        return {register: kwh for register, kwh in self.own.items() if kwh}


@dataclass(frozen=True, slots=True)
class ByMeters:
    """The same over several meters, a part each in their order: a month in which one was replaced,
    or an average over `months` reaching back through a replacement (`nth` as above, else 0)."""

    parts: tuple[ByReadings, ...]
    own: Mapping[str, int]
    months: int
    nth: int = 0

    @property
    def kwh(self) -> dict[str, int]:
        return {register: kwh for register, kwh in self.own.items() if kwh}


class NormReason(StrEnum):
    """Why the norm, and not the average."""

    POLICY = "policy"  # this supplier announces it so
    SHORT_HISTORY = "short_history"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class ByNorm:
    """`norm_kwh` a person a month; None when the bill's kWh are no whole number a person.

    `over_average` is what the norm cost more than the account's own average, None without one.
    """

    reason: NormReason
    kwh: int
    residents: int
    norm_kwh: int | None
    nth: int
    over_average: Kopecks | None


Use = ByReadings | ByMeters | ByNorm | None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line, the row it was priced by, and the kWh its band begins after."""

    line: BillLine
    row: TariffRow | None
    above_kwh: int


@dataclass(frozen=True, slots=True)
class Share:
    """A missed month's part of what the meter counted, priced by that month's own tariff."""

    kwh: int
    lines: tuple[PricedLine, ...]
    billed: Kopecks

    @property
    def amount(self) -> Kopecks:
        return sum(one.line.amount for one in self.lines)


@dataclass(frozen=True, slots=True)
class FeeChange:
    """A posted month's late fee before and after news of these days came."""

    was: Kopecks
    now: Kopecks
    news: tuple[PaymentForBilling, ...]


@dataclass(frozen=True, slots=True)
class ExplainedAdjustment:
    """Why an earlier month was corrected, where it can be shown."""

    adjustment: Adjustment
    why: Share | FeeChange | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A posted bill and the facts behind each of its figures; None where they are not known.

    `parts` are the days of each price list, when it changed inside the month. `reckoned` is the
    first later bill that put this one right by a reading, and by how many kopecks. `closed_on` is
    the day the holder moved out, told from the final bill on.
    """

    bill: Bill
    use: Use
    parts: tuple[PricedDays, ...]
    lines: tuple[PricedLine, ...]
    adjustments: tuple[ExplainedAdjustment, ...]
    fees: tuple[BillFee, ...] | None
    reckoned: tuple[Period, Kopecks] | None
    closed_on: date | None = None

    @property
    def is_estimated(self) -> bool:
        return self.bill.basis in (Basis.AVERAGE, Basis.NORM)
