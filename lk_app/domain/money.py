"""Money is an integer count of kopecks; roubles exist only in what people and files write."""

import re
from fractions import Fraction

from lk_app.domain.refusals import Refusal

Kopecks = int

ROUBLE: Kopecks = 100
LARGEST: Kopecks = 10**14  # far above any household, far below what 64-bit columns hold

_SPACES = " \u00a0\u202f\u2009"
_AMOUNT = re.compile(
    rf"(?P<sign>[-−+]?)(?P<roubles>\d+|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+)(?:[.,](?P<kopecks>\d+))?",
    re.ASCII,
)


class AmountRefused(Refusal):
    """What was typed is not an amount of roubles and kopecks."""


def parse_roubles(text: str, *, field: str = "amount", signed: bool = False) -> Kopecks:
    """Kopecks from what a person or a file wrote: `1 234,56`, `1234.5`, `-12.00` when `signed`.

    Raises AmountRefused: amount.empty, amount.malformed, amount.three_decimals, amount.negative,
    amount.too_large.
    """
    written = text.strip().removesuffix("₽").rstrip()
    if not written:
        raise AmountRefused("amount.empty", field=field)
    match = _AMOUNT.fullmatch(written)
    if match is None:
        raise AmountRefused("amount.malformed", field=field, text=text[:40])
    fraction = match["kopecks"] or ""
    if len(fraction) > 2:
        raise AmountRefused("amount.three_decimals", field=field, text=text[:40])
    digits = re.sub(rf"[{_SPACES}]", "", match["roubles"])
    if len(digits) > 15:
        raise AmountRefused("amount.too_large", field=field)
    amount = int(digits) * ROUBLE + int(fraction.ljust(2, "0"))
    if amount > LARGEST:
        raise AmountRefused("amount.too_large", field=field)
    if match["sign"] not in ("-", "−"):
        return amount
    if not signed:
        raise AmountRefused("amount.negative", field=field)
    return -amount


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves upwards (the rounding of every kopeck and kWh here)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def plain(amount: Kopecks) -> str:
    """For files and machines: `1234.56`, `-0.05`."""
    roubles, kopecks = divmod(abs(amount), ROUBLE)
    return f"{'-' if amount < 0 else ''}{roubles}.{kopecks:02d}"
