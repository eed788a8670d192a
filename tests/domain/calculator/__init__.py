"""A second calculator, written from CONTRACT.md and docs/decisions/0007 alone; no lk_app in it.

It takes plain dictionaries (`bills` says which) and gives what `lk billing show --json` prints. A
month is the number year × 12 + month − 1, money is whole kopecks.
"""

from tests.domain.calculator.bills import Calculator, as_known, first_month, month_of, written_month

__all__ = ["Calculator", "as_known", "first_month", "month_of", "written_month"]
