"""Appeals as the supplier's people work on them. Everything done, and every look, is in the log."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import accounts, appeal_files, appeals, audit, customers, staff
from lk_app.db.engine import Database
from lk_app.domain import appeals as rules
from lk_app.domain.accounts import Account
from lk_app.domain.appeal_files import AppealFile
from lk_app.domain.appeals import (
    LONGEST_ANSWER,
    LONGEST_REASON,
    Appeal,
    AppealRefused,
    AppealState,
    Dropping,
    Message,
    MessageKind,
    Queued,
    Topic,
)
from lk_app.domain.audit import NOTHING, Action, Deed
from lk_app.domain.staff import Permission, StaffMember
from lk_app.gateways.ports import FileStore
from lk_app.usecases.appeal_files import KeptFile, made_of, put_beside, read
from lk_app.usecases.appeal_letters import tell_said
from lk_app.usecases.appeals import thread_of
from lk_app.usecases.letters import Stationery
from lk_app.usecases.site_files import HandedFile
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.appeals import DROPPED, DROPPINGS

EXPORTED_AT_ONCE = 500
OVER = (AppealState.ANSWERED, AppealState.CLOSED)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works, with what. `now` is the business clock, `real_now` real time."""

    db: Database
    paper: Stationery
    me: OnDuty
    now: datetime
    real_now: datetime

    @property
    def today(self) -> date:
        """The supplier's day."""
        return self.now.astimezone(self.paper.zone).date()


@dataclass(frozen=True, slots=True)
class WorkView:
    """An appeal on the desk: its person, its account, everything said, who else may take it."""

    shown: Queued
    account: Account | None
    thread: Sequence[tuple[Message, Sequence[AppealFile]]]
    names: dict[int, str]
    colleagues: Sequence[StaffMember]


@dataclass(frozen=True, slots=True)
class Words:
    """What is written to the person: `seen` is the last message that was on the screen."""

    seen: int
    text: str
    files: Sequence[HandedFile] = ()


def topics_of(member: StaffMember) -> frozenset[Topic]:
    """What an employee may read: personal data ask for a right of their own."""
    if not member.may(Permission.APPEALS):
        return frozenset()
    if member.may(Permission.PERSONAL_DATA):
        return frozenset(Topic)
    return frozenset(Topic) - {Topic.PERSONAL_DATA}


def queue(desk: Desk, *, mine: bool, typed: str = "", limit: int, offset: int) -> list[Queued]:
    """What waits for an answer, the nearest term first; of this number or person, if asked."""
    own = desk.me.member.id if mine else None
    with desk.db.read() as session:
        allowed = topics_of(desk.me.member)
        return appeals.queue(
            session, allowed, staff_id=own, asked=typed, limit=limit, offset=offset
        )


def over(desk: Desk, *, typed: str = "", limit: int, offset: int) -> list[Queued]:
    """What was answered, the newest first; of this number or person, if asked."""
    with desk.db.read() as session:
        allowed = topics_of(desk.me.member)
        return appeals.of_states(session, allowed, OVER, asked=typed, limit=limit, offset=offset)


def of_account(desk: Desk, *, account_number: str, limit: int) -> list[Queued]:
    """What was asked about an account, the newest first."""
    with desk.db.read() as session:
        account = accounts.by_number(session, account_number)
        if account is None:
            return []
        return appeals.of_account(session, topics_of(desk.me.member), account.id, limit=limit)


def lengths(desk: Desk) -> tuple[int, int]:
    """How many wait for an answer, and how many of them for too long."""
    with desk.db.read() as session:
        return appeals.lengths(session, topics_of(desk.me.member), today=desk.today)


def view(desk: Desk, *, number: str) -> WorkView:
    """Open an appeal; the log has it. Raises AppealRefused("appeal.unknown")."""
    with desk.db.write() as session:
        shown = _allowed(session, desk, number)
        appeal = shown.appeal
        people = staff.everybody(session)
        seen = WorkView(
            shown,
            accounts.by_id(session, appeal.account_id) if appeal.account_id else None,
            thread_of(session, appeal, notes=True),
            {one.id: one.name for one in people},
            [one for one in people if _may_take(one, appeal) and one.id != appeal.staff_id],
        )
        _note(session, desk, Action.APPEAL_OPENED, appeal, appeal)
        return seen


