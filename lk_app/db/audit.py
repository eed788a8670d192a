"""The append-only log of what the staff did."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from lk_app.db.tables import AccountRow, AuditRow, StaffRow
from lk_app.domain.audit import LOOKS, WHY, Action, Actor, AuditRecord, Deed


def note(session: Session, by: Actor, deed: Deed, *, at: datetime) -> None:
    """Write down what is done in this very transaction."""
    session.add(
        AuditRow(
            at=at,
            staff_id=by.staff_id,
            actor=by.name,
            role=by.role,
            address=by.address,
            action=deed.action,
            subject=deed.subject[:200],
            account_id=deed.account_id,
            before=dict(deed.before),
            after=dict(deed.after),
        )
    )
    session.flush()


def latest(
    session: Session, *, limit: int, before_id: int | None = None, actor: str = ""
) -> list[AuditRecord]:
    """The newest first; older than a record, of one person, when asked."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(limit)
    query = query if before_id is None else query.where(col(AuditRow.id) < before_id)
    query = query if not actor else query.where(AuditRow.actor == actor)
    return [_record(row) for row in session.exec(query)]


def looks(session: Session, asked: str, *, before_id: int | None, limit: int) -> list[AuditRecord]:
    """By what an employee saw a subscriber's data, the newest first: of this employee, account or
    mailbox when asked, older than a record."""
    query = select(AuditRow).where(col(AuditRow.action).in_(LOOKS))
    if asked:
        number = "".join(filter(str.isdigit, asked))
        said = [col(AuditRow.actor) == asked.lower(), col(AuditRow.subject) == asked.lower()]
        if number:
            account = select(AccountRow.id).where(AccountRow.account_number == number)
            said.append(col(AuditRow.account_id).in_(account))
        query = query.where(or_(*said))
    if before_id is not None:
        query = query.where(col(AuditRow.id) < before_id)
    newest = query.order_by(col(AuditRow.id).desc()).limit(limit)
    return [_record(row) for row in session.exec(newest)]


def views(
    session: Session, account_ids: Sequence[int], *, limit: int | None
) -> list[tuple[int, datetime, str, str]]:
    """Who looked into these accounts: its id, when, the employee's name, why; newest first."""
    rows = session.exec(
        select(AuditRow.account_id, AuditRow.at, StaffRow.name, AuditRow.after)
        .join(StaffRow, col(StaffRow.id) == AuditRow.staff_id)
        .where(col(AuditRow.account_id).in_(account_ids), col(AuditRow.action).in_(LOOKS))
        .order_by(col(AuditRow.id).desc())
        .limit(limit)
    )
    return [
        (account_id or 0, at, name, str(after.get(WHY, ""))) for account_id, at, name, after in rows
    ]


def _record(row: AuditRow) -> AuditRecord:
    assert row.id is not None
    deed = Deed(Action(row.action), row.subject, row.before, row.after, row.account_id)
    return AuditRecord(row.id, row.at, Actor(row.staff_id, row.actor, row.role, row.address), deed)
