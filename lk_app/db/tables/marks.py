"""Facts about the database itself."""

from sqlmodel import Field, SQLModel


class MarkRow(SQLModel, table=True):
    """Facts about the database itself, such as that `lk demo load` made it."""

    __tablename__ = "marks"
    name: str = Field(primary_key=True)
    value: str
