"""A full file of the old cabinet against this one: counts, sums, every difference by name."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlmodel import Session

from lk_app import old_passwords
from lk_app.db import imports, ledger, moving, old_customers
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.domain.moving_report import Ours, Report, balance, compared, gone
from lk_app.domain.old_customers import Moved, OldCustomer
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING
from lk_app.usecases.imports import customers
from lk_app.usecases.imports.following import Mover, facts_of
from lk_app.usecases.imports.loading import Books, Progress, tell

CHUNK = 2_000


def compare(
    *,
    db: Database,
    path: Path,
    books: Books,
    mover: Mover,
    progress: Progress | None = None,
) -> Report:
    """Raises ImportRefused when the file cannot be read at all; bad rows stand in the report."""
    report = Report()
    people = customers.read(path, books, mover, report.bad)
    with db.read() as session:
        for start in range(0, len(people), CHUNK):
            chunk = people[start : start + CHUNK]
            _compare(session, chunk, report)
            tell(progress, start + len(chunk), len(people))
        missing = moving.old_ids(session) - {one.old_id for one in people}
        report.differences += map(gone, sorted(missing))
        report.weak = moving.count_weak(session)
        report.untold = moving.count_untold(session)
    return report


def _compare(session: Session, chunk: Sequence[OldCustomer], report: Report) -> None:
    moved = old_customers.moved(session, [person.old_id for person in chunk])
    ours = _ours(session, moved.values())
    for person in chunk:
        before = moved.get(person.old_id)
        mine = ours.get(before.customer_id) if before and before.customer_id else None
        report.differences += compared(person, before, mine)
        _count(report, person, mine)
    _balances(session, chunk, report)


def _ours(session: Session, moved: Iterable[Moved]) -> dict[int, Ours]:
    ids = [one.customer_id for one in moved if one.customer_id]
    links = moving.seen_accounts(session, ids)
    given = moving.given(session, ids)
    found = old_customers.customers(session, ids=ids) if ids else []
    return {
        one.id: Ours(
            facts_of(one), _has_password(one), links.get(one.id, {}), given.get(one.id, [])
        )
        for one in found
    }


def _has_password(one: Customer) -> bool:
    return one.password_hash != old_passwords.NONE


def _count(report: Report, person: OldCustomer, ours: Ours | None) -> None:
    report.there["people"] += 1
    report.there["links"] += len(person.links)
    report.there["consents"] += person.consent is not None
    report.there["news"] += person.news is not None
    report.there["passwords"] += person.password is not None
    if ours is None:
        return
    numbers = {link.account_number for link in person.links}
    report.here["people"] += 1
    report.here["links"] += len(numbers & ours.links.keys())
    report.here["consents"] += any(one.kind == CONSENT_TO_PROCESSING for one in ours.consents)
    report.here["news"] += any(one.kind == CONSENT_TO_NEWS for one in ours.consents)
    report.here["passwords"] += ours.has_password


def _balances(session: Session, chunk: Sequence[OldCustomer], report: Report) -> None:
    told = [(person, link) for person in chunk for link in person.links if link.balance is not None]
    if not told:
        return
    accounts = imports.accounts(session, {link.account_number for _, link in told})
    owed = ledger.balances(session, [one.id for one in accounts.values()])
    for person, link in told:
        account = accounts.get(link.account_number)
        if account is None or link.balance is None:
            continue  # told as a link that is not here
        here = owed[account.id]
        report.there["balance"] += link.balance
        report.here["balance"] += here
        if here != link.balance:
            report.differences.append(balance(person, link.account_number, link.balance, here))
