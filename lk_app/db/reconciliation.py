"""What our books say of a gateway's operations, and the queue of what does not agree."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select, update

from lk_app.db.tables import (
    PaymentEventRow,
    PaymentRefundRow,
    PaymentReviewRow,
    PaymentRow,
)
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payment_refunds import RefundState
from lk_app.domain.payments import UNFINISHED, PaymentState
from lk_app.domain.reconciliation import Booked, Case, Finding, FindingKind

COUNTED_BACK = {  # the kind of the event that counted a refund
    f"{kind}_{RefundState.SUCCEEDED}": kind for kind in (LineKind.REFUND, LineKind.CHARGEBACK)
}


def unfinished(session: Session, gateway: str) -> list[str]:
    """Numbers of a gateway's payments that are neither paid nor over."""
    rows = session.exec(
        select(PaymentRow.public_id)
        .where(PaymentRow.gateway == gateway, col(PaymentRow.state).in_(UNFINISHED))
        .order_by(col(PaymentRow.id))
    )
    return list(rows)


def counted(session: Session, gateway: str, since: datetime, until: datetime) -> list[Booked]:
    """What the gateway moved in a half-open span of business time, as our books counted it."""
    rows = session.exec(
        select(PaymentEventRow, PaymentRow)
        .join(PaymentRow, col(PaymentRow.id) == PaymentEventRow.payment_id)
        .where(
            PaymentEventRow.gateway == gateway,
            col(PaymentEventRow.kind).in_([PaymentState.SUCCEEDED, *COUNTED_BACK]),
            col(PaymentEventRow.happened_at) >= since,
            col(PaymentEventRow.happened_at) < until,
        )
        .order_by(col(PaymentEventRow.id))
    ).all()
    found: dict[tuple[LineKind, str], Booked] = {}
    for event, payment in rows:
        if event.kind in COUNTED_BACK:
            one = _refund(session, gateway, str(event.facts.get("reference", "")), "")
        else:
            one = _booked(payment)
        if one is not None and one.counted:
            found[one.subject, one.number] = one
    return list(found.values())


def of_line(session: Session, gateway: str, line: RegisterLine) -> Booked | None:
    """What our books say of a line of the gateway's register, whatever its day."""
    if line.kind is not LineKind.PAYMENT:
        return _refund(session, gateway, line.external_id, line.reference)
    return _payment(session, gateway, PaymentRow.external_id == line.external_id) or _payment(
        session, gateway, PaymentRow.public_id == line.reference
    )


def _payment(session: Session, gateway: str, condition: bool) -> Booked | None:
    row = session.exec(select(PaymentRow).where(PaymentRow.gateway == gateway, condition)).first()
    return _booked(row) if row else None


def _booked(row: PaymentRow) -> Booked:
    return Booked(
        subject=LineKind.PAYMENT,
        number=row.public_id,
        external_id=row.external_id or "",
        amount=row.amount,
        state=row.state,
        counted=row.state == PaymentState.SUCCEEDED,
    )


def _refund(session: Session, gateway: str, external_id: str, number: str) -> Booked | None:
    ours = (col(PaymentRefundRow.external_id) == external_id) | (
        col(PaymentRefundRow.public_id) == number
    )
    row = session.exec(
        select(PaymentRefundRow).where(PaymentRefundRow.gateway == gateway, ours)
    ).first()
    if row is None:
        return None
    return Booked(
        subject=LineKind(row.kind),
        number=row.public_id,
        external_id=row.external_id or "",
        amount=row.amount,
        state=row.state,
        counted=row.state == RefundState.SUCCEEDED,
    )


def open_case(session: Session, finding: Finding, *, at: datetime) -> bool:
    """Put a finding into the queue, once; whether it is news.

    One that a person closed comes back only if it says other things than then.
    """
    row = session.exec(
        select(PaymentReviewRow)
        .where(
            PaymentReviewRow.gateway == finding.gateway,
            PaymentReviewRow.subject == finding.subject,
            PaymentReviewRow.external_id == finding.external_id,
        )
        .with_for_update()
    ).first()
    if row is None:
        session.add(_row(finding, at))
        session.flush()
        return True
    if _finding(row) == finding and (row.closed_at is None or row.note):
        return False
    news = row.closed_at is not None
    row.kind, row.number, row.day = finding.kind, finding.number, finding.day
    row.here, row.there = dict(finding.here), dict(finding.there)
    row.closed_at, row.note = None, ""
    session.add(row)
    return news


