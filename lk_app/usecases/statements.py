"""«Детализация»: one frozen document for the screen, the PDF and the CSV, made from the ledger."""

from datetime import date, datetime, timedelta, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, bills, ledger, payments, refunds
from lk_app.db.engine import Database
from lk_app.documents.statement import StatementDocument, document_number
from lk_app.domain.accounts import Account, Link, LinkRefused
from lk_app.domain.bills import Bill
from lk_app.domain.ledger import MONEY, EntryKind, LedgerEntry
from lk_app.domain.payments import UNFINISHED, Payment, PaymentState
from lk_app.domain.periods import Period
from lk_app.domain.statements import Entry, OperationKind, OperationState, assemble
from lk_app.settings import Supplier
from lk_app.usecases.accounts import require_link
from lk_app.wording import address

KINDS = {
    EntryKind.OPENING: OperationKind.OPENING,
    EntryKind.CHARGE: OperationKind.CHARGE,
    EntryKind.LATE_FEE: OperationKind.LATE_FEE,
    EntryKind.PAYMENT: OperationKind.PAYMENT,
    EntryKind.REFUND: OperationKind.REFUND,
    EntryKind.REVERSAL: OperationKind.REVERSAL,
}
DAY = timedelta(days=1)


def statement(
    *,
    db: Database,
    supplier: Supplier,
    customer_id: int,
    account_number: str,
    first_day: date | None,
    last_day: date | None,
    now: datetime,
) -> StatementDocument:
    """What a customer sees of an account from `first_day` to `last_day`, both included.

    None means the earliest day the link may see and the latest there is. `now` is business time.
    Raises LinkRefused("link.not_yours") and StatementRefused("statement.span").
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        return of_link(session, supplier, link, first_day=first_day, last_day=last_day, now=now)


def of_link(
    session: Session,
    supplier: Supplier,
    link: Link,
    *,
    first_day: date | None,
    last_day: date | None,
    now: datetime,
) -> StatementDocument:
    """The same inside the caller's transaction; raises StatementRefused("statement.span")."""
    entries = _entries(session, link.account, payer=link.customer_id, zone=_zone(now))
    since = max(first_day or link.visible_from, link.visible_from)
    return _document(
        supplier, link.account, link.holder, entries, since=since, last_day=last_day, now=now
    )


def supplier_statement(
    *,
    db: Database,
    supplier: Supplier,
    account_number: str,
    first_day: date | None,
    last_day: date | None,
    now: datetime,
) -> StatementDocument:
    """The same for the supplier (`lk statement`): all the account's days, payments of anybody.

    Raises LinkRefused("account.unknown") and StatementRefused("statement.span").
    """
    with db.read() as session:
        account = accounts.by_number(session, account_number)
        if account is None:
            raise LinkRefused("account.unknown", account_number=account_number)
        entries = _entries(session, account, payer=None, zone=_zone(now))
    opened = min([account.opened_on, *(entry.day for entry in entries)])
    since = first_day or opened
    return _document(supplier, account, "", entries, since=since, last_day=last_day, now=now)


def _document(
    supplier: Supplier,
    account: Account,
    holder: str,
    entries: list[Entry],
    *,
    since: date,
    last_day: date | None,
    now: datetime,
) -> StatementDocument:
    latest = max([now.date(), *(entry.day for entry in entries)])
    until = min(last_day or latest, date.max - DAY) + DAY
    return StatementDocument(
        supplier=supplier,
        statement=assemble(account.account_number, entries, since, until),
        number=document_number(account.account_number, now, _zone(now)),
        as_of=now,
        zone=_zone(now),
        holder=holder,
        address=address(account.address),
    )


def _zone(now: datetime) -> tzinfo:
    assert now.tzinfo is not None, "the business clock has the supplier's zone"
    return now.tzinfo


def _entries(session: Session, account: Account, *, payer: int | None, zone: tzinfo) -> list[Entry]:
    """Everything posted, and what this payer tried to pay (None: what anybody did)."""
    by_period = {bill.period: bill for bill in bills.of_account(session, account.id)}
    made = {payment.public_id: payment for payment in payments.of_account(session, account.id)}
    paid_back = refunds.references(session, account.id)
    posted = [
        _posted(entry, by_period, made, paid_back) for entry in ledger.entries(session, account.id)
    ]
    tried = (one for one in made.values() if payer is None or one.customer_id == payer)
    told = {entry.reference for entry in posted}
    return posted + [_tried(one, account.id, zone) for one in tried if one.public_id not in told]


def _posted(
    entry: LedgerEntry,
    billed: dict[Period, Bill],
    made: dict[str, Payment],
    paid_back: dict[str, str],
) -> Entry:
    day = entry.value_date
    if entry.booked_in and Period.of(day) != entry.booked_in:
        day = entry.booked_in.first_day  # late news: shown where the bill shows it
    if entry.kind is EntryKind.ADJUSTMENT:
        *_, kind, period, _index = entry.ref.split("/")
        facts: dict[str, object] = {"period": Period.parse(period)}
        return Entry(day, OperationKind(kind), entry.effect, facts=facts)
    reference = ""
    facts = {}
    if entry.kind in MONEY:
        reference = entry.ref.rpartition("/")[0]
        facts = {"value_date": entry.value_date, "period": entry.named}
        if reference in made:
            facts["source"] = made[reference].method
            facts["receipt"] = made[reference].receipt.document
        if reference in paid_back and entry.kind is EntryKind.REFUND:
            facts["paid_back"] = paid_back[reference]
    elif entry.kind is not EntryKind.OPENING:
        facts = {"period": entry.booked_in}
    if entry.kind is EntryKind.CHARGE and entry.booked_in in billed:
        bill = billed[entry.booked_in]
        facts |= {"kwh": bill.kwh, "basis": bill.basis}
    return Entry(day, KINDS[entry.kind], entry.effect, facts=facts, reference=reference)


def _tried(payment: Payment, account_id: int, zone: tzinfo) -> Entry:
    waiting = payment.state in UNFINISHED or payment.state is PaymentState.REVIEW
    (part,) = (part for part in payment.parts if part.account_id == account_id)
    return Entry(
        payment.created_at.astimezone(zone).date(),
        OperationKind.PAYMENT,
        -part.amount,
        OperationState.PENDING if waiting else OperationState.DECLINED,
        facts={"source": payment.method, "period": part.period, "state": payment.state},
        reference=payment.public_id,
    )
