"""Where accounts stand after their last bill: a cache that the monthly run keeps and reads."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, delete, func, select

from lk_app.db import batches, position_resets
from lk_app.db.billing import lock
from lk_app.db.engine import as_json
from lk_app.db.tables import PositionRow
from lk_app.domain import positions as domain
from lk_app.domain.periods import Period
from lk_app.domain.positions import Position

ON_SQLITE = (
    "REPLACE INTO positions (account_id, after, state, read_from, before, known) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
ON_POSTGRESQL = (
    "INSERT INTO positions (account_id, after, state, read_from, before, known) "
    "SELECT * FROM unnest("
    "%s::int[], %s::text[], %s::text[], %s::int[], %s::int[], %s::text[]) "
    "ON CONFLICT (account_id) DO UPDATE SET after = excluded.after, state = excluded.state, "
    "read_from = excluded.read_from, before = excluded.before, known = excluded.known"
)


class Kept(NamedTuple):
    """A position to keep, and which readings are inside: see PositionRow."""

    account_id: int
    position: Position
    read_from: int
    before: int
    known: Sequence[int]


def rows(kept: Iterable[Kept]) -> list[batches.Row]:
    """Positions as rows for `put_rows`."""
    return [
        (
            one.account_id,
            str(one.position.after),
            as_json(domain.as_json(one.position)),
            one.read_from,
            one.before,
            as_json(one.known) if one.known else "[]",
        )
        for one in kept
    ]


def put_rows(session: Session, rows: list[batches.Row]) -> None:
    """Keep positions in the place of older ones."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(ON_SQLITE, rows)
    else:
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        connection.exec_driver_sql(ON_POSTGRESQL, columns)


def forget(session: Session, account_ids: Sequence[int]) -> None:
    """Have these accounts replayed from their first fact: one that was told before has changed.

    Belongs in the transaction that changes it; waits for a run that is billing these accounts.
    """
    lock(session, account_ids)
    session.exec(delete(PositionRow).where(col(PositionRow.account_id).in_(account_ids)))
    position_resets.count(session, position_resets.ACCOUNT)


def forget_since(session: Session, period: Period) -> None:
    """The same for every account billed for this period or a later one: its rules have changed."""
    position_resets.count(session, position_resets.RULES)  # first: it waits for chunks in hand
    session.exec(delete(PositionRow).where(col(PositionRow.after) >= str(period)))


def count(session: Session) -> int:
    """How many accounts have one."""
    return session.exec(select(func.count()).select_from(PositionRow)).one()
