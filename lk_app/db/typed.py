"""What an employee typed to look through a list, as conditions; nothing typed asks for all."""

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, or_

from lk_app.db import name_words
from lk_app.db.tables import AccountRow, CustomerRow
from lk_app.domain.finding import wanted

Conditions = list[ColumnElement[bool]]
Text = Mapped[str]


def numbered(typed: str, *numbers: Text) -> Conditions:
    """One of these numbers begins like this, or the number of the account does."""
    if not typed:
        return []
    asked = wanted(typed)
    match = [one.startswith(asked.number, autoescape=True) for one in numbers]
    return [or_(false(), *match, *([account_begins(asked.digits)] if asked.digits else []))]


def of_person(session: Session, typed: str, *numbers: Text) -> Conditions:
    """The same, or by the mailbox or words of the name of the customer."""
    if not typed:
        return []
    asked, (match,) = wanted(typed), numbered(typed, *numbers)
    if asked.email:
        match = or_(match, col(CustomerRow.email) == asked.email)
    if asked.words:
        match = or_(match, name_words.named(session, CustomerRow, asked.words))
    return [match]


def said(typed: str, *columns: Text) -> Conditions:
    """The words stand somewhere in one of these, as typed or as they begin a sentence."""
    if not typed:
        return []
    ways = {typed, typed.lower(), typed[:1].upper() + typed[1:]}  # SQLite folds no Cyrillic
    return [or_(*(one.contains(way, autoescape=True) for one in columns for way in ways))]


def account_begins(digits: str) -> ColumnElement[bool]:
    """An account's number begins with these digits; LIKE would look at every number there is."""
    number = col(AccountRow.account_number)
    after = str(int(digits) + 1).zfill(len(digits))
    return and_(number >= digits, number < after) if len(after) == len(digits) else number >= digits
