"""Appeals as a subscriber sees them: sent once, read, written on, rated.

`now` is the business clock, by which terms run; `real_now` real time, for letters and throttles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app import security
from lk_app.db import accounts, appeal_files, appeals, customers, payments, throttles
from lk_app.db.engine import Database
from lk_app.domain import appeals as rules
from lk_app.domain.accounts import Account, Link
from lk_app.domain.appeal_files import NEW, AppealFile
from lk_app.domain.appeal_forms import ABOUT_ACCOUNT, Facts, checked
from lk_app.domain.appeals import Appeal, AppealRefused, Message, MessageKind, Topic
from lk_app.domain.customers import Throttle
from lk_app.domain.payments import Payment
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import FormRefused
from lk_app.usecases.appeal_letters import tell_received
from lk_app.usecases.letters import Stationery

PAYMENTS_TO_NAME = 30


@dataclass(frozen=True, slots=True)
class AppealForm:
    """What was typed, as it was typed; `account_number` is empty for none."""

    topic: Topic
    account_number: str
    fields: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal with what was said, oldest first, and the files beside each message."""

    appeal: Appeal
    account: Account | None
    thread: Sequence[tuple[Message, Sequence[AppealFile]]]


def payments_to_name(*, db: Database, customer_id: int) -> list[Payment]:
    """The person's own payments of late, the newest first."""
    with db.read() as session:
        return payments.latest_of(session, customer_id, limit=PAYMENTS_TO_NAME)


def submit(
    *,
    db: Database,
    paper: Stationery,
    customer_id: int,
    form: AppealForm,
    now: datetime,
    real_now: datetime,
) -> Appeal:
    """Send an appeal with the files that wait for it; the same one again is the same.

    Raises FormRefused with a reason for every wrong field, AppealRefused("appeal.paused", until=…).
    """
    today = now.astimezone(paper.zone).date()
    with db.write() as session:
        links = {one.account.account_number: one for one in accounts.links(session, customer_id)}
        numbers = {
            one.public_id
            for one in payments.latest_of(session, customer_id, limit=PAYMENTS_TO_NAME)
        }
        facts, wrong = checked(form.topic, form.fields, today=today, payments=numbers)
        link = _account(form, links, wrong)
        text = _text(form.text, wrong)
        if wrong:
            raise FormRefused(tuple(wrong))
        throttles.hold(session, f"appeals:{customer_id}", now=real_now)  # one at a time
        account_id = link.account.id if link else None
        if same := _same(session, customer_id, account_id, form.topic, facts, text):
            return same  # sent once more: by a double press, from another tab
        _count(session, f"appeals:{customer_id}", rules.NEW_BY_CUSTOMER, real_now)
        appeal = appeals.add(
            session,
            customer_id=customer_id,
            account_id=account_id,
            topic=form.topic,
            facts=facts,
            key=security.new_secret(),
            at=now,
            today=today,
        )
        sent = appeals.add_message(session, appeal.id, MessageKind.SENT, text, at=now)
        appeal_files.send(session, customer_id, NEW, message_id=sent.id)
        reader = customers.by_id(session, customer_id)
        assert reader is not None
        tell_received(session, paper, appeal, reader, real_now=real_now)
        return appeal


def _account(form: AppealForm, links: Mapping[str, Link], wrong: list[Refusal]) -> Link | None:
    """The account it is about, one of the person's own."""
    found = links.get(form.account_number)
    if found is None and (form.account_number or form.topic in ABOUT_ACCOUNT):
        code = "appeal.account" if links else "appeal.no_accounts"
        wrong.append(AppealRefused(code, field="account"))
    return found


def _text(typed: str, wrong: list[Refusal]) -> str:
    try:
        return rules.written(typed)
    except AppealRefused as refused:
        wrong.append(refused)
        return ""


def _same(
    session: Session,
    customer_id: int,
    account_id: int | None,
    topic: Topic,
    facts: Facts,
    text: str,
) -> Appeal | None:
    """The same words about the same thing, if they wait for an answer already."""
    alike = [
        one
        for one in appeals.open_of(session, customer_id, topic)
        if one.account_id == account_id and dict(one.facts) == facts
    ]
    said = appeals.threads(session, [one.id for one in alike])
    return next((one for one in alike if said[one.id][0].text == text), None)


