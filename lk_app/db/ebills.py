"""Who gets bills by e-mail, and up to which bill each was told."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, func, insert, select, update

from lk_app.db.tables import BillRow, EbillRow
from lk_app.domain.ebills import Subscription
from lk_app.domain.periods import Period


def follow(session: Session, customer_id: int, account_ids: Iterable[int]) -> None:
    """Tell a customer of what these accounts are billed from now on; what was posted is old."""
    wanted = list(account_ids)
    session.exec(
        delete(EbillRow).where(
            col(EbillRow.customer_id) == customer_id, col(EbillRow.account_id).in_(wanted)
        )
    )
    newest = _newest(session, wanted)
    rows = [
        {"customer_id": customer_id, "account_id": account, "told": newest.get(account, "")}
        for account in wanted
    ]
    if rows:
        session.execute(insert(EbillRow), rows)


def is_followed(session: Session, customer_id: int) -> bool:
    """Whether any account of a customer is looked at."""
    rows = select(EbillRow.account_id).where(EbillRow.customer_id == customer_id)
    return session.exec(rows.limit(1)).first() is not None


def forget(session: Session, customer_id: int) -> None:
    """Tell a customer nothing more."""
    session.exec(delete(EbillRow).where(col(EbillRow.customer_id) == customer_id))


def with_news(session: Session, *, after: int, limit: int) -> list[int]:
    """The next customers, by id, of whose accounts a bill was posted that they were not told of."""
    newer = select(BillRow.id).where(
        col(BillRow.account_id) == col(EbillRow.account_id),
        col(BillRow.period) > col(EbillRow.told),
    )
    rows = session.exec(
        select(EbillRow.customer_id)
        .where(col(EbillRow.customer_id) > after, newer.exists())
        .distinct()
        .order_by(col(EbillRow.customer_id))
        .limit(limit)
    )
    return list(rows)


def locked(session: Session, customer_id: int) -> list[Subscription]:
    """A customer's accounts with their newest bills, held until the transaction ends.

    `visible_from` is for the caller to fill in: only links know it.
    """
    rows = session.exec(
        select(EbillRow)
        .where(EbillRow.customer_id == customer_id)
        .order_by(col(EbillRow.account_id))
        .with_for_update()
    ).all()
    newest = _newest(session, [row.account_id for row in rows])
    return [
        Subscription(
            account_id=row.account_id,
            told=Period.parse(row.told) if row.told else None,
            newest=Period.parse(newest[row.account_id]) if row.account_id in newest else None,
            visible_from=None,
            noticed_at=row.noticed_at,
        )
        for row in rows
    ]


def told(session: Session, customer_id: int, account_id: int, period: Period) -> None:
    """This bill and all before it need no letter any more."""
    _set(session, customer_id, account_id, told=str(period), noticed_at=None)


def noticed(session: Session, customer_id: int, account_id: int, *, at: datetime) -> None:
    """A bill was seen first at this moment and waits for those of the other accounts."""
    _set(session, customer_id, account_id, noticed_at=at)


def _set(session: Session, customer_id: int, account_id: int, **columns: object) -> None:
    session.exec(
        update(EbillRow)
        .where(col(EbillRow.customer_id) == customer_id, col(EbillRow.account_id) == account_id)
        .values(**columns)
    )


def _newest(session: Session, account_ids: list[int]) -> dict[int, str]:
    rows = session.exec(
        select(BillRow.account_id, func.max(BillRow.period))
        .where(col(BillRow.account_id).in_(account_ids))
        .group_by(col(BillRow.account_id))
    )
    return {account: str(period) for account, period in rows}
