"""Files of the public site with their bytes, and what was disclosed."""

from datetime import date

from sqlmodel import Session, col, select

from lk_app.db.tables import DisclosureRow, SiteFileRow
from lk_app.domain.site_files import Document, SiteFile


def put(session: Session, file: SiteFile) -> None:
    """Keep a file; content that is there already stays as it is."""
    if session.get(SiteFileRow, file.key) is None:
        session.add(
            SiteFileRow(
                key=file.key,
                name=file.name,
                media_type=file.media_type,
                content=file.content,
                size=len(file.content),
                width=file.width,
                height=file.height,
            )
        )
        session.flush()


def by_key(session: Session, key: str) -> SiteFile | None:
    """The file with its bytes."""
    row = session.get(SiteFileRow, key)
    if row is None:
        return None
    return SiteFile(row.key, row.name, row.media_type, row.content, row.width, row.height)


def disclose(
    session: Session, key: str, *, title: str, kind: str, year: int, published_on: date
) -> bool:
    """Put a document in the list, in place of the one of the same title, kind and year; whether
    anything changed."""
    known = session.exec(
        select(DisclosureRow).where(
            DisclosureRow.title == title, DisclosureRow.kind == kind, DisclosureRow.year == year
        )
    ).first()
    if known is not None and known.file_key == key:
        return False
    row = known or DisclosureRow(title=title, kind=kind, year=year, file_key=key,
                                 published_on=published_on)  # fmt: skip
    row.file_key, row.published_on = key, published_on
    session.add(row)
    return True


def disclosed(session: Session) -> list[Document]:
    """Every document, the latest year first, by kind and title."""
    rows = session.exec(
        select(DisclosureRow, SiteFileRow.name, SiteFileRow.size)
        .join(SiteFileRow, col(SiteFileRow.key) == DisclosureRow.file_key)
        .order_by(col(DisclosureRow.year).desc(), col(DisclosureRow.kind), col(DisclosureRow.title))
    )
    return [
        Document(
            title=row.title,
            kind=row.kind,
            year=row.year,
            published_on=row.published_on,
            address=f"/api/files/{row.file_key}/{name}",
            extension=name.rpartition(".")[2].upper(),
            size=size,
        )
        for row, name, size in rows
    ]
