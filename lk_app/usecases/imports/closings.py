"""closings.csv: who moved out, what the meter showed then, and who moved in at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from lk_app.db import accounts, billing, customers, imports, positions, readings
from lk_app.db import meters as stored
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.accounts import Account
from lk_app.domain.imports import (
    AccountFacts,
    ClosingFacts,
    Imported,
    RowRefused,
    SuccessorFacts,
)
from lk_app.domain.meters import Meter, parse_registers
from lk_app.domain.periods import Period
from lk_app.domain.readings import parse_values
from lk_app.domain.refusals import Refusal
from lk_app.domain.removals import check_act
from lk_app.usecases.imports import files
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    Progress,
    Seal,
    each_row,
    load,
    unknown_account,
)
from lk_app.usecases.letters import Stationery, post
from lk_app.wording import address, day

COLUMNS = ("account_number", "closed_on", "final_readings")
OF_SUCCESSOR = ("new_account_number", "holder", "residents")
NOT_YET = 0  # the id of an account that this very file opens


@dataclass(frozen=True, slots=True)
class Herald:
    """Writes to whoever sees a closed account; `now` is real time, as for all letters."""

    paper: Stationery
    now: datetime


def run(
    *,
    db: Database,
    path: Path,
    books: Books,
    skip_bad: bool,
    progress: Progress | None = None,
    herald: Herald | None = None,
    seal: Seal | None = None,
) -> Imported:
    """Close accounts, and open those of whoever moved in, in one transaction (decision 0007).

    Without a herald nobody is written to.
    """
    form = replace(FORMAT, keep=partial(keep, herald=herald))
    return load(
        form, db=db, path=path, books=books, skip_bad=skip_bad, progress=progress, seal=seal
    )


def parse(row: files.Row, books: Books) -> ClosingFacts:
    """One row; raises a Refusal."""
    closed_on = files.day(row, "closed_on")
    files.not_ahead(closed_on, books.now, books.tz)
    return ClosingFacts(
        account_number=files.account_number(row, digits=books.account_number_digits),
        closed_on=closed_on,
        final_readings=_registers(row),
        successor=_successor(row, books) if any(map(row.cells.get, OF_SUCCESSOR)) else None,
    )


def _registers(row: files.Row) -> Mapping[str, int]:
    written = files.text(row, "final_readings")
    try:
        return parse_registers(written)
    except ValueError:
        raise RowRefused(
            "import.registers", field="final_readings", column="final_readings", value=written[:40]
        ) from None


def _successor(row: files.Row, books: Books) -> SuccessorFacts:
    for column in OF_SUCCESSOR:
        if not row.cells.get(column):
            raise RowRefused("import.successor", field=column, column=column)
    digits = books.account_number_digits
    return SuccessorFacts(
        account_number=files.account_number(row, digits=digits, column="new_account_number"),
        holder=files.text(row, "holder"),
        residents=files.whole(row, "residents", least=0, most=1000),
    )


def keep(
    session: Session,
    chunk: Sequence[Item[ClosingFacts]],
    books: Books,
    kept: Kept,
    herald: Herald | None = None,
) -> None:
    """Close what is open; an account closed otherwise before is refused."""
    known = imports.accounts(session, {number for item in chunk for number in _numbers(item.value)})
    ids = [account.id for account in known.values()]
    billing.lock(session, ids)  # no bill in between
    standing = stored.of_accounts(session, ids)
    read = readings.received(session, [m.id for mine in standing.values() for m in mine])
    left: list[_Left] = []
    for item in chunk:
        facts = item.value
        if _is_new(known.get(facts.account_number)):  # who moved in has moved out again
            _write(session, left, known, standing, herald)
            left = []
        try:
            account = _account(facts, known)
            removed = _removed(account, facts, standing.get(account.id, ()))
            if account.closed_on is not None:
                _check_same(facts, account, known)
                kept.recognise(item)
                continue
            _check_successor(facts, known)
            check_act(removed, read.get(removed.id, ()), books.tz)
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        left.append(_Left(account, removed, facts.successor))
        known |= left[-1].accounts()
        standing[account.id] = [*standing[account.id][:-1], removed]
        kept.add(item)
    _write(session, left, known, standing, herald)


@dataclass(frozen=True, slots=True)
class _Left:
    """One who moved out, as it was decided and is not yet written."""

    account: Account
    removed: Meter
    successor: SuccessorFacts | None

    def accounts(self) -> dict[str, Account]:
        """The two accounts as they are from now on, by number; the new one has no id yet."""
        closed_on, new = self.removed.removed_on, self.successor
        closed = {self.account.account_number: replace(self.account, closed_on=closed_on)}
        if new is None or closed_on is None:
            return closed
        opened = replace(
            self.account,
            id=NOT_YET,
            account_number=new.account_number,
            residents=new.residents,
            opened_on=closed_on,
        )
        return closed | {new.account_number: opened}


def _is_new(account: Account | None) -> bool:
    return account is not None and account.id == NOT_YET


def _account(facts: ClosingFacts, known: Mapping[str, Account]) -> Account:
    if facts.account_number not in known:
        raise unknown_account(facts.account_number)
    return known[facts.account_number]


def _numbers(facts: ClosingFacts) -> list[str]:
    successor = [facts.successor.account_number] if facts.successor else []
    return [facts.account_number, *successor]


def _removed(account: Account, facts: ClosingFacts, standing: Sequence[Meter]) -> Meter:
    """The last meter as the act says it was left; meters.csv may have brought the same act."""
    if account.closed_on not in (None, facts.closed_on):
        raise _differs(account)
    last = standing[-1] if standing else None
    if last is None or last.removed_on not in (None, facts.closed_on):
        raise RowRefused("import.no_meter", account_number=account.account_number)
    final = parse_values(last, facts.final_readings)
    if last.final_readings not in (None, final):
        raise _differs(account)
    return last._replace(removed_on=facts.closed_on, final_readings=final)


def _check_same(facts: ClosingFacts, account: Account, known: Mapping[str, Account]) -> None:
    """The account is closed already: this row must say the same."""
    new = known.get(facts.successor.account_number) if facts.successor else None
    same_successor = facts.successor is None or (
        new is not None
        and (new.address, new.opened_on, new.residents)
        == (account.address, facts.closed_on, facts.successor.residents)
    )
    if not same_successor:
        raise _differs(account)


def _check_successor(facts: ClosingFacts, known: Mapping[str, Account]) -> None:
    new = facts.successor
    if new is not None and new.account_number in known:
        raise RowRefused("import.account_differs", account_number=new.account_number)


def _differs(account: Account) -> RowRefused:
    return RowRefused("import.closing_differs", account_number=account.account_number)


def _write(
    session: Session,
    left: Sequence[_Left],
    known: dict[str, Account],
    standing: dict[int, list[Meter]],
    herald: Herald | None,
) -> None:
    """Close and open accounts, all at once; `known` and `standing` learn the ids of the new."""
    if not left:
        return
    ids = [one.account.id for one in left]
    removed = [one.removed for one in left]
    imports.change_meters(session, removed)
    days = [meter.removed_on for meter in removed if meter.removed_on]
    imports.close_accounts(session, dict(zip(ids, days, strict=True)))
    positions.forget(session, ids)
    opened = [_opened(one.account, one.successor, one.removed) for one in left if one.successor]
    if opened:
        imports.add_accounts(session, opened)
        made = imports.accounts(session, [one.account_number for one in opened])
        known |= made
        standing |= stored.of_accounts(session, [one.id for one in made.values()])
    if herald is not None:
        _tell_all(session, herald, left)


def _tell_all(session: Session, herald: Herald, left: Sequence[_Left]) -> None:
    """Whoever moved out learns it by letter, and who never did can object."""
    seen_by: defaultdict[int, list[int]] = defaultdict(list)
    for customer_id, account_id in sorted(
        accounts.seen_by(session, [one.account.id for one in left])
    ):
        seen_by[account_id].append(customer_id)
    for one in left:
        _tell(session, herald, one.account, one.removed, seen_by[one.account.id])


def _tell(
    session: Session, herald: Herald, account: Account, removed: Meter, whom: Sequence[int]
) -> None:
    if not whom:
        return
    assert removed.removed_on is not None
    letter = herald.paper.letter(
        LetterKind.ACCOUNT_CLOSED,
        account_number=account.account_number,
        address=address(account.address),
        closed_on=day(removed.removed_on),
        period=Period.of(removed.removed_on),
        values=list((removed.final_readings or {}).items()),
        link=herald.paper.link(f"/cabinet/bills?account={account.account_number}"),
    )
    for customer_id in whom:
        customer = customers.by_id(session, customer_id)
        if customer is not None:
            key = f"closed:{account.id}:{customer_id}"
            post(session, letter, to=customer.email, dedupe_key=key, now=herald.now)


def _opened(account: Account, successor: SuccessorFacts, removed: Meter) -> AccountFacts:
    """The same flat and the same meter, which goes on from the final readings."""
    assert removed.removed_on is not None
    assert removed.final_readings is not None
    return AccountFacts(
        account_number=successor.account_number,
        unified_account="",
        address=account.address,
        holder=successor.holder,
        category=account.category,
        residents=successor.residents,
        norm_kwh=account.norm_kwh,
        opening_balance=0,
        meter=removed._replace(
            installed_on=removed.removed_on,
            removed_on=None,
            initial_readings=removed.final_readings,
            final_readings=None,
        ),
    )


FORMAT = Format("closings", COLUMNS, OF_SUCCESSOR, each_row(parse), keep, moves_money=True)
