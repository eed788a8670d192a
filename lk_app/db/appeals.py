"""Appeals and their threads."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update
from sqlmodel.sql.expression import Select

from lk_app.db import typed
from lk_app.db.customers import customer_of
from lk_app.db.tables import (
    AccountRow,
    AppealMessageRow,
    AppealRow,
    CustomerRow,
    StaffRow,
)
from lk_app.domain.appeals import (
    Appeal,
    AppealState,
    Message,
    MessageKind,
    Queued,
    Rating,
    Topic,
    due_on,
    number_of,
)


def add(
    session: Session,
    *,
    customer_id: int,
    account_id: int | None,
    topic: Topic,
    facts: Mapping[str, str | int],
    key: str,
    at: datetime,
    today: date,
) -> Appeal:
    """A new appeal with its number and term; `key` is any text nobody else uses."""
    due = due_on(topic, today)
    row = AppealRow(
        number=key,  # until its id is known
        customer_id=customer_id,
        account_id=account_id,
        topic=topic,
        state=AppealState.RECEIVED,
        facts=dict(facts),
        created_at=at,
        changed_at=at,
        due_on=due,
        waits_until=due,
    )
    session.add(row)
    session.flush()
    row.number = number_of(row.id or 0, today)
    session.add(row)
    session.flush()
    return _appeal(row)


def save(session: Session, appeal: Appeal) -> None:
    """Write what may change of it."""
    session.exec(
        update(AppealRow)
        .where(col(AppealRow.id) == appeal.id)
        .values(
            state=appeal.state,
            changed_at=appeal.changed_at,
            due_on=appeal.due_on,
            waits_until=appeal.due_on if appeal.is_open else None,
            staff_id=appeal.staff_id,
            prolonged=appeal.prolonged,
        )
    )


def by_number(session: Session, number: str, *, lock: bool = False) -> Appeal | None:
    """The appeal with this number; `lock` holds it for the transaction."""
    query = select(AppealRow).where(AppealRow.number == number)
    query = query.with_for_update() if lock else query
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _appeal(row) if row else None


def of_customer(session: Session, customer_id: int, *, limit: int, offset: int) -> list[Appeal]:
    """A person's appeals, the newest first."""
    rows = session.exec(
        select(AppealRow)
        .where(AppealRow.customer_id == customer_id)
        .order_by(col(AppealRow.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [_appeal(row) for row in rows]


def open_of(session: Session, customer_id: int, topic: Topic) -> list[Appeal]:
    """What a person waits for an answer to."""
    rows = session.exec(
        select(AppealRow).where(
            AppealRow.customer_id == customer_id,
            AppealRow.topic == topic,
            col(AppealRow.waits_until).is_not(None),
        )
    )
    return [_appeal(row) for row in rows]


def queue(
    session: Session,
    topics: Collection[Topic],
    *,
    staff_id: int | None = None,
    asked: str = "",
    limit: int,
    offset: int,
) -> list[Queued]:
    """What an answer is due to, the nearest term first; of one employee, if told."""
    query = _queued().where(col(AppealRow.waits_until).is_not(None), _about(topics))
    query = query.where(*_asked(session, asked))
    if staff_id is not None:
        query = query.where(AppealRow.staff_id == staff_id)
    order = (col(AppealRow.waits_until), col(AppealRow.id))
    return _all(session, query.order_by(*order).limit(limit).offset(offset))


def of_states(
    session: Session,
    topics: Collection[Topic],
    states: Sequence[AppealState],
    *,
    asked: str = "",
    limit: int,
    offset: int,
) -> list[Queued]:
    """Appeals in these states, the newest first."""
    query = _queued().where(col(AppealRow.state).in_(states), _about(topics))
    query = query.where(*_asked(session, asked))
    return _all(session, query.order_by(col(AppealRow.id).desc()).limit(limit).offset(offset))


def of_account(
    session: Session, topics: Collection[Topic], account_id: int, *, limit: int
) -> list[Queued]:
    """What was asked about an account, the newest first."""
    query = _queued().where(AppealRow.account_id == account_id, _about(topics))
    return _all(session, query.order_by(col(AppealRow.id).desc()).limit(limit))


def after(
    session: Session, topics: Collection[Topic], appeal_id: int, *, limit: int
) -> list[Queued]:
    """Appeals of every state by their ids, those after this one: for files, piece by piece."""
    query = _queued().where(col(AppealRow.id) > appeal_id, _about(topics))
    return _all(session, query.order_by(col(AppealRow.id)).limit(limit))


def queued(session: Session, number: str) -> Queued | None:
    """One of them by its number."""
    found = _all(session, _queued().where(AppealRow.number == number))
    return found[0] if found else None


def lengths(session: Session, topics: Collection[Topic], *, today: date) -> tuple[int, int]:
    """How many wait for an answer, and how many of them for too long."""
    waiting = select(func.count()).where(col(AppealRow.waits_until).is_not(None), _about(topics))
    overdue = waiting.where(col(AppealRow.waits_until) < today)
    return session.exec(waiting).one(), session.exec(overdue).one()


def add_message(
    session: Session,
    appeal_id: int,
    kind: MessageKind,
    text: str,
    *,
    at: datetime,
    staff_id: int | None = None,
) -> Message:
    """Put a line under the thread."""
    row = AppealMessageRow(
        appeal_id=appeal_id, kind=kind, text=text, at=at, staff_id=staff_id, words=""
    )
    session.add(row)
    session.flush()
    return _message(row)


def thread(session: Session, appeal_id: int) -> list[Message]:
    """Everything said, the first words first."""
    return threads(session, [appeal_id])[appeal_id]


def threads(session: Session, appeal_ids: Collection[int]) -> dict[int, list[Message]]:
    """The same of several appeals at once."""
    found: defaultdict[int, list[Message]] = defaultdict(list)
    rows = session.exec(
        select(AppealMessageRow)
        .where(col(AppealMessageRow.appeal_id).in_(appeal_ids))
        .order_by(col(AppealMessageRow.id))
    )
    for row in rows:
        found[row.appeal_id].append(_message(row))
    return found


def rate(session: Session, message_id: int, rating: Rating) -> None:
    """What the person thinks of an answer, in place of what they thought before."""
    session.exec(
        update(AppealMessageRow)
        .where(col(AppealMessageRow.id) == message_id)
        .values(stars=rating.stars, words=rating.words)
    )


def _queued() -> Select[AppealRow, CustomerRow, str | None, str | None]:
    return (
        select(AppealRow, CustomerRow, AccountRow.account_number, StaffRow.name)
        .join(CustomerRow, col(CustomerRow.id) == AppealRow.customer_id)
        .join(AccountRow, col(AccountRow.id) == AppealRow.account_id, isouter=True)
        .join(StaffRow, col(StaffRow.id) == AppealRow.staff_id, isouter=True)
    )


def _asked(session: Session, asked: str) -> typed.Conditions:
    """By the number of the appeal or the account, or by who sent it."""
    return typed.of_person(session, asked, col(AppealRow.number))


def _about(topics: Collection[Topic]) -> ColumnElement[bool]:
    return col(AppealRow.topic).in_(topics)


def _all(
    session: Session, query: Select[AppealRow, CustomerRow, str | None, str | None]
) -> list[Queued]:
    return [
        Queued(_appeal(row), customer_of(person), number or "", name or "")
        for row, person, number, name in session.exec(query)
    ]


def _appeal(row: AppealRow) -> Appeal:
    assert row.id is not None
    return Appeal(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        account_id=row.account_id,
        topic=Topic(row.topic),
        state=AppealState(row.state),
        facts=row.facts,
        created_at=row.created_at,
        changed_at=row.changed_at,
        due_on=row.due_on,
        staff_id=row.staff_id,
        prolonged=row.prolonged,
    )


def _message(row: AppealMessageRow) -> Message:
    assert row.id is not None
    return Message(
        id=row.id,
        appeal_id=row.appeal_id,
        kind=MessageKind(row.kind),
        text=row.text,
        at=row.at,
        staff_id=row.staff_id,
        rating=Rating(row.stars, row.words) if row.stars else None,
    )
