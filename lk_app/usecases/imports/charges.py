"""charges.csv: bills of an outside billing system, posted as they are told; one row a figure.

For a supplier whose own run is off (`billing = "imported"`). A posted bill never changes: what
comes otherwise later is a `correction` of a later month.
A bill is known by account and period; each account's months come in their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from sqlmodel import Session

from lk_app.db import billing, bills, imports, ledger
from lk_app.domain.accounts import Account
from lk_app.domain.billing_facts import Adjustment, AdjustmentKind, Bill
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.imported_charges import NO_TARIFF, Gathered, ImportedBill, document_number
from lk_app.domain.imports import BadRow, RowRefused
from lk_app.domain.ledger import MONEY, LedgerEntry, of_bill
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import files
from lk_app.usecases.imports.accounts import amount
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    load,
    unknown_account,
)
from lk_app.wording import REGISTERS

COLUMNS = (
    *("account_number", "period", "kind", "register", "band", "kwh", "price", "amount"),
    *("basis", "for_period"),
)
OF_BILL = ("document_number", "due_date", "closing_balance")  # the same in every row of a bill
CHARGE, LATE_FEE = "charge", "late_fee"
KINDS = (CHARGE, *AdjustmentKind, LATE_FEE)
MOST_KWH = 9_999_999


def items(
    rows: Iterable[files.Row], books: Books, bad: list[BadRow]
) -> Iterator[Item[ImportedBill]]:
    """Rows put together by account and month; the file is read to its end first."""
    found: defaultdict[tuple[Period, str], Gathered] = defaultdict(Gathered)
    for row in rows:
        try:
            _put(found, row, books)
        except Refusal as reason:
            bad.append(BadRow(row.line, reason))
    for (period, number), one in sorted(found.items()):
        try:
            yield Item(tuple(one.at), _told(number, period, one))
        except Refusal as reason:
            bad += [BadRow(line, reason) for line in one.at]


def _put(found: dict[tuple[Period, str], Gathered], row: files.Row, books: Books) -> None:
    number = files.account_number(row, digits=books.account_number_digits)
    period = Period.parse(files.text(row, "period"))
    files.not_ahead(period.first_day, books.now, books.tz)
    kind = files.one_of(row, "kind", KINDS)
    sum_of = amount(row, "amount", signed=kind not in (CHARGE, LATE_FEE))
    line = _line(row, sum_of) if kind == CHARGE else None
    adjusted = _adjusted(row, kind, sum_of) if kind in set(AdjustmentKind) else None
    one = found[period, number]
    one.say({name: row.cells.get(name, "") for name in OF_BILL})
    one.lines += [line] if line else []
    one.adjustments += [adjusted] if adjusted else []
    one.late_fee += sum_of if kind == LATE_FEE else 0
    one.at.append(row.line)


def _line(row: files.Row, sum_of: Kopecks) -> BillLine | None:
    """A line of a bill; one of no energy and no money says only that there is a bill."""
    kwh = files.whole(row, "kwh", least=0, most=MOST_KWH)
    if not kwh and not sum_of:
        return None
    return BillLine(
        register=files.one_of(row, "register", tuple(REGISTERS)),
        band=files.whole(row, "band", least=1, most=9) if row.cells["band"] else 1,
        kwh=kwh,
        price=amount(row, "price"),
        amount=sum_of,
        basis=Basis(files.one_of(row, "basis", tuple(Basis))),
        tariff_row_id=NO_TARIFF,
    )


def _adjusted(row: files.Row, kind: str, sum_of: Kopecks) -> Adjustment:
    return Adjustment(AdjustmentKind(kind), Period.parse(files.text(row, "for_period")), sum_of)


def _told(number: str, period: Period, one: Gathered) -> ImportedBill:
    whole = files.Row(one.at[0], one.once)
    given = one.once.get("document_number", "")
    return ImportedBill(
        account_number=number,
        period=period,
        lines=tuple(one.lines),
        adjustments=one.in_order,
        late_fee=one.late_fee,
        document_number=document_number(given) if given else "",
        due_date=files.optional_day(whole, "due_date"),
        closing_balance=(
            amount(whole, "closing_balance", signed=True) if "closing_balance" in one.once else None
        ),
    )


def keep(session: Session, chunk: Sequence[Item[ImportedBill]], books: Books, kept: Kept) -> None:
    """Post the bills nobody knew, in the order of their months; one told otherwise is refused."""
    known = imports.accounts(session, {item.value.account_number for item in chunk})
    ids = [account.id for account in known.values()]
    billing.lock(session, ids)
    posted = bills.of_accounts(session, ids)
    money = _money(session, ids)
    new: list[tuple[int, Bill]] = []
    for item in chunk:
        facts = item.value
        try:
            account = known.get(facts.account_number)
            if account is None:
                raise unknown_account(facts.account_number)
            mine = posted.setdefault(account.id, [])
            if _same(mine, facts):
                kept.recognise(item)
                continue
            made = _bill(account, mine, facts, money.get(account.id, {}))
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        mine.append(made)
        new.append((account.id, made))
        kept.add(item)
    bills.add_imported(session, new, import_id=kept.import_id, now=books.now)
    ledger.post(session, (entry for one in new for entry in _entries(one, books)))


def _money(session: Session, ids: Sequence[int]) -> Mapping[int, Mapping[Period, Kopecks]]:
    """What came in, by account and the period that books it."""
    found: defaultdict[int, defaultdict[Period, Kopecks]] = defaultdict(lambda: defaultdict(int))
    for entry in ledger.of_accounts(session, ids, kinds=MONEY):
        found[entry.account_id][entry.booked_in or Period.of(entry.value_date)] -= entry.effect
    return found


def _same(mine: Sequence[Bill], facts: ImportedBill) -> bool:
    """Whether the bill of this month is there; raises RowRefused when it says something else."""
    before = next((one for one in mine if one.period == facts.period), None)
    if before is not None and not facts.is_told_by(before):
        raise RowRefused("import.charges_differ", period=facts.period)
    return before is not None


def _bill(
    account: Account, mine: Sequence[Bill], facts: ImportedBill, money: Mapping[Period, Kopecks]
) -> Bill:
    """The next bill of an account: no month is left out, the first may be any since it opened."""
    last = mine[-1] if mine else None
    opened = Period.of(account.opened_on)
    if facts.period < opened or (last and facts.period != last.period + 1):
        expected = last.period + 1 if last else opened
        raise RowRefused("import.charges_turn", period=facts.period, expected=expected)
    if facts.document_number:
        document_number(facts.document_number, account.unified_account)
    since = last.period if last else opened - 1
    came = (paid for period, paid in money.items() if since < period <= facts.period)
    return facts.bill(
        opening_balance=last.closing_balance if last else account.opening_balance,
        payments=sum(came),
    )


def _entries(one: tuple[int, Bill], books: Books) -> list[LedgerEntry]:
    account_id, bill = one
    return of_bill(account_id, bill, posted_at=books.now)


FORMAT = Format("charges", COLUMNS, OF_BILL, items, keep, moves_money=True)
run = partial(load, FORMAT)
