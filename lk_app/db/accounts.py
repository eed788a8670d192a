"""Accounts and the links by which customers see them. Bulk loading is in imports."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, or_, select, update
from sqlmodel.sql.expression import Select

from lk_app.db.tables import AccountLinkRow, AccountRow, HolderRow, HouseRow, MeterRow
from lk_app.domain.accounts import Account, Holder, Link, ServiceAddress, search_line


def links(session: Session, customer_id: int) -> list[Link]:
    """A customer's links in the order they were made; those of an earlier holder are left out.

    A closed account stays with whoever moved out.
    """
    rows = session.exec(_links().where(AccountLinkRow.customer_id == customer_id))
    return [_link(*row) for row in rows]


def links_of(session: Session, customer_ids: Collection[int]) -> dict[int, list[Link]]:
    """The same of several people at once; who has none has no key."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for row in session.exec(_links().where(col(AccountLinkRow.customer_id).in_(customer_ids))):
        found[row[0].customer_id].append(_link(*row))
    return dict(found)


def in_houses(session: Session, house_ids: Collection[int]) -> list[int]:
    """Ids of the accounts in these houses."""
    rows = session.exec(select(AccountRow.id).where(col(AccountRow.house_id).in_(house_ids)))
    return [one for one in rows if one is not None]


def link(session: Session, customer_id: int, account_number: str) -> Link | None:
    """The customer's link to this account, if it is theirs to see."""
    row = session.exec(
        _links().where(
            AccountLinkRow.customer_id == customer_id, AccountRow.account_number == account_number
        )
    ).first()
    return _link(*row) if row else None


def by_price_list(session: Session) -> dict[tuple[str, int], int]:
    """How many open accounts are billed by each category and number of zones."""
    rows = session.exec(
        select(AccountRow.category, MeterRow.zones, func.count())
        .join(MeterRow, col(MeterRow.account_id) == AccountRow.id)
        .where(col(AccountRow.closed_on).is_(None), col(MeterRow.removed_on).is_(None))
        .group_by(AccountRow.category, col(MeterRow.zones))
    )
    return {(category, zones): count for category, zones, count in rows}


def holders(session: Session, account_id: int) -> list[Holder]:
    """Who held the account, from the first to the last."""
    rows = session.exec(
        select(HolderRow)
        .where(HolderRow.account_id == account_id)
        .order_by(col(HolderRow.valid_from), col(HolderRow.id))
    )
    return [Holder(row.name, row.valid_from, row.valid_to) for row in rows]


def rename_holder(session: Session, account_id: int, name: str) -> None:
    """Write the last holder's name otherwise: the same person, nothing else changes."""
    row = session.exec(
        select(HolderRow)
        .where(HolderRow.account_id == account_id)
        .order_by(col(HolderRow.valid_from).desc(), col(HolderRow.id).desc())
        .with_for_update()
    ).first()
    if row is not None:
        row.name, row.words = name, search_line(name)
        session.add(row)


def linked_customers(session: Session, account_id: int) -> list[int]:
    """Ids of everybody who sees this account now."""
    rows = session.exec(_links().where(AccountLinkRow.account_id == account_id))
    return [link.customer_id for link, *_ in rows]