def _count(session: Session, key: str, throttle: Throttle, now: datetime) -> None:
    throttles.hold(session, key, now=now)
    until = throttles.blocked_until(session, [key], now=now)
    if until is not None:
        raise AppealRefused("appeal.paused", until=until)
    throttles.fail(session, key, throttle, now=now)


def mine(*, db: Database, customer_id: int, limit: int, offset: int = 0) -> list[Appeal]:
    """The person's appeals, the newest first."""
    with db.read() as session:
        return appeals.of_customer(session, customer_id, limit=limit, offset=offset)


def one(*, db: Database, customer_id: int, number: str) -> AppealView:
    """One of the person's own with its thread; raises AppealRefused("appeal.unknown")."""
    with db.read() as session:
        appeal = own(session, customer_id, number)
        account = accounts.by_id(session, appeal.account_id) if appeal.account_id else None
        return AppealView(appeal, account, thread_of(session, appeal, notes=False))


def thread_of(
    session: Session, appeal: Appeal, *, notes: bool
) -> list[tuple[Message, Sequence[AppealFile]]]:
    """What was said, with files; the supplier's own notes only when asked for."""
    said = [
        message
        for message in appeals.thread(session, appeal.id)
        if notes or message.kind is not MessageKind.NOTE
    ]
    files = appeal_files.of_messages(session, [message.id for message in said])
    return [(message, files.get(message.id, ())) for message in said]


def write_on(
    *,
    db: Database,
    customer_id: int,
    number: str,
    text: str,
    zone: tzinfo,
    now: datetime,
    real_now: datetime,
) -> Appeal:
    """Add words and the files that wait for them; an answered appeal opens again.

    The same words as the last ones change nothing. Raises AppealRefused: appeal.unknown,
    appeal.text, appeal.too_late, appeal.paused.
    """
    words = rules.written(text, least=1)
    with db.write() as session:
        appeal = own(session, customer_id, number, lock=True)
        last = appeals.thread(session, appeal.id)[-1]
        if (last.kind, last.text) == (MessageKind.SENT, words):
            return appeal
        _count(session, f"appeal-words:{customer_id}", rules.WRITTEN_BY_CUSTOMER, real_now)
        today = now.astimezone(zone).date()
        changed = rules.followed_up(appeal, today=today, at=now)
        sent = appeals.add_message(session, appeal.id, MessageKind.SENT, words, at=now)
        appeal_files.send(session, customer_id, number, message_id=sent.id)
        appeals.save(session, changed)
        return changed


def finish(*, db: Database, customer_id: int, number: str, now: datetime) -> Appeal:
    """«Вопрос решён»; again is no error.

    Raises AppealRefused: appeal.unknown, appeal.unanswered.
    """
    with db.write() as session:
        appeal = own(session, customer_id, number, lock=True)
        if appeal.state is rules.AppealState.CLOSED:
            return appeal
        changed = rules.finished(appeal, at=now)
        appeals.save(session, changed)
        return changed


def rate(
    *, db: Database, customer_id: int, number: str, message_id: int, stars: int, words: str
) -> None:
    """Say what an answer is worth; the last word counts.

    Raises AppealRefused: appeal.unknown (also for what is no answer there), appeal.stars,
    appeal.words.
    """
    said = rules.rating(stars, words)
    with db.write() as session:
        appeal = own(session, customer_id, number, lock=True)
        answers = {
            one.id for one in appeals.thread(session, appeal.id) if one.kind is MessageKind.ANSWER
        }
        if message_id not in answers:
            raise AppealRefused("appeal.unknown")
        appeals.rate(session, message_id, said)


def own(session: Session, customer_id: int, number: str, *, lock: bool = False) -> Appeal:
    """The person's appeal; raises AppealRefused("appeal.unknown"): a stranger's sounds alike."""
    found = appeals.by_number(session, number, lock=lock)
    if found is None or found.customer_id != customer_id:
        raise AppealRefused("appeal.unknown")
    return found
