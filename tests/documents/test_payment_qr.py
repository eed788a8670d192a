"""The text of the payment QR: whatever stands in the fields comes back out of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lk_app.documents import payment_qr
from lk_app.documents.payment_qr import PaymentOrder
from lk_app.domain.periods import Period
from tests.documents import papers

ORDER = PaymentOrder(
    supplier=papers.SUPPLIER,
    amount=109514,
    account_number="6410100102",
    payer="Петров Пётр Ильич",
    address=papers.ADDRESS,
    period=Period(2026, 3),
    purpose="Электроэнергия за март 2026",
    meter_serial="01174137",
    readings=(11422,),
)
LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
ANYTHING = st.text()


def read(written: str) -> dict[str, str]:
    """As a bank does: the separator is whatever follows the header's seven characters."""
    assert written.startswith("ST00012")
    fields = dict(pair.split("=", 1) for pair in written[8:].split(written[7]))
    assert len(fields) == written[8:].count(written[7]) + 1
    return fields


@given(
    name=LINE.map(lambda text: text[:160]),
    bank=LINE.map(lambda text: text[:45]),
    payer=LINE.map(lambda text: text[:40]),
    address=LINE.map(lambda text: text[:120]),
    serial=LINE.map(lambda text: text[:40]),
)
def test_what_goes_in_comes_out(
    name: str, bank: str, payer: str, address: str, serial: str
) -> None:
    supplier = replace(papers.SUPPLIER, name=name, bank_name=bank)
    order = replace(ORDER, supplier=supplier, payer=payer, address=address, meter_serial=serial)
    fields = read(payment_qr.text(order))
    assert (fields["Name"], fields["BankName"]) == (name, bank)
    assert (fields["LastName"], fields["PayerAddress"]) == (payer, address)
    assert (fields["CounterId"], fields["Sum"]) == (serial, "109514")


@given(ANYTHING, ANYTHING, ANYTHING)
def test_nothing_typed_adds_loses_or_overlongs_a_field(name: str, payer: str, purpose: str) -> None:
    supplier = replace(papers.SUPPLIER, name=name)
    order = replace(ORDER, supplier=supplier, payer=payer, purpose=purpose)
    fields = read(payment_qr.text(order))
    assert fields == dict(payment_qr.fields(order))
    assert list(fields)[:5] == ["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]
    assert len(fields["Name"]) <= 160
    assert all(len(value) <= 210 for value in fields.values())


@pytest.mark.parametrize(
    ("typed", "separator"), [("без черты", "|"), ("а|б", "~"), ("|~^;#!", "\x1f")]
)
def test_a_value_with_the_separator_changes_it_everywhere(typed: str, separator: str) -> None:
    written = payment_qr.text(replace(ORDER, address=typed))
    assert written[7] == separator
    assert read(written)["PayerAddress"] == typed


def test_the_period_is_month_and_year() -> None:
    assert read(payment_qr.text(ORDER))["PaymPeriod"] == "032026"


def test_what_is_not_known_is_left_out() -> None:
    silent = replace(ORDER, payer="", address="", meter_serial="", readings=())
    left_out = {"LastName", "FirstName", "MiddleName", "PayerAddress", "CounterId", "CounterVal"}
    assert not left_out & set(read(payment_qr.text(silent)))


def test_the_longest_order_still_fits_a_code() -> None:
    supplier = replace(papers.SUPPLIER, name="Щ" * 999, bank_name="Щ" * 999)
    names = " ".join(["😀" * 99] * 3)
    longest = replace(ORDER, supplier=supplier, payer=names, address="😀" * 999)
    assert payment_qr.svg(payment_qr.text(longest)).startswith("<svg")
