"""The supplier's submission windows, as dated rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db.dated import in_force
from lk_app.db.tables import WindowRow
from lk_app.domain.windows import SubmissionWindow


def published(
    session: Session, at: datetime | None = None, *, ids: Sequence[int] | None = None
) -> list[SubmissionWindow]:
    """The rows in force (or at a past moment, or these), earliest first; without any, the domain's
    default stands."""
    rows = session.exec(
        select(WindowRow)
        .where(in_force(WindowRow, at, ids))
        .order_by(col(WindowRow.valid_from), col(WindowRow.id))
    )
    return [SubmissionWindow(row.valid_from, row.first_day, row.last_day) for row in rows]


def put(session: Session, window: SubmissionWindow, *, now: datetime) -> bool:
    """Publish a window, superseding the one of its date; whether anything changed."""
    if window in published(session):
        return False
    session.exec(
        update(WindowRow)
        .where(
            col(WindowRow.valid_from) == window.valid_from, col(WindowRow.superseded_at).is_(None)
        )
        .values(superseded_at=now)
    )
    session.add(
        WindowRow(
            valid_from=window.valid_from,
            first_day=window.first_day,
            last_day=window.last_day,
            published_at=now,
        )
    )
    return True
