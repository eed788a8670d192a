"""The supplier's staff and their recovery codes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select, update

from lk_app.db.tables import StaffRecoveryCodeRow, StaffRow
from lk_app.domain.staff import Role, StaffMember


def add(session: Session, member: StaffMember) -> StaffMember:
    """Store a new employee; the given id is ignored."""
    row = StaffRow(
        email=member.email,
        name=member.name,
        role=member.role,
        factor_salt=member.factor_salt,
        created_at=member.created_at,
    )
    session.add(row)
    session.flush()
    return _member(row)


def everybody(session: Session) -> list[StaffMember]:
    """All of them, by mailbox."""
    return [_member(row) for row in session.exec(select(StaffRow).order_by(StaffRow.email))]


def by_id(session: Session, staff_id: int) -> StaffMember | None:
    """The employee with this id."""
    row = session.get(StaffRow, staff_id)
    return _member(row) if row else None


def by_email(session: Session, email: str, *, lock: bool = False) -> StaffMember | None:
    """The employee with this (lower-case) mailbox; `lock` holds them for the transaction."""
    query = select(StaffRow).where(StaffRow.email == email)
    query = query.with_for_update() if lock else query
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _member(row) if row else None


def by_invitation(session: Session, invitation_hash: str) -> StaffMember | None:
    """Whom an invitation was made for, held for the transaction."""
    row = session.exec(
        select(StaffRow).where(StaffRow.invitation_hash == invitation_hash).with_for_update()
    ).first()
    return _member(row) if row else None


def change(session: Session, staff_id: int, **fields: Any) -> None:
    """Set columns of an employee."""
    session.exec(update(StaffRow).where(col(StaffRow.id) == staff_id).values(**fields))


def put_codes(session: Session, staff_id: int, hashes: Iterable[str]) -> None:
    """Recovery codes instead of all earlier ones."""
    session.exec(delete(StaffRecoveryCodeRow).where(col(StaffRecoveryCodeRow.staff_id) == staff_id))
    session.add_all(StaffRecoveryCodeRow(staff_id=staff_id, code_hash=one) for one in hashes)
    session.flush()


def spend_code(session: Session, staff_id: int, code_hash: str, *, now: datetime) -> bool:
    """Whether this was one of their unused codes; it is used from now on."""
    spent = session.exec(
        update(StaffRecoveryCodeRow)
        .where(
            col(StaffRecoveryCodeRow.staff_id) == staff_id,
            col(StaffRecoveryCodeRow.code_hash) == code_hash,
            col(StaffRecoveryCodeRow.used_at).is_(None),
        )
        .values(used_at=now)
    )
    return spent.rowcount == 1


def _member(row: StaffRow) -> StaffMember:
    assert row.id is not None
    return StaffMember(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        factor_salt=row.factor_salt,
        last_step=row.last_step,
        created_at=row.created_at,
        enrolled_at=row.enrolled_at,
        disabled_at=row.disabled_at,
        invited_until=row.invited_until,
    )
