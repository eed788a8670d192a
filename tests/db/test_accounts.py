"""Links are dated by their holder: a new holder ends what the old one attached."""

from datetime import date

import pytest

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.db.tables import HolderRow
from lk_app.domain.accounts import LinkRefused
from lk_app.usecases.accounts import linked, require_link
from tests.usecases.books import NOW, open_books
from tests.usecases.people import confirmed

NUMBER = "6410100101"


def attach(db: Database, customer_id: int, day: date) -> None:
    with db.write() as session:
        account = accounts.by_number(session, NUMBER)
        assert account is not None
        accounts.add_link(
            session,
            customer_id=customer_id,
            account_id=account.id,
            name="",
            linked_at=NOW,
            linked_on=day,
            proven_at=NOW,
        )


def change_holder(db: Database, day: date) -> None:
    with db.write() as session:
        account = accounts.by_number(session, NUMBER)
        assert account is not None
        old = session.get(HolderRow, account.id)
        assert old is not None
        old.valid_to = day
        session.add(HolderRow(account_id=account.id, name="Новосёлов Н. Н.", valid_from=day))


def test_a_change_of_holder_ends_older_links(database: Database) -> None:
    open_books(database)
    me = confirmed(database).id
    attach(database, me, date(2026, 10, 1))
    change_holder(database, date(2026, 11, 1))
    assert linked(db=database, customer_id=me) == []
    with database.read() as session, pytest.raises(LinkRefused, match=r"link\.not_yours"):
        require_link(session, me, NUMBER)


def test_the_new_holder_sees_only_their_own_time(database: Database) -> None:
    open_books(database)
    change_holder(database, date(2026, 11, 1))
    me = confirmed(database).id
    attach(database, me, date(2026, 11, 20))
    (link,) = linked(db=database, customer_id=me)
    assert (link.visible_from, link.holder) == (date(2026, 11, 1), "Новосёлов Н. Н.")
