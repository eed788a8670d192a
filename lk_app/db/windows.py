"""The supplier's submission windows, as dated rows."""

from sqlmodel import Session, col, select

from lk_app.db.tables import WindowRow
from lk_app.domain.windows import SubmissionWindow


def published(session: Session) -> list[SubmissionWindow]:
    """Every row, the earliest first; without any, the domain's own default stands."""
    rows = session.exec(select(WindowRow).order_by(col(WindowRow.valid_from)))
    return [SubmissionWindow(row.valid_from, row.first_day, row.last_day) for row in rows]


def put(session: Session, window: SubmissionWindow) -> bool:
    """Store a window; whether anything changed."""
    row = session.exec(select(WindowRow).where(WindowRow.valid_from == window.valid_from)).first()
    if row and (row.first_day, row.last_day) == (window.first_day, window.last_day):
        return False
    row = row or WindowRow(valid_from=window.valid_from, first_day=0, last_day=0)
    row.first_day, row.last_day = window.first_day, window.last_day
    session.add(row)
    return True
