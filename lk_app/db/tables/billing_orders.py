"""Monthly runs that were ordered in the console."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class BillingOrderRow(SQLModel, table=True):
    """Who asked for the bills of which months, and what came of it; `failure` is why it stopped."""

    __tablename__ = "billing_orders"
    id: int | None = key()
    first: str
    last: str
    early: bool = False
    staff_id: int = Field(foreign_key="staff.id")
    ordered_at: datetime = moment()
    business_at: datetime = moment()  # the clock the bills are made by, wherever the job runs
    begun_at: datetime | None = moment(nullable=True)
    finished_at: datetime | None = moment(nullable=True, index=True)
    posted: int = 0
    refused: int = 0
    failure: str = ""
