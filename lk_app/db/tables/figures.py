"""What was counted over everything, kept so that nobody waits for it."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class KeptFiguresRow(SQLModel, table=True):
    """The board of the console as it was counted last: one row, JSON of `domain.Figures`."""

    __tablename__ = "kept_figures"
    id: int | None = key()
    board: str = Field(sa_type=Text)
    counted_at: datetime = moment()  # real time
    took_ms: int