def agree(
    session: Session, gateway: str, days: Iterable[date], still: Iterable[Finding], *, at: datetime
) -> int:
    """Close the cases of these days that the comparison no longer finds; how many those are."""
    named = {(one.subject, one.external_id) for one in still}
    rows = session.exec(
        select(PaymentReviewRow).where(
            PaymentReviewRow.gateway == gateway,
            col(PaymentReviewRow.day).in_(list(days)),
            col(PaymentReviewRow.closed_at).is_(None),
        )
    ).all()
    waiting = _in_review(session, [row.number for row in rows])
    gone = [
        row
        for row in rows
        if (row.subject, row.external_id) not in named and row.number not in waiting
    ]
    for row in gone:
        row.closed_at = at
        session.add(row)
    return len(gone)


def _in_review(session: Session, numbers: list[str]) -> set[str]:
    """Which of these payments and refunds a person has to look at whatever the register says."""
    held: set[str] = set()
    for row in (PaymentRow, PaymentRefundRow):
        held |= set(
            session.exec(
                select(row.public_id).where(
                    col(row.public_id).in_(numbers), row.state == PaymentState.REVIEW
                )
            )
        )
    return held


def cases(
    session: Session, typed: str = "", *, limit: int | None = None, offset: int = 0
) -> list[Case]:
    """The open cases, the oldest first: of this number here or at the gateway, if asked."""
    rows = session.exec(
        select(PaymentReviewRow)
        .where(*_open(typed))
        .order_by(col(PaymentReviewRow.id))
        .limit(limit)
        .offset(offset)
    )
    return [_case(row) for row in rows]


def how_many(session: Session, typed: str = "") -> int:
    """How many of them there are."""
    return session.exec(
        select(func.count()).select_from(PaymentReviewRow).where(*_open(typed))
    ).one()


def _open(typed: str) -> list[ColumnElement[bool]]:
    stands: list[ColumnElement[bool]] = [col(PaymentReviewRow.closed_at).is_(None)]
    if not typed:
        return stands
    numbers = (col(PaymentReviewRow.number), col(PaymentReviewRow.external_id))
    return [*stands, or_(*(one.startswith(typed, autoescape=True) for one in numbers))]


def case(session: Session, case_id: int) -> Case | None:
    """One case, open or closed."""
    row = session.get(PaymentReviewRow, case_id)
    return _case(row) if row else None


def locked(session: Session, case_id: int) -> Case | None:
    """One case, held until the transaction ends."""
    row = session.get(PaymentReviewRow, case_id, with_for_update=True)
    return _case(row) if row else None


def close(session: Session, case: Case, *, state: str, note: str, at: datetime) -> None:
    """Close a case with what was decided and the state our side has since."""
    here = {**case.finding.here, "state": state} if case.finding.here else {}
    session.exec(
        update(PaymentReviewRow)
        .where(col(PaymentReviewRow.id) == case.id)
        .values(closed_at=at, note=note, here=here)
    )


def _row(finding: Finding, at: datetime) -> PaymentReviewRow:
    return PaymentReviewRow(
        gateway=finding.gateway,
        subject=finding.subject,
        external_id=finding.external_id,
        number=finding.number,
        kind=finding.kind,
        day=finding.day,
        here=dict(finding.here),
        there=dict(finding.there),
        noticed_at=at,
    )


def _case(row: PaymentReviewRow) -> Case:
    return Case(row.id or 0, _finding(row), row.noticed_at, row.closed_at, row.note)


def _finding(row: PaymentReviewRow) -> Finding:
    return Finding(
        gateway=row.gateway,
        subject=LineKind(row.subject),
        external_id=row.external_id,
        number=row.number,
        kind=FindingKind(row.kind),
        day=row.day,
        here=row.here,
        there=row.there,
    )
