"""Autopays and their charges."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, select, update
from sqlmodel.sql.expression import Select

from lk_app.db import accounts
from lk_app.db.tables import AccountRow, AutopayChargeRow, AutopayRow, BillRow, SavedMethodRow
from lk_app.domain.autopay import (
    Autopay,
    Charge,
    ChargeState,
    Ground,
    LatestBill,
    Terms,
    Trigger,
)
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period


def add(session: Session, autopay: Autopay) -> None:
    """Turn one on; a second one of this customer for this account is an IntegrityError."""
    session.add(
        AutopayRow(
            customer_id=autopay.customer_id,
            account_id=autopay.account_id,
            saved_method_id=autopay.saved_method_id,
            trigger=autopay.terms.trigger,
            day=autopay.terms.day,
            cap=autopay.terms.cap,
            contact=autopay.contact,
            started_at=autopay.started_at,
        )
    )
    session.flush()


def of_customer(session: Session, customer_id: int) -> list[Autopay]:
    """A customer's autopays in force, in the order they were turned on."""
    rows = session.exec(_in_force().where(AutopayRow.customer_id == customer_id))
    return [_autopay(*row) for row in rows]


def in_force(session: Session, *, after: int, limit: int) -> list[Autopay]:
    """Some autopays in force by id, for the job to go through."""
    rows = session.exec(_in_force().where(col(AutopayRow.id) > after).limit(limit))
    return [_autopay(*row) for row in rows]


def by_id(session: Session, autopay_id: int) -> Autopay | None:
    """One autopay, ended or not."""
    row = session.exec(_autopays().where(AutopayRow.id == autopay_id)).first()
    return _autopay(*row) if row else None


def end(session: Session, autopay_id: int, *, why: str, now: datetime) -> bool:
    """End one; what it announced is dropped. False if it was over before."""
    done = session.exec(
        update(AutopayRow)
        .where(col(AutopayRow.id) == autopay_id, col(AutopayRow.ended_at).is_(None))
        .values(ended_at=now, ended_why=why)
    )
    session.exec(
        update(AutopayChargeRow)
        .where(
            col(AutopayChargeRow.autopay_id) == autopay_id,
            col(AutopayChargeRow.state) == ChargeState.PLANNED,
        )
        .values(state=ChargeState.LAPSED)
    )
    return bool(done.rowcount)


def grounds(session: Session, autopay_ids: Sequence[int]) -> dict[int, Ground]:
    """What each autopay stands on: its account, its card, and the link between person and both."""
    rows = session.exec(
        select(AutopayRow, AccountRow, SavedMethodRow)
        .join(AccountRow, col(AccountRow.id) == AutopayRow.account_id)
        .join(SavedMethodRow, col(SavedMethodRow.id) == AutopayRow.saved_method_id)
        .where(col(AutopayRow.id).in_(autopay_ids))
    ).all()
    seen = accounts.seen_by(session, [row.account_id for row, *_ in rows])
    return {
        row.id: Ground(
            linked=(row.customer_id, row.account_id) in seen,
            closed=account.closed_on is not None,
            remembered=card.forgotten_at is None,
            gateway=card.gateway,
        )
        for row, account, card in rows
        if row.id is not None
    }


def latest_bills(session: Session, account_ids: Sequence[int]) -> dict[int, LatestBill]:
    """The last bill of each account that has one."""
    last = (
        select(BillRow.account_id, func.max(BillRow.period).label("period"))
        .where(col(BillRow.account_id).in_(account_ids))
        .group_by(col(BillRow.account_id))
        .subquery()
    )
    rows = session.exec(
        select(BillRow.account_id, BillRow.period, BillRow.posted_at).join(
            last,
            (last.c.account_id == BillRow.account_id) & (last.c.period == BillRow.period),
        )
    )
    return {key: LatestBill(Period.parse(period), posted_at) for key, period, posted_at in rows}


def known(
    session: Session, autopay_ids: Sequence[int], keys: Collection[str]
) -> set[tuple[int, str]]:
    """Which autopays have acted for which of these bills and days."""
    rows = session.exec(
        select(AutopayChargeRow.autopay_id, AutopayChargeRow.key).where(
            col(AutopayChargeRow.autopay_id).in_(autopay_ids), col(AutopayChargeRow.key).in_(keys)
        )
    )
    return {(autopay, key) for autopay, key in rows}


def add_charge(session: Session, charge: Charge) -> int:
    """Write a charge down and give its id; the same key twice is an IntegrityError."""
    row = AutopayChargeRow(
        autopay_id=charge.autopay_id,
        key=charge.key,
        amount=charge.amount,
        announced_at=charge.announced_at,
        charge_on=charge.charge_on,
        state=charge.state,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def charges_in(session: Session, state: ChargeState, *, until: date, limit: int) -> list[Charge]:
    """Charges in one state whose day has come by `until`, the oldest first."""
    rows = session.exec(
        select(AutopayChargeRow)
        .where(AutopayChargeRow.state == state, col(AutopayChargeRow.charge_on) <= until)
        .order_by(col(AutopayChargeRow.charge_on), col(AutopayChargeRow.id))
        .limit(limit)
    )
    return [_charge(row) for row in rows]


def charges_of(session: Session, autopay_ids: Sequence[int]) -> list[Charge]:
    """Every charge of these autopays, the latest first."""
    rows = session.exec(
        select(AutopayChargeRow)
        .where(col(AutopayChargeRow.autopay_id).in_(autopay_ids))
        .order_by(col(AutopayChargeRow.id).desc())
    )
    return [_charge(row) for row in rows]


def move(
    session: Session,
    charge: Charge,
    state: ChargeState,
    *,
    amount: Kopecks | None = None,
    payment_number: str | None = None,
) -> bool:
    """From the state it was seen in to another; False if somebody else moved it first."""
    values: dict[str, object] = {"state": state}
    if amount is not None:
        values["amount"] = amount
    if payment_number is not None:
        values["payment_number"] = payment_number
    done = session.exec(
        update(AutopayChargeRow)
        .where(col(AutopayChargeRow.id) == charge.id, col(AutopayChargeRow.state) == charge.state)
        .values(**values)
    )
    return bool(done.rowcount)


def _autopays() -> Select[AutopayRow, str]:
    return (
        select(AutopayRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == AutopayRow.account_id)
        .order_by(col(AutopayRow.id))
    )


def _in_force() -> Select[AutopayRow, str]:
    return _autopays().where(col(AutopayRow.ended_at).is_(None))


def _autopay(row: AutopayRow, account_number: str) -> Autopay:
    assert row.id is not None
    return Autopay(
        id=row.id,
        customer_id=row.customer_id,
        account_id=row.account_id,
        account_number=account_number,
        saved_method_id=row.saved_method_id,
        terms=Terms(Trigger(row.trigger), row.day, row.cap),
        contact=row.contact,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _charge(row: AutopayChargeRow) -> Charge:
    assert row.id is not None
    return Charge(
        id=row.id,
        autopay_id=row.autopay_id,
        key=row.key,
        amount=row.amount,
        announced_at=row.announced_at,
        charge_on=row.charge_on,
        state=ChargeState(row.state),
        payment_number=row.payment_number,
    )
