"""Facts about the database itself."""

from sqlmodel import Session, select

from lk_app.db.tables import AccountRow, CustomerRow, MarkRow


def read(session: Session, name: str) -> str | None:
    """What was noted under this name."""
    row = session.get(MarkRow, name)
    return row.value if row else None


def hold(session: Session, name: str) -> None:
    """Let one transaction at a time look at a mark and write it anew."""
    session.exec(select(MarkRow).where(MarkRow.name == name).with_for_update()).first()


def write(session: Session, name: str, value: str) -> None:
    """Note something, in place of what stood there."""
    session.merge(MarkRow(name=name, value=value))


def is_untouched(session: Session) -> bool:
    """Whether nobody registered and no account was brought in yet."""
    people = session.exec(select(CustomerRow.id).limit(1)).first()
    return people is None and session.exec(select(AccountRow.id).limit(1)).first() is None
