"""Posted bills written as charges.csv, as an outside billing system would tell them."""

from collections.abc import Iterable, Iterator

from lk_app.domain.bills import Bill
from lk_app.domain.money import plain
from lk_app.usecases.imports import charges

HEADER = ",".join([*charges.COLUMNS, *charges.OF_BILL])


def text(bills: Iterable[Bill]) -> str:
    """The whole file."""
    return "\n".join([HEADER, *(row for bill in bills for row in rows(bill)), ""])


def rows(bill: Bill) -> Iterator[str]:
    """A row a figure; a bill without any says that it is one."""
    head = f"{bill.account_number},{bill.period}"
    tail = f",{bill.due_date},{plain(bill.closing_balance)}"
    for one in bill.lines:
        told = (one.register, one.band, one.kwh, plain(one.price), plain(one.amount), one.basis)
        yield f"{head},charge,{','.join(map(str, told))},,{tail}"
    for adjusted in bill.adjustments:
        yield f"{head},{adjusted.kind},,,,,{plain(adjusted.amount)},,{adjusted.period},{tail}"
    if bill.late_fee or not (bill.lines or bill.adjustments):
        yield f"{head},late_fee,,,,,{plain(bill.late_fee)},,,{tail}"
