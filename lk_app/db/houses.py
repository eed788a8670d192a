"""Houses, and the search through them as a person types."""

from sqlmodel import Session, case, col, func, select

from lk_app.db.tables import HouseRow
from lk_app.domain.accounts import House


def search(session: Session, words: list[str], *, limit: int, offset: int = 0) -> list[House]:
    """Houses in whose address every word begins some word; first where in the typed order."""
    query = select(HouseRow)
    for word in words:
        query = query.where(col(HouseRow.words).like(f"% {word}%"))
    in_order = col(HouseRow.words).like("".join(f"% {word}%" for word in words) or "%")
    ordered = query.order_by(
        case((in_order, 0), else_=1),
        col(HouseRow.street),
        col(HouseRow.city),
        func.length(HouseRow.house),
        col(HouseRow.house),
    )
    return [_house(row) for row in session.exec(ordered.limit(limit).offset(offset))]


def by_id(session: Session, house_id: int) -> House | None:
    """The house with this id."""
    row = session.get(HouseRow, house_id)
    return _house(row) if row else None


def _house(row: HouseRow) -> House:
    assert row.id is not None
    return House(row.id, row.city, row.street, row.house, row.has_apartments)
