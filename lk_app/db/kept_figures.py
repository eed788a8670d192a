"""The board of figures as it was counted last: at ten million accounts counting takes a minute."""

from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlmodel import Session

from lk_app.db.tables import KeptFiguresRow
from lk_app.domain.staff_figures import Figures

ONLY = 1
_BOARD = TypeAdapter(Figures)


def read(session: Session) -> Figures | None:
    """The last one, None before the first."""
    row = session.get(KeptFiguresRow, ONLY)
    return _BOARD.validate_json(row.board) if row else None


def when(session: Session) -> tuple[datetime, timedelta] | None:
    """When it was counted, in real time, and how long that took."""
    row = session.get(KeptFiguresRow, ONLY)
    return (row.counted_at, timedelta(milliseconds=row.took_ms)) if row else None


def keep(session: Session, board: Figures, *, counted_at: datetime, took: timedelta) -> None:
    """Put this in place of the last one."""
    session.merge(
        KeptFiguresRow(
            id=ONLY,
            board=_BOARD.dump_json(board).decode(),
            counted_at=counted_at,
            took_ms=took // timedelta(milliseconds=1),
        )
    )