def seen_by(session: Session, account_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Which customers see which of these accounts now: pairs of their ids."""
    rows = session.exec(_links().where(col(AccountLinkRow.account_id).in_(account_ids)))
    return {(link.customer_id, link.account_id) for link, *_ in rows}


def by_number(session: Session, account_number: str) -> Account | None:
    """The account with this number (digits only)."""
    row = session.exec(
        select(AccountRow, HouseRow)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .where(AccountRow.account_number == account_number)
    ).first()
    return account_of(*row) if row else None


def by_id(session: Session, account_id: int) -> Account | None:
    """The account with this id."""
    row = session.exec(
        select(AccountRow, HouseRow)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .where(AccountRow.id == account_id)
    ).first()
    return account_of(*row) if row else None


def at_house(session: Session, *, house_id: int, number: str) -> tuple[Account, date] | None:
    """The account (by its number or its ЕЛС) if it lies in this house, and its holder's first day.

    Locked for the transaction on PostgreSQL, so that two links to it do not race.
    """
    row = session.exec(
        select(AccountRow, HouseRow, HolderRow)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .join(HolderRow, col(HolderRow.account_id) == AccountRow.id)
        .where(
            or_(AccountRow.account_number == number, AccountRow.unified_account == number),
            AccountRow.house_id == house_id,
            col(HolderRow.valid_to).is_(None),
        )
        .with_for_update(of=AccountRow)
    ).first()
    return (account_of(row[0], row[1]), row[2].valid_from) if row else None


def add_link(
    session: Session,
    *,
    customer_id: int,
    account_id: int,
    name: str,
    linked_at: datetime,
    linked_on: date,
    proven_at: datetime | None,
) -> None:
    """Let a customer see an account; a link left over from an earlier holder is made anew."""
    session.exec(
        delete(AccountLinkRow).where(
            col(AccountLinkRow.customer_id) == customer_id,
            col(AccountLinkRow.account_id) == account_id,
        )
    )
    session.add(
        AccountLinkRow(
            customer_id=customer_id,
            account_id=account_id,
            name=name,
            linked_at=linked_at,
            linked_on=linked_on,
            proven_at=proven_at,
        )
    )
    session.flush()


def prove_link(session: Session, link_id: int, *, at: datetime) -> None:
    """From now on the link shows its holder's whole time."""
    session.exec(
        update(AccountLinkRow).where(col(AccountLinkRow.id) == link_id).values(proven_at=at)
    )


def rename_link(session: Session, link_id: int, *, name: str) -> None:
    """Call the account something else."""
    session.exec(update(AccountLinkRow).where(col(AccountLinkRow.id) == link_id).values(name=name))


def remove_link(session: Session, link_id: int) -> None:
    """The customer sees the account no longer."""
    session.exec(delete(AccountLinkRow).where(col(AccountLinkRow.id) == link_id))


def _links() -> Select[AccountLinkRow, AccountRow, HouseRow, HolderRow]:
    return (
        select(AccountLinkRow, AccountRow, HouseRow, HolderRow)
        .join(AccountRow, col(AccountRow.id) == AccountLinkRow.account_id)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .join(HolderRow, col(HolderRow.account_id) == AccountRow.id)
        .where(
            is_last_holder(),
            col(HolderRow.valid_from) <= col(AccountLinkRow.linked_on),
        )
        .order_by(col(AccountLinkRow.id))
    )


def is_last_holder() -> ColumnElement[bool]:
    """Who holds the account now; of a closed one, who moved out: bills and debts stay theirs."""
    return or_(
        col(HolderRow.valid_to).is_(None), col(HolderRow.valid_to) == col(AccountRow.closed_on)
    )


def _link(link: AccountLinkRow, account: AccountRow, house: HouseRow, holder: HolderRow) -> Link:
    assert link.id is not None
    proven = link.proven_at is not None
    return Link(
        id=link.id,
        customer_id=link.customer_id,
        account=account_of(account, house),
        name=link.name,
        linked_at=link.linked_at,
        proven_at=link.proven_at,
        visible_from=holder.valid_from if proven else link.linked_on,
        holder=holder.name if proven else "",
    )


def account_of(account: AccountRow, house: HouseRow) -> Account:
    """The account that two rows make together."""
    assert account.id is not None
    return Account(
        id=account.id,
        account_number=account.account_number,
        unified_account=account.unified_account,
        address=ServiceAddress(house.city, house.street, house.house, account.apartment),
        category=account.category,
        residents=account.residents,
        norm_kwh=account.norm_kwh,
        opened_on=account.opened_on,
        opening_balance=account.opening_balance,
        closed_on=account.closed_on,
    )
