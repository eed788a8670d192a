"""charges.csv: bills of an outside billing system, posted as they are told; one row a figure.

For a supplier whose own run is off (`billing = "imported"`). A posted bill never changes: what
comes otherwise later is a `correction` of a later month.
A bill is known by account and period; each account's months come in their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    """Rows put together by account and month; the file is read to its end first.

    A bill never changes once it is posted, so none comes in without one of its rows.
    """
    found: defaultdict[tuple[Period, str], Gathered] = defaultdict(Gathered)
    for row in rows:
        try:
            whose = _whose(row, books)
            found[whose].at.append(row.line)
            _put(found[whose], row, whose[0], books)
        except Refusal as reason:
            bad.append(BadRow(row.line, reason))
    broken = {one.line for one in bad}
    stray = min(broken.difference(*(one.at for one in found.values())), default=0)
    before: dict[str, Period] = {}
    for (period, number), one in sorted(found.items()):
        follows, before[number] = before.get(number), period
        try:
            _check_whole(one, broken, stray)
            yield Item(tuple(one.at), _told(number, period, follows, one))
        except Refusal as reason:
            bad += [BadRow(line, reason) for line in one.at]


def _whose(row: files.Row, books: Books) -> tuple[Period, str]:
    number = files.account_number(row, digits=books.account_number_digits)
    return Period.parse(files.text(row, "period")), number


def _put(one: Gathered, row: files.Row, period: Period, books: Books) -> None:
    files.not_ahead(period.first_day, books.now, books.tz)
    kind = files.one_of(row, "kind", KINDS)
    sum_of = amount(row, "amount", signed=kind not in (CHARGE, LATE_FEE))
    line = _line(row, sum_of) if kind == CHARGE else None
    adjusted = _adjusted(row, kind, sum_of) if kind in set(AdjustmentKind) else None
    one.say({name: row.cells.get(name, "") for name in OF_BILL})
    one.lines += [line] if line else []
    one.adjustments += [adjusted] if adjusted else []
    one.late_fee += sum_of if kind == LATE_FEE else 0


def _check_whole(one: Gathered, broken: AbstractSet[int], stray: int) -> None:
    """Raises RowRefused for a bill with a row that was not taken; for every bill where nobody can
    tell whose the row on line `stray` is."""
    if stray:
        raise RowRefused("import.charges_whose", line=stray)
    torn = min(broken & {*one.at}, default=0)
    if torn:
        raise RowRefused("import.charges_torn", line=torn)


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


def _told(number: str, period: Period, follows: Period | None, one: Gathered) -> ImportedBill:
    whole = files.Row(one.at[0], one.once)
    given = one.once.get("document_number", "")
    return ImportedBill(
        account_number=number,
        period=period,
        follows=follows,
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
    """The next bill of an account, of the month whose turn it is."""
    last = mine[-1] if mine else None
    opened = Period.of(account.opened_on)
    expected = last.period + 1 if last else facts.first_since(opened)
    if facts.period != expected:
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
