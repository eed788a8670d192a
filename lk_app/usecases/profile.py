"""A person's own ФИО, phone and password. `now` is real time.

What opens the cabinet is changed only by its password, ends the other sessions and is told to the
mailbox with «Это не я» (RULES: signing in). The e-mail has a file of its own: mailboxes.py.
"""

from datetime import datetime

from lk_app import security
from lk_app.db import customers, sessions
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind, masked_phone
from lk_app.domain.customers import CustomerRefused, check_password, mobile_phone, person_name
from lk_app.domain.one_time import REPLACING_A_MAILBOX
from lk_app.usecases import passwords, undo
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.sessions import Visitor


def rename(*, db: Database, customer_id: int, last: str, first: str, patronymic: str) -> str:
    """Set ФИО and return it in full; raises CustomerRefused naming the field."""
    name = person_name(last, first, patronymic)
    with db.write() as session:
        customers.rename(session, customer_id, name)
    return str(name)


def change_phone(
    *, db: Database, paper: Stationery, me: Visitor, phone: str, password: str, now: datetime
) -> str:
    """Set the phone, whatever its spelling, and return it as E.164.

    Raises CustomerRefused ("phone.wrong", "phone.same") or PasswordRefused.
    """
    owner, number = me.customer, mobile_phone(phone)
    if number == owner.phone:
        raise CustomerRefused("phone.same", field="phone")
    passwords.prove(db=db, me=me, password=password, now=now)
    with db.write() as session:
        customers.change(session, owner.id, phone=number)
        sessions.end(session, customer_id=owner.id, except_for=me.session.id, now=now)
        facts = undo.offer(session, paper, owner, was={"phone": owner.phone}, now=now)
        letter = paper.letter(
            LetterKind.PHONE_CHANGED, at=now, new_phone=masked_phone(number), **facts
        )
        key = f"phone_changed:{owner.id}:{now.isoformat()}"
        post(session, letter, to=owner.email, dedupe_key=key, now=now)
    return number


def change_password(
    *,
    db: Database,
    paper: Stationery,
    me: Visitor,
    current: str,
    password: str,
    again: str,
    now: datetime,
) -> None:
    """Set a new password; whatever change of the e-mail waits, by anybody, is called off with it.

    Raises CustomerRefused naming the field ("password.same" and those of check_password) or
    PasswordRefused.
    """
    check_password(password, again, common=security.is_common_password(password))
    passwords.prove(db=db, me=me, password=current, now=now)
    if password == current:
        raise CustomerRefused("password.same", field="password")
    hashed = security.hash_password(password)  # a quarter of a second: outside the transaction
    with db.write() as session:
        customers.forget_tokens(session, me.customer.id, purposes=REPLACING_A_MAILBOX)
        passwords.replace(session, paper, me.customer, hashed, keep=me.session.id, now=now)
