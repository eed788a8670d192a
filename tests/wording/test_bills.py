"""Why a bill stands on no reading of its month."""

from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis, Policy
from lk_app.wording.bills import why
from tests.documents import papers

NORM = BillLine("single", 1, 192, 475, 91200, Basis.NORM, 1)


def test_the_norm_by_the_suppliers_own_rule_is_not_blamed_on_the_decree() -> None:
    bill = papers.bill().bill._replace(lines=(NORM,))
    assert "ПП РФ № 354, п. 59(2) и 60" in why(bill)
    announced = why(bill._replace(policy=Policy.NORM))
    assert "поставщик начисляет тогда по нормативу" in announced
    assert "354" not in announced
    assert "трёх месяцев" not in announced


def test_a_metered_bill_needs_no_excuse() -> None:
    assert why(papers.bill().bill) == ""
