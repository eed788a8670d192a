"""What autopay says by letter: on, a day ahead, why not this time, off. To the person's mailbox."""

from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import customers
from lk_app.documents.letters import LetterKind
from lk_app.domain.autopay import Autopay, Charge, Ending
from lk_app.domain.saved_methods import SavedMethod
from lk_app.usecases.letters import Stationery, post
from lk_app.wording.autopay import ENDINGS, terms_said, why_not

PLACE = "/cabinet/pay/autopay"


def turned_on(
    session: Session,
    paper: Stationery,
    autopay: Autopay,
    card: SavedMethod,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """That it is on, and on what terms: who did not do it themselves learns of it."""
    facts = {"card": card.title, "terms": terms_said(autopay.terms), "cap": autopay.terms.cap}
    _post(session, paper, LetterKind.AUTOPAY_ON, autopay, "on", real_now, at=now, **facts)


def announce(
    session: Session,
    paper: Stationery,
    autopay: Autopay,
    charge: Charge,
    card: SavedMethod,
    *,
    charge_on: date,
    real_now: datetime,
) -> None:
    """The sum, the card and the day, a day ahead."""
    facts = {"amount": charge.amount, "charge_on": charge_on, "card": card.title}
    _post(session, paper, LetterKind.AUTOPAY_NOTICE, autopay, charge.key, real_now, **facts)


def not_charged(
    session: Session,
    paper: Stationery,
    autopay: Autopay,
    charge: Charge,
    *,
    decline: str = "",
    real_now: datetime,
) -> None:
    """Why nothing was charged this time, and that the person has to pay."""
    why = why_not(charge.state, autopay.terms, decline)
    facts = {"amount": charge.amount, "why": why}
    key = f"{charge.key}:not"
    _post(session, paper, LetterKind.AUTOPAY_NOT_CHARGED, autopay, key, real_now, **facts)


def in_review(
    session: Session,
    paper: Stationery,
    autopay: Autopay,
    charge: Charge,
    number: str,
    *,
    real_now: datetime,
) -> None:
    """That the payment waits for a person, once however often it is looked at."""
    facts = {
        "amount": charge.amount,
        "number": number,
        "link": paper.link(f"/cabinet/pay/result?payment={number}"),
    }
    key = f"{charge.key}:review"
    _post(session, paper, LetterKind.AUTOPAY_REVIEW, autopay, key, real_now, **facts)


def ended(
    session: Session, paper: Stationery, autopay: Autopay, why: Ending, *, real_now: datetime
) -> None:
    """That it is off, and why."""
    facts = {"why": ENDINGS[why]}
    _post(session, paper, LetterKind.AUTOPAY_ENDED, autopay, "ended", real_now, **facts)


def _post(
    session: Session,
    paper: Stationery,
    kind: LetterKind,
    autopay: Autopay,
    key: str,
    real_now: datetime,
    **facts: object,
) -> None:
    owner = customers.by_id(session, autopay.customer_id)
    if owner is None:
        return
    facts = {"account_number": autopay.account_number, "link": paper.link(PLACE), **facts}
    letter = paper.letter(kind, **facts)
    dedupe_key = f"autopay:{autopay.id}:{key}"
    post(session, letter, to=owner.email, dedupe_key=dedupe_key, now=real_now)
