"""The payment QR of a bill by ГОСТ Р 56042-2014: any bank's app fills in the transfer from it."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO

import segno

from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.settings import Supplier

HEADER = "ST00012"  # 5.2: the format, its version 0001, and 2 for UTF-8
UTILITIES = "02"  # TechCode, table 3: housing and utilities
# 5.2: the separator is any character that no value holds; control characters never survive
# `_clean`, so the last one is always free.
SEPARATORS = "|~^;#!\x1f"
LIMITS = {  # characters; those of the first seven are the standard's, the others keep the QR small
    "Name": 160,
    "PersonalAcc": 20,
    "BankName": 45,
    "BIC": 9,
    "CorrespAcc": 20,
    "Sum": 18,
    "Purpose": 210,
    "PayerAddress": 120,
}
LIMIT = 40


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What a payer's bank has to know; `amount` in kopecks, empty strings are left out."""

    supplier: Supplier
    amount: Kopecks
    account_number: str
    payer: str
    address: str
    period: Period
    purpose: str
    meter_serial: str = ""
    readings: tuple[int, ...] = ()


def fields(order: PaymentOrder) -> tuple[tuple[str, str], ...]:
    """Names and values in the order of the standard: the five obligatory ones first."""
    supplier = order.supplier
    obligatory = (
        ("Name", supplier.name),
        ("PersonalAcc", supplier.bank_account),
        ("BankName", supplier.bank_name),
        ("BIC", supplier.bic),
        ("CorrespAcc", supplier.correspondent_account),
    )
    others = (
        ("Sum", str(order.amount)),
        ("Purpose", order.purpose),
        ("PayeeINN", supplier.inn),
        ("KPP", supplier.kpp),
        *_name(order.payer),
        ("PayerAddress", order.address),
        ("PersAcc", order.account_number),
        # [?] the standard names no form of a period; banks and ГИС ЖКХ write ММГГГГ
        ("PaymPeriod", f"{order.period.month:02d}{order.period.year}"),
        ("CounterId", order.meter_serial),
        # one value by the standard: the registers of a meter in the order of the bill
        ("CounterVal", ";".join(map(str, order.readings))),
        ("TechCode", UTILITIES),
    )
    given = ((name, _clean(name, value)) for name, value in (*obligatory, *others))
    must = {name for name, _ in obligatory}
    return tuple((name, value) for name, value in given if value or name in must)


def text(order: PaymentOrder) -> str:
    """«ST00012|Name=…|…»; a `|` in any value puts another separator everywhere."""
    pairs = [f"{name}={value}" for name, value in fields(order)]
    separator = next(one for one in SEPARATORS if not any(one in pair for pair in pairs))
    return separator.join([HEADER, *pairs])


def svg(written: str) -> str:
    """The QR as a drawing, correction level M or better, with its quiet zone."""
    drawn = BytesIO()
    # no ECI: the header says the encoding, and old readers stumble over the mark
    segno.make_qr(written, error="m", encoding="utf-8").save(drawn, kind="svg", xmldecl=False)
    return drawn.getvalue().decode()


def _name(payer: str) -> tuple[tuple[str, str], ...]:
    """«Иванова Анна Петровна» in the standard's three fields."""
    words = payer.split(maxsplit=2)
    return tuple(zip(("LastName", "FirstName", "MiddleName"), words, strict=False))


def _clean(name: str, value: str) -> str:
    """One line without control, direction and half characters, cut to the field's limit."""
    seen = "".join(
        " " if char.isspace() else char
        for char in value
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return seen.strip()[: LIMITS.get(name, LIMIT)].rstrip()
