"""Files that wait to be brought in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class UploadRow(SQLModel, table=True):
    """A file that was looked through in the console; gone once it is brought in, or a day later."""

    __tablename__ = "uploads"
    id: int | None = key()
    kind: str
    bank: str = ""
    name: str
    content: bytes
    staff_id: int = Field(foreign_key="staff.id", index=True)
    uploaded_at: datetime = moment(index=True)
