"""What the supplier says to everyone: articles, files, disclosures, moved addresses."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class ArticleRow(SQLModel, table=True):
    """News, an announcement or a standing page as it stands now; `html` is sanitised."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_section", "section", "published_at"),)
    id: int | None = key()
    section: str
    path: str = Field(unique=True)
    title: str
    summary: str = ""
    html: str = Field(sa_type=Text)
    published_at: datetime | None = moment(nullable=True)  # none yet: a draft; later: scheduled
    pinned: bool = False
    updated_at: datetime = moment()


class EditionRow(SQLModel, table=True):
    """Each state an article was ever saved in: the whole Markdown file."""

    __tablename__ = "article_editions"
    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    number: int = Field(primary_key=True)
    source: str = Field(sa_type=Text)
    saved_at: datetime = moment()


class ArticleHouseRow(SQLModel, table=True):
    """A house that an announcement names."""

    __tablename__ = "article_houses"
    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    house_id: int = Field(primary_key=True, foreign_key="houses.id", index=True)


class SiteFileRow(SQLModel, table=True):
    """A picture or a document, by the hash of its content."""

    __tablename__ = "site_files"
    key: str = Field(primary_key=True)
    name: str
    media_type: str
    content: bytes
    size: int
    width: int = 0  # of a picture, pixels
    height: int = 0


class DisclosureRow(SQLModel, table=True):
    """A document the supplier disclosed: what it is, for which year."""

    __tablename__ = "disclosures"
    __table_args__ = (UniqueConstraint("title", "kind", "year"),)
    id: int | None = key()
    title: str
    kind: str
    year: int
    file_key: str = Field(foreign_key="site_files.key")
    published_on: date


class MovedAddressRow(SQLModel, table=True):
    """An address of old that leads to another one for good."""

    __tablename__ = "moved_addresses"
    old: str = Field(primary_key=True)
    new: str
