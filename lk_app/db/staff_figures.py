"""Counts and sums over all accounts; each is one statement over an index."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, text
from sqlmodel import Session, SQLModel, col, func, select

from lk_app.db.tables import (
    IS_MONEY,
    AccountRow,
    AppealRow,
    BankOperationRow,
    BillingStopRow,
    GuestReadingRow,
    LateReadingRow,
    LetterRow,
    NoticeRow,
    PaymentReviewRow,
    PaymentRow,
    ProposalRow,
    QuestionRow,
    ReadingCheckRow,
    ReadingRow,
)
from lk_app.domain.appeals import AppealState
from lk_app.domain.guest_readings import ProposalState
from lk_app.domain.late_readings import LateState
from lk_app.domain.payments import PaymentState
from lk_app.domain.periods import Period
from lk_app.domain.questions import QuestionState
from lk_app.domain.reading_checks import CheckKind, CheckState
from lk_app.domain.readings import ReadingState
from lk_app.domain.staff_figures import STEPS, Age, Aged, Channel, Delivered


def open_accounts(session: Session) -> int:
    """How many accounts are open."""
    return _count(session, AccountRow, col(AccountRow.closed_on).is_(None))


def first_readings(session: Session, first: date, last: date) -> dict[date, int]:
    """How many accounts had their first reading of these days on each of them."""
    day = func.min(ReadingRow.taken_on).label("day")
    of_account = (
        select(day)
        .where(
            col(ReadingRow.taken_on).between(first, last),
            ReadingRow.state == ReadingState.RECEIVED,
        )
        .group_by(col(ReadingRow.account_id))
        .subquery()
    )
    rows = session.connection().execute(
        select(of_account.c.day, func.count()).group_by(of_account.c.day)
    )
    return {day: count for day, count in rows}  # noqa: C416


# The last bill says what was owed; money booked after it is taken off. What is left belongs to the
# newest bills, for money goes to the oldest first.
DEBTS = f"""
WITH posted AS MATERIALIZED (
  SELECT a.id,
    COALESCE((SELECT b.closing_balance FROM bills b WHERE b.account_id = a.id
              ORDER BY b.period DESC LIMIT 1), a.opening_balance) AS closing,
    COALESCE((SELECT b.period FROM bills b WHERE b.account_id = a.id
              ORDER BY b.period DESC LIMIT 1), '') AS period
  FROM accounts a
), owed AS MATERIALIZED (
  SELECT posted.id, posted.closing - COALESCE((
    SELECT SUM(CASE WHEN credit = 'receivable' THEN amount ELSE -amount END)
    FROM ledger_entries
    WHERE account_id = posted.id AND {IS_MONEY.text} AND booked_in > posted.period
  ), 0) AS balance
  FROM posted
), billed AS MATERIALIZED (
  SELECT owed.balance,
    COALESCE(SUM(CASE WHEN b.due_date >= :today
      THEN b.charges + b.adjustment_total + b.late_fee ELSE 0 END), 0) AS not_due,
    COALESCE(SUM(CASE WHEN b.due_date >= :month_ago
      THEN b.charges + b.adjustment_total + b.late_fee ELSE 0 END), 0) AS month,
    COALESCE(SUM(CASE WHEN b.due_date >= :three_ago
      THEN b.charges + b.adjustment_total + b.late_fee ELSE 0 END), 0) AS three
  FROM owed LEFT JOIN bills b ON b.account_id = owed.id AND b.period >= :since
  WHERE owed.balance > 0
  GROUP BY owed.id, owed.balance
), upto AS (
  SELECT balance,
    CASE WHEN not_due < 0 THEN 0 WHEN not_due < balance THEN not_due ELSE balance END AS not_due,
    CASE WHEN month < 0 THEN 0 WHEN month < balance THEN month ELSE balance END AS month,
    CASE WHEN three < 0 THEN 0 WHEN three < balance THEN three ELSE balance END AS three
  FROM billed
)
SELECT
  COUNT(CASE WHEN not_due > 0 THEN 1 END), CAST(COALESCE(SUM(not_due), 0) AS BIGINT),
  COUNT(CASE WHEN month > not_due THEN 1 END),
  CAST(COALESCE(SUM(CASE WHEN month > not_due THEN month - not_due ELSE 0 END), 0) AS BIGINT),
  COUNT(CASE WHEN three > month THEN 1 END),
  CAST(COALESCE(SUM(CASE WHEN three > month THEN three - month ELSE 0 END), 0) AS BIGINT),
  COUNT(CASE WHEN balance > three THEN 1 END),
  CAST(COALESCE(SUM(CASE WHEN balance > three THEN balance - three ELSE 0 END), 0) AS BIGINT)
