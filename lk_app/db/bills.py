"""Posted bills, and why an account could not be billed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, insert, select

from lk_app.db import batches
from lk_app.db.engine import as_json
from lk_app.db.tables import AccountRow, BillingStopRow, BillRow
from lk_app.domain.billing_facts import BillingRefused
from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill, Recount
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis, Policy
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

COLUMNS = (
    *("account_id", "period", "opening_balance", "charges", "adjustment_total", "late_fee"),
    *("payments", "closing_balance", "due_date", "posted_at", "policy", "rule_version"),
    *("lines", "adjustments", "reading_ids", "act_meter_ids"),
)
RULE_VERSION = "2026-11"  # raised when the arithmetic of domain/ changes for future bills

IMPORTED = "imported"  # the same for bills that nothing here computed


@dataclass(frozen=True, slots=True)
class Stop:
    """Why an account has no bill from a period on."""

    account_id: int
    period: Period
    why: Refusal


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
    add_rows(session, rows(bills, batches.moment(session, now)))


def rows(bills: Iterable[tuple[int, Bill]], at: str) -> list[batches.Row]:
    """Bills of accounts (by id) as rows for `add_rows`, posted at a `batches.moment`."""
    return [_values(account, bill, at) for account, bill in bills]


def add_rows(session: Session, rows: list[batches.Row]) -> None:
    """Post what `rows` made; raises as `add`."""
    batches.add(session, BillRow, COLUMNS, rows)


def add_imported(
    session: Session, bills: Sequence[tuple[int, Bill]], *, import_id: int, now: datetime
) -> None:
    """Post bills that an outside system told by a file; raises as `add`."""
    at, rules = batches.moment(session, now), COLUMNS.index("rule_version")
    made: list[batches.Row] = [
        (*row[:rules], IMPORTED, *row[rules + 1 :], import_id, bill.document_number or None)
        for (_, bill), row in zip(bills, rows(bills, at), strict=True)
    ]
    batches.add(session, BillRow, (*COLUMNS, "import_id", "document_number"), made)


def stops(session: Session, account_ids: Sequence[int]) -> dict[int, tuple[Period, Refusal]]:
    """Why accounts could not be billed, and from which period on."""
    rows = session.exec(
        select(BillingStopRow).where(col(BillingStopRow.account_id).in_(account_ids))
    )
    return {row.account_id: (Period.parse(row.period), _refusal(row)) for row in rows}


def of_run(session: Session, run_id: int) -> list[Refusal]:
    """Why a run left accounts out, in their order."""
    rows = session.exec(
        select(BillingStopRow)
        .where(BillingStopRow.run_id == run_id)
        .order_by(col(BillingStopRow.account_id))
    )
    return [_refusal(row) for row in rows]


def put_stops(
    session: Session, seen: Sequence[int], stopped: Sequence[Stop], *, run_id: int, now: datetime
) -> None:
    """Remember why accounts were left out, and forget it for the others that were seen."""
    if seen:
        between = col(BillingStopRow.account_id).between(min(seen), max(seen))
        earlier = set(session.exec(select(BillingStopRow.account_id).where(between)))
        gone = earlier.intersection(seen)
        if gone:
            session.exec(delete(BillingStopRow).where(col(BillingStopRow.account_id).in_(gone)))
    told = [
        {
            "account_id": one.account_id,
            "period": str(one.period),
            "code": one.why.code,
            "facts": {name: _written(fact) for name, fact in one.why.facts.items()},
            "noticed_at": now,
            "run_id": run_id,
        }
        for one in stopped
    ]
    if told:
        session.execute(insert(BillingStopRow), told)


def _refusal(row: BillingStopRow) -> Refusal:
    refusal = BillingRefused(row.code)
    refusal.facts = {name: _read(fact) for name, fact in row.facts.items()}
    return refusal


def _written(fact: object) -> object:
    """A fact of a refusal as JSON keeps it: dates and periods under their kind."""
    if isinstance(fact, date):
        return {"day": fact.isoformat()}
    if isinstance(fact, Period):
        return {"period": str(fact)}
    return fact if isinstance(fact, int) else str(fact)


def _read(fact: Any) -> object:
    if not isinstance(fact, dict):
        return fact
    return date.fromisoformat(fact["day"]) if "day" in fact else Period.parse(fact["period"])


def _values(account_id: int, bill: Bill, posted_at: str) -> batches.Row:
    charges, adjusted = bill.charges, bill.adjustment_total
    return (
        account_id,
        str(bill.period),
        bill.opening_balance,
        charges,
        adjusted,
        bill.late_fee,
        bill.payments,
        bill.opening_balance + charges + adjusted + bill.late_fee - bill.payments,
        bill.due_date.isoformat(),
        posted_at,
        bill.policy,
        RULE_VERSION,
        as_json([_line(line) for line in bill.lines]),
        as_json([_adjustment(one) for one in bill.adjustments]) if bill.adjustments else "[]",
        as_json(bill.reading_set_ids),
        as_json(bill.act_meter_ids) if bill.act_meter_ids else "[]",
    )


def _line(line: BillLine) -> dict[str, Any]:
    return {
        "register": line.register,
        "band": line.band,
        "kwh": line.kwh,
        "price": line.price,
        "amount": line.amount,
        "basis": line.basis,
        "tariff_row_id": line.tariff_row_id,
    }


def _adjustment(one: Adjustment) -> dict[str, Any]:
    said = {"kind": one.kind, "period": str(one.period), "amount": one.amount}
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
        document_number=row.document_number or "",
        is_imported=row.import_id is not None,
    )


def _lines(kept: list[dict[str, Any]]) -> tuple[BillLine, ...]:
    return tuple(BillLine(**{**line, "basis": Basis(line["basis"])}) for line in kept)


def _recount(kept: dict[str, Any]) -> Recount | None:
    """What an adjustment came from; bills posted before it was kept have none."""
    return Recount(_lines(kept["lines"]), kept["billed"]) if "lines" in kept else None
