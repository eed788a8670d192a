"""«Найти» of the console: a page of each kind, and one more to know of the next page."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, col, or_, select

from lk_app.db import houses, name_words, typed
from lk_app.db.accounts import account_of
from lk_app.db.customers import customer_of
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    CustomerRow,
    HolderRow,
    HouseRow,
    MeterRow,
    PaymentPartRow,
    PaymentRow,
    ReadingRow,
)
from lk_app.domain.finding import (
    Found,
    FoundAccount,
    FoundMeter,
    FoundPayment,
    FoundPerson,
    FoundReading,
    Kind,
    Wanted,
)


def find(
    session: Session, kind: Kind, wanted: Wanted, *, limit: int, offset: int
) -> Sequence[Found]:
    """At most `limit` of this kind, by their numbers or names, after the first `offset`."""
    return FINDERS[kind](session, wanted, limit, offset)


def of_house(
    session: Session, house_id: int, asked: str, *, limit: int, offset: int
) -> list[FoundAccount]:
    """The accounts of a house by their numbers; those of a flat or a number, if asked."""
    match = [col(AccountRow.house_id) == house_id]
    if asked:
        match.append(or_(col(AccountRow.apartment) == asked, *typed.numbered(asked)))
    return _accounts(session, and_(*match), limit, offset)


def accounts(session: Session, wanted: Wanted, limit: int, offset: int) -> list[FoundAccount]:
    """By the beginning of the number, ЕЛС, or words of whoever holds or held it."""
    match: list[ColumnElement[bool]] = []
    if wanted.digits:
        match.append(typed.account_begins(wanted.digits))
    if wanted.unified:
        match.append(col(AccountRow.unified_account) == wanted.unified)
    if wanted.words:
        held = select(HolderRow.account_id).where(
            name_words.named(session, HolderRow, wanted.words)
        )
        match.append(col(AccountRow.id).in_(held))
    return _accounts(session, or_(false(), *match), limit, offset)


def _accounts(
    session: Session, match: ColumnElement[bool], limit: int, offset: int
) -> list[FoundAccount]:
    rows = session.exec(
        select(AccountRow, HouseRow)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .where(match)
        .order_by(AccountRow.account_number)
        .limit(limit)
        .offset(offset)
    ).all()
    names = _holders(session, [account.id or 0 for account, _ in rows])
    return [
        FoundAccount(account_of(account, house), names.get(account.id or 0, ""))
        for account, house in rows
    ]


def _holders(session: Session, account_ids: Sequence[int]) -> Mapping[int, str]:
    """Who holds each of them, or did last."""
    rows = session.exec(
        select(HolderRow.account_id, HolderRow.name)
        .where(col(HolderRow.account_id).in_(account_ids))
        .order_by(col(HolderRow.valid_from))
    )
    return dict(rows.all())


def people(session: Session, wanted: Wanted, limit: int, offset: int) -> list[FoundPerson]:
    """Registered people by mailbox, phone or words of their name."""
    match: list[ColumnElement[bool]] = []
    if wanted.email:
        match.append(col(CustomerRow.email) == wanted.email)
    if wanted.phone:
        match.append(col(CustomerRow.phone) == wanted.phone)
    if wanted.words:
        match.append(name_words.named(session, CustomerRow, wanted.words))
    rows = session.exec(
        select(CustomerRow)
        .where(or_(false(), *match), col(CustomerRow.confirmed_at).is_not(None))
        .order_by(CustomerRow.last_name, CustomerRow.first_name, col(CustomerRow.id))
        .limit(limit)
        .offset(offset)
    ).all()
    attached = _attached(session, [row.id or 0 for row in rows])
    return [FoundPerson(customer_of(row), attached[row.id or 0]) for row in rows]


def _attached(session: Session, customer_ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(AccountLinkRow.customer_id, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == AccountLinkRow.account_id)
        .where(col(AccountLinkRow.customer_id).in_(customer_ids))
        .order_by(AccountRow.account_number)
    )
    for customer_id, number in rows:
        found[customer_id].append(number)
    return found


def meters(session: Session, wanted: Wanted, limit: int, offset: int) -> list[FoundMeter]:
    """By the beginning of the serial number."""
    rows = session.exec(
        select(MeterRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == MeterRow.account_id)
        .where(col(MeterRow.serial).startswith(wanted.number, autoescape=True))
        .order_by(MeterRow.serial, AccountRow.account_number)
        .limit(limit)
        .offset(offset)
    )
    return [FoundMeter(row.serial, row.model, number, row.removed_on) for row, number in rows]


def payments(session: Session, wanted: Wanted, limit: int, offset: int) -> list[FoundPayment]:
    """By our number or the gateway's."""
    rows = session.exec(
        select(PaymentRow)
        .where(
            or_(
                col(PaymentRow.public_id) == wanted.number,
                col(PaymentRow.external_id) == wanted.number,
            )
        )
        .order_by(col(PaymentRow.id))
        .limit(limit)
        .offset(offset)
    ).all()
    return [
        FoundPayment(row.public_id, row.amount, row.state, row.created_at, _paid(session, row))
        for row in rows
    ]


def _paid(session: Session, payment: PaymentRow) -> list[str]:
    rows = session.exec(
        select(AccountRow.account_number)
        .join(PaymentPartRow, col(PaymentPartRow.account_id) == AccountRow.id)
        .where(PaymentPartRow.payment_id == payment.id)
        .order_by(AccountRow.account_number)
    )
    return list(rows)


def readings(session: Session, wanted: Wanted, limit: int, offset: int) -> list[FoundReading]:
    """By the number of the receipt."""
    rows = session.exec(
        select(ReadingRow.receipt_number, AccountRow.account_number, ReadingRow.received_at)
        .join(AccountRow, col(AccountRow.id) == ReadingRow.account_id)
        .where(ReadingRow.receipt_number == wanted.number)
        .limit(limit)
        .offset(offset)
    )
    return [FoundReading(*row) for row in rows]


def _houses(session: Session, wanted: Wanted, limit: int, offset: int) -> Sequence[Found]:
    if not wanted.address:
        return []
    return houses.search(session, list(wanted.address), limit=limit, offset=offset)


FINDERS: Mapping[Kind, Callable[[Session, Wanted, int, int], Sequence[Found]]] = {
    Kind.ACCOUNTS: accounts,
    Kind.PEOPLE: people,
    Kind.HOUSES: _houses,
    Kind.METERS: meters,
    Kind.PAYMENTS: payments,
    Kind.READINGS: readings,
}