FROM upto
"""  # noqa: S608  # IS_MONEY is a constant of the schema


def debts(session: Session, today: date) -> dict[Age, Aged]:
    """What is owed today by how long it is overdue."""
    month_ago, three_ago = (today - timedelta(days=days) for days in STEPS)
    earliest = Period.of(three_ago)
    facts = {
        "today": today,
        "month_ago": month_ago,
        "three_ago": three_ago,
        "since": str(Period.of(earliest.first_day - timedelta(days=31))),
    }
    row = [int(one) for one in session.connection().execute(_DEBTS, facts).one()]
    return {age: Aged(*row[2 * place : 2 * place + 2]) for place, age in enumerate(Age)}


_DEBTS = text(DEBTS)


def channels(session: Session, since: datetime, until: datetime) -> list[Channel]:
    """Payments that succeeded in a half-open stretch of time, the largest sum first."""
    amount = cast(func.sum(PaymentRow.amount), BigInteger)
    rows = session.connection().execute(
        select(col(PaymentRow.gateway), col(PaymentRow.method), func.count(), amount)
        .where(
            col(PaymentRow.created_at) >= since,
            col(PaymentRow.created_at) < until,
            PaymentRow.state == PaymentState.SUCCEEDED,
        )
        .group_by(col(PaymentRow.gateway), col(PaymentRow.method))
        .order_by(amount.desc(), col(PaymentRow.gateway), col(PaymentRow.method))
    )
    return [Channel(gateway, method, count, int(total)) for gateway, method, count, total in rows]


def letters(session: Session, since: datetime) -> Delivered:
    """What became of the letters written since then."""
    return _delivered(session, LetterRow, col(LetterRow.created_at) >= since)


def pushes(session: Session, since: datetime) -> Delivered:
    """What became of the notices to devices made since then."""
    made = col(NoticeRow.created_at) >= since
    return _delivered(session, NoticeRow, made & (col(NoticeRow.device_id) != 0))


def _delivered(session: Session, table: Any, wanted: ColumnElement[bool]) -> Delivered:
    sent, next_one = col(table.sent_at).is_not(None), col(table.next_attempt_at).is_not(None)
    what = case((sent, 0), (next_one, 1), else_=2)
    rows = session.connection().execute(
        select(what, func.count()).select_from(table).where(wanted).group_by(what)
    )
    found = {int(key): count for key, count in rows}
    return Delivered(found.get(0, 0), found.get(1, 0), found.get(2, 0))


def queues(session: Session) -> dict[str, int]:
    """How many wait for a person, by the door of the console that leads there."""
    waiting: Mapping[str, tuple[type[SQLModel], Sequence[ColumnElement[bool]]]] = {
        "suspicious": (ReadingCheckRow, _checks(CheckKind.SUSPICIOUS)),
        "refused": (ReadingCheckRow, _checks(CheckKind.REFUSED)),
        "readings": (LateReadingRow, [col(LateReadingRow.state) == LateState.WAITING]),
        "guests": (GuestReadingRow, [col(GuestReadingRow.state) == ProposalState.REVIEW]),
        "appeals": (
            AppealRow,
            [col(AppealRow.state).in_([AppealState.RECEIVED, AppealState.IN_WORK])],
        ),
        "unknown": (
            BankOperationRow,
            [col(BankOperationRow.hold).is_not(None), col(BankOperationRow.undone_at).is_(None)],
        ),
        "review": (PaymentReviewRow, [col(PaymentReviewRow.closed_at).is_(None)]),
        "proposals": (ProposalRow, [col(ProposalRow.decided_at).is_(None)]),
        "questions": (QuestionRow, [col(QuestionRow.state) == QuestionState.WAITING]),
        "billing": (BillingStopRow, []),
        "letters": (
            LetterRow,
            [col(LetterRow.sent_at).is_(None), col(LetterRow.next_attempt_at).is_not(None)],
        ),
    }
    return {name: _count(session, row, *where) for name, (row, where) in waiting.items()}


def _checks(kind: CheckKind) -> list[ColumnElement[bool]]:
    waits = col(ReadingCheckRow.state) == CheckState.WAITING
    return [col(ReadingCheckRow.kind) == kind, waits]


def _count(session: Session, table: Any, *where: ColumnElement[bool]) -> int:
    return int(session.exec(select(func.count()).select_from(table).where(*where)).one())