def file(desk: Desk, *, store: FileStore, number: str, file_id: int) -> KeptFile | None:
    """A file of this appeal; None where there is none. Raises AppealRefused("appeal.unknown")."""
    with desk.db.read() as session:
        appeal = _allowed(session, desk, number).appeal
        said = [one.id for one in appeals.thread(session, appeal.id)]
        found = appeal_files.by_id(session, file_id)
    if found is None or found.message_id not in said:
        return None
    return read(store, found)


def take(desk: Desk, *, number: str) -> Appeal:
    """Work on it from now on. Raises AppealRefused: appeal.unknown, appeal.over."""
    me = desk.me.member.id
    with desk.db.write() as session:
        appeal = _held(session, desk, number)
        if appeal.staff_id == me:
            return appeal
        changed = rules.taken(appeal, me, at=desk.now)
        return _saved(session, desk, Action.APPEAL_TAKEN, appeal, changed)


def answer(desk: Desk, *, number: str, words: Words, store: FileStore | None = None) -> Appeal:
    """Answer it, with files kept in `store`; the person has a letter. Again changes nothing.

    Raises AppealRefused: appeal.unknown, appeal.text, appeal.over, appeal.others, appeal.moved_on
    (the person wrote meanwhile), appeal.file*; PhotoRefused.
    """
    return _say(desk, number, words, MessageKind.ANSWER, rules.answered, store=store)


def ask(desk: Desk, *, number: str, words: Words, store: FileStore | None = None) -> Appeal:
    """Ask the person for more; the term runs on. Raises AppealRefused as `answer` does."""
    return _say(desk, number, words, MessageKind.QUESTION, rules.asked, store=store)


def prolong(desk: Desk, *, number: str, seen: int, text: str) -> Appeal:
    """Five days more for personal data, with the reasons. Raises AppealRefused as `answer` does,
    and appeal.not_prolonged."""
    words = Words(seen, text)
    return _say(desk, number, words, MessageKind.PROLONGED, rules.prolonged)


def drop(desk: Desk, *, number: str, seen: int, why: Dropping, note: str) -> Appeal:
    """Close it without an answer. The person reads why, by letter too unless it is spam.

    Raises AppealRefused as `answer` does.
    """
    words = Words(seen, f"{DROPPED[why]}\n{note}".strip())
    return _say(desk, number, words, MessageKind.DROPPED, rules.dropped, why=why)


def close(desk: Desk, *, number: str) -> Appeal:
    """Nothing more is expected. Raises AppealRefused: appeal.unknown, appeal.unanswered."""
    with desk.db.write() as session:
        appeal = _held(session, desk, number)
        if appeal.state is AppealState.CLOSED:
            return appeal
        changed = rules.closed(appeal, at=desk.now)
        return _saved(session, desk, Action.APPEAL_CLOSED, appeal, changed)


def hand_on(desk: Desk, *, number: str, to: int, reason: str) -> Appeal:
    """Give it to a colleague who may have it; why is read by colleagues alone.

    Raises AppealRefused: appeal.unknown, appeal.over, appeal.colleague, appeal.reason.
    """
    with desk.db.write() as session:
        appeal = _held(session, desk, number)
        colleague = staff.by_id(session, to)
        if colleague is None or not _may_take(colleague, appeal):
            raise AppealRefused("appeal.colleague", field="to")
        if appeal.staff_id == to:
            return appeal
        why = " ".join(reason.split())
        if not why or len(why) > LONGEST_REASON:
            raise AppealRefused("appeal.reason", field="reason", limit=LONGEST_REASON)
        changed = rules.taken(appeal, to, at=desk.now)
        me = desk.me.member.id
        appeals.add_message(session, appeal.id, MessageKind.NOTE, why, at=desk.now, staff_id=me)
        return _saved(session, desk, Action.APPEAL_HANDED, appeal, changed)


