"""What readers ask under articles."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class QuestionRow(SQLModel, table=True):
    """A question and its reply. By address, not by article: the address outlives the article.

    `consent` and `source` are the proof of the consent (152-ФЗ ст. 9).
    """

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_path", "path", "state"),)
    id: int | None = key()
    path: str
    name: str
    email: str
    text: str = Field(sa_type=Text)
    state: str = Field(index=True)
    asked_at: datetime = moment()
    reply: str = Field(default="", sa_type=Text)
    replied_at: datetime | None = moment(nullable=True)
    consent: str
    source: str
