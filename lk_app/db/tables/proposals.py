"""What one employee asks for and another decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class ProposalRow(SQLModel, table=True):
    """A change that needs a second person; decided once."""

    __tablename__ = "proposals"
    id: int | None = key()
    kind: str
    subject: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    proposed_by: int = Field(foreign_key="staff.id")
    proposed_at: datetime = moment()
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = moment(nullable=True, index=True)
    outcome: str | None = None
    note: str = ""
