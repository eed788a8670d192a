"""Files of everything that is held on a person."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class DataExportRow(SQLModel, table=True):
    """A file that was asked for; with `staff_id` an employee gets it, by the person's request.

    `key` is its random name in the folder; `begun_at` keeps two workers from making it twice.
    """

    __tablename__ = "data_exports"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    request: str = ""  # the written request an employee acts on
    asked_at: datetime = moment()
    begun_at: datetime | None = moment(nullable=True)
    attempts: int = 0
    made_at: datetime | None = moment(nullable=True, index=True)
    expires_at: datetime | None = moment(nullable=True, index=True)
    key: str = ""
    size: int = 0