def exported(desk: Desk) -> Iterator[tuple[Queued, Sequence[Message]]]:
    """Every appeal the employee may read, by number, piece by piece; the log has it."""
    with desk.db.write() as session:
        audit.note(session, desk.me.actor, Deed(Action.APPEALS_EXPORTED, "CSV"), at=desk.real_now)
    last, allowed = 0, topics_of(desk.me.member)
    while True:
        with desk.db.read() as session:
            piece = appeals.after(session, allowed, last, limit=EXPORTED_AT_ONCE)
            said = appeals.threads(session, [one.appeal.id for one in piece])
        if not piece:
            return
        yield from ((one, said[one.appeal.id]) for one in piece)
        last = piece[-1].appeal.id


Change = Callable[..., Appeal]
SAID = {
    MessageKind.ANSWER: Action.APPEAL_ANSWERED,
    MessageKind.QUESTION: Action.APPEAL_ASKED,
    MessageKind.PROLONGED: Action.APPEAL_PROLONGED,
    MessageKind.DROPPED: Action.APPEAL_DROPPED,
}


def _say(
    desk: Desk,
    number: str,
    words: Words,
    kind: MessageKind,
    change: Change,
    *,
    store: FileStore | None = None,
    why: Dropping | None = None,
) -> Appeal:
    """Write to the person, move the appeal on, and have a letter sent, in one transaction."""
    text = rules.written(words.text, limit=LONGEST_ANSWER, least=1)
    files = made_of(words.files)
    me = desk.me.member.id
    with desk.db.write() as session:
        appeal = _held(session, desk, number)
        last = appeals.thread(session, appeal.id)[-1]
        if (last.kind, last.text, last.staff_id) == (kind, text, me):
            return appeal  # the form was sent twice
        if last.id != words.seen:
            raise AppealRefused("appeal.moved_on", field="text")
        changed = change(appeal, me, at=desk.now)
        said = appeals.add_message(session, appeal.id, kind, text, at=desk.now, staff_id=me)
        if store:
            put_beside(
                session, store, files, customer_id=appeal.customer_id, number=appeal.number,
                message_id=said.id, now=desk.real_now,
            )  # fmt: skip
        if why is not Dropping.SPAM:
            _tell(session, desk, changed, said, files=len(files))
        more = {"reason": DROPPINGS[why]} if why else {}
        return _saved(session, desk, SAID[kind], appeal, changed, more)


def _tell(session: Session, desk: Desk, appeal: Appeal, said: Message, *, files: int) -> None:
    reader = customers.by_id(session, appeal.customer_id)
    assert reader is not None
    tell_said(session, desk.paper, appeal, said, reader, files=files, real_now=desk.real_now)


def _allowed(session: Session, desk: Desk, number: str) -> Queued:
    found = appeals.queued(session, number)
    if found is None or found.appeal.topic not in topics_of(desk.me.member):
        raise AppealRefused("appeal.unknown")
    return found


def _held(session: Session, desk: Desk, number: str) -> Appeal:
    """The appeal, for one at a time."""
    found = appeals.by_number(session, number, lock=True)
    if found is None or found.topic not in topics_of(desk.me.member):
        raise AppealRefused("appeal.unknown")
    return found


def _may_take(member: StaffMember, appeal: Appeal) -> bool:
    return member.may_sign_in and appeal.topic in topics_of(member)


def _saved(
    session: Session,
    desk: Desk,
    action: Action,
    before: Appeal,
    changed: Appeal,
    more: Mapping[str, str] = NOTHING,
) -> Appeal:
    appeals.save(session, changed)
    _note(session, desk, action, before, changed, more)
    return changed


def _note(
    session: Session,
    desk: Desk,
    action: Action,
    before: Appeal,
    after: Appeal,
    more: Mapping[str, str] = NOTHING,
) -> None:
    was, now = _facts(session, before), _facts(session, after)
    told = {name for name in now if was[name] != now[name]}
    deed = Deed(
        action,
        after.number,
        {name: was[name] for name in told if was[name]},
        {name: now[name] for name in told if now[name]} | dict(more),
        after.account_id,
    )
    audit.note(session, desk.me.actor, deed, at=desk.real_now)


def _facts(session: Session, appeal: Appeal) -> dict[str, str]:
    worker = staff.by_id(session, appeal.staff_id) if appeal.staff_id else None
    return {
        "state": appeal.state.value,
        "worker": worker.name if worker else "",
        "due": appeal.due_on.isoformat(),
    }
