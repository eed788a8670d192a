"""Posted bills, and why an account could not be billed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, insert, select

from lk_app.db.tables import AccountRow, BillingStopRow, BillRow
from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill, Recount
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis, Policy
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

RULE_VERSION = "2026-11"  # raised when the arithmetic of domain/ changes for future bills


def of_account(session: Session, account_id: int) -> list[Bill]:
    """An account's bills, oldest first."""
    return of_accounts(session, [account_id]).get(account_id, [])


def of_accounts(session: Session, account_ids: Sequence[int]) -> dict[int, list[Bill]]:
    """Bills by account, oldest first; an account without bills has no key."""
    rows = session.exec(
        select(BillRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == BillRow.account_id)
        .where(col(BillRow.account_id).in_(account_ids))
        .order_by(col(BillRow.period))
    )
    found: defaultdict[int, list[Bill]] = defaultdict(list)
    for row, number in rows:
        found[row.account_id].append(_bill(row, number))
    return dict(found)


def of_period(session: Session, account_id: int, period: Period) -> Bill | None:
    """The bill of one period."""
    row = session.exec(
        select(BillRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == BillRow.account_id)
        .where(BillRow.account_id == account_id, BillRow.period == str(period))
    ).first()
    return _bill(*row) if row else None


def posted_at(session: Session, account_id: int, period: Period) -> datetime | None:
    """When the bill of a period was posted, by the business clock."""
    return session.exec(
        select(BillRow.posted_at).where(
            BillRow.account_id == account_id, BillRow.period == str(period)
        )
    ).first()


def last_period(session: Session, account_id: int) -> Period | None:
    """The latest period an account was billed for."""
    row = session.exec(
        select(BillRow.period)
        .where(BillRow.account_id == account_id)
        .order_by(col(BillRow.period).desc())
        .limit(1)
    ).first()
    return Period.parse(row) if row else None


def add(session: Session, bills: Sequence[tuple[int, Bill]], *, now: datetime) -> None:
    """Post bills of accounts (by id); the same account and period twice is an IntegrityError."""
    if bills:
        session.execute(insert(BillRow), [_values(account, bill, now) for account, bill in bills])


def stops(session: Session, account_ids: Sequence[int]) -> dict[int, tuple[Period, Refusal]]:
    """Why accounts could not be billed, and from which period on."""
    rows = session.exec(
        select(BillingStopRow).where(col(BillingStopRow.account_id).in_(account_ids))
    )
    return {
        row.account_id: (Period.parse(row.period), Refusal(row.code, **row.facts)) for row in rows
    }


def put_stops(
    session: Session,
    billed: Sequence[int],
    stopped: Sequence[tuple[int, Period, Refusal]],
    *,
    now: datetime,
) -> None:
    """Remember why accounts were left out, and forget it for those that were billed."""
    ids = [*billed, *(account for account, _, _ in stopped)]
    session.exec(delete(BillingStopRow).where(col(BillingStopRow.account_id).in_(ids)))
    rows = [
        {
            "account_id": account,
            "period": str(period),
            "code": why.code,
            "facts": {key: str(value) for key, value in why.facts.items()},
            "noticed_at": now,
        }
        for account, period, why in stopped
    ]
    if rows:
        session.execute(insert(BillingStopRow), rows)


def _values(account_id: int, bill: Bill, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "period": str(bill.period),
        "opening_balance": bill.opening_balance,
        "charges": bill.charges,
        "adjustment_total": bill.adjustment_total,
        "late_fee": bill.late_fee,
        "payments": bill.payments,
        "closing_balance": bill.closing_balance,
        "due_date": bill.due_date,
        "posted_at": now,
        "policy": str(bill.policy),
        "rule_version": RULE_VERSION,
        "lines": [_line(line) for line in bill.lines],
        "adjustments": [_adjustment(one) for one in bill.adjustments],
        "reading_ids": list(bill.reading_set_ids),
        "act_meter_ids": list(bill.act_meter_ids),
    }


def _line(line: BillLine) -> dict[str, Any]:
    return {
        "register": line.register,
        "band": line.band,
        "kwh": line.kwh,
        "price": line.price,
        "amount": line.amount,
        "basis": str(line.basis),
        "tariff_row_id": line.tariff_row_id,
    }


def _adjustment(one: Adjustment) -> dict[str, Any]:
    said = {"kind": str(one.kind), "period": str(one.period), "amount": one.amount}
    if one.recount is None:
        return said
    lines = [_line(line) for line in one.recount.lines]
    return {**said, "lines": lines, "billed": one.recount.billed}


def _bill(row: BillRow, account_number: str) -> Bill:
    return Bill(
        account_number=account_number,
        period=Period.parse(row.period),
        opening_balance=row.opening_balance,
        lines=_lines(row.lines),
        adjustments=tuple(
            Adjustment(
                AdjustmentKind(one["kind"]),
                Period.parse(one["period"]),
                one["amount"],
                _recount(one),
            )
            for one in row.adjustments
        ),
        late_fee=row.late_fee,
        payments=row.payments,
        due_date=row.due_date,
        reading_set_ids=tuple(row.reading_ids),
        policy=Policy(row.policy),
        act_meter_ids=tuple(row.act_meter_ids),
    )


def _lines(kept: list[dict[str, Any]]) -> tuple[BillLine, ...]:
    return tuple(BillLine(**{**line, "basis": Basis(line["basis"])}) for line in kept)


def _recount(kept: dict[str, Any]) -> Recount | None:
    """What an adjustment came from; bills posted before it was kept have none."""
    return Recount(_lines(kept["lines"]), kept["billed"]) if "lines" in kept else None
