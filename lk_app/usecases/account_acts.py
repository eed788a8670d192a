"""What an employee writes down of an account: a controller's reading, a meter's replacement and
verification, who moved out, how a name is written.

The rules are those of the files (`imports.meters`, `imports.closings`), so a file that says the
same later changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from lk_app.db import accounts, audit, imports, meters, reading_checks, readings, windows
from lk_app.domain.accounts import Account, LinkRefused
from lk_app.domain.audit import Action, Deed
from lk_app.domain.imports import ClosingFacts, MeterFacts, RowRefused, SuccessorFacts
from lk_app.domain.meters import Meter, serving
from lk_app.domain.readings import (
    Doubtful,
    ReadingSet,
    ReadingSource,
    accept,
    check_in_service,
    meter_to_read,
)
from lk_app.domain.removals import check_act
from lk_app.domain.windows import counted_period
from lk_app.usecases.imports import closings
from lk_app.usecases.imports import meters as meter_files
from lk_app.usecases.imports.closings import Herald
from lk_app.usecases.imports.files import not_ahead
from lk_app.usecases.imports.loading import Books, Item, Kept
from lk_app.usecases.letters import Stationery
from lk_app.usecases.reading_checks import Desk
from lk_app.usecases.readings import Asked

ONLY = (1,)  # the line of a file that has no other


@dataclass(frozen=True, slots=True)
class AtWork:
    """An account, who holds it, and the meter that hangs there, if one does."""

    account: Account
    holder: str
    meter: Meter | None


def at_work(desk: Desk, account_number: str) -> AtWork:
    """What there is to be written about; raises LinkRefused("account.unknown")."""
    with desk.db.read() as session:
        account = _account(session, account_number)
        return AtWork(account, _holder(session, account), _hanging(session, account))


def read_by_controller(
    desk: Desk,
    account_number: str,
    *,
    values: Mapping[str, str],
    taken_on: date,
    confirmed: frozenset[str],
    idempotency_key: str,
) -> ReadingSet | Asked:
    """Take what an inspector read off the dial, or ask first as a subscriber would be asked.

    The time of receipt decides its month (CONTRACT 1); `taken_on` is shown. The same key again is
    the same reading. Raises LinkRefused("account.unknown"); ReadingRefused as `accept`; RowRefused
    ("import.future").
    """
    not_ahead(taken_on, desk.now, desk.tz)
    today = desk.now.astimezone(desk.tz).date()
    with desk.db.write() as session:
        account = _account(session, account_number)
        fitted = meters.of_account(session, account.id)
        meter = meter_to_read(serving(fitted, today), today, closed_on=account.closed_on)
        check_in_service(meter, taken_on)
        readings.lock(session, meter.id)
        known = readings.sent_with(
            session, meter.id, sources=[ReadingSource.CONTROLLER], idempotency_key=idempotency_key
        )
        if known is not None:
            return known
        published = windows.published(session)
        decided = accept(
            meter=meter,
            values=values,
            received_on=today,
            history=readings.of_meters(session, [meter.id])[meter.id],
            windows=published,
            tz=desk.tz,
            confirmed=confirmed,
        )
        if isinstance(decided, Doubtful):
            return Asked(decided.questions, None)
        made = ReadingSet(0, meter.id, taken_on, desk.now, decided.values, ReadingSource.CONTROLLER)
        stored = readings.add(
            session, made, account_id=account.id, customer_id=None, idempotency_key=idempotency_key
        )
        reading_checks.drop_refused(session, meter.id, counted_period(today, published))
        after = {"values": dict(decided.values), "day": taken_on.isoformat()}
        _log(session, desk, Action.READING_TAKEN, account, {}, after)
        return stored


def replace_meter(
    desk: Desk,
    account_number: str,
    *,
    removed_on: date,
    final: Mapping[str, int],
    new: Meter,
    books: Books,
) -> None:
    """Take the meter off the wall with its final readings, and hang `new` there the same day.

    Its act counts like a reading (docs/decisions/0007). Raises LinkRefused("account.unknown"),
    RowRefused (import.*), RemovalRefused (removal.*).
    """
    not_ahead(removed_on, desk.now, desk.tz)
    with desk.db.write() as session:
        imports.one_at_a_time(session)
        account = _account(session, account_number)
        old = _must_hang(session, account)
        removed = old._replace(removed_on=removed_on, final_readings=dict(final))
        check_act(removed, (), desk.tz)
        _keep_meters(session, account, [removed, new._replace(installed_on=removed_on)], books)
        before = {"serial": old.serial, "values": dict(final)}
        after = {
            "serial": new.serial,
            "values": dict(new.initial_readings),
            "day": removed_on.isoformat(),
        }
        _log(session, desk, Action.METER_REPLACED, account, before, after)


def verify_meter(desk: Desk, account_number: str, *, verified_until: date, books: Books) -> None:
    """Write down until when the meter's verification holds; no bill depends on it.

    Raises LinkRefused("account.unknown"), RowRefused (import.no_meter, import.account_closed).
    """
    with desk.db.write() as session:
        account = _account(session, account_number)
        old = _must_hang(session, account)
        _keep_meters(session, account, [old._replace(verified_until=verified_until)], books)
        was = old.verified_until.isoformat() if old.verified_until else ""
        before, after = {"until": was}, {"until": verified_until.isoformat()}
        _log(session, desk, Action.METER_VERIFIED, account, before, after)


def change_holder(
    desk: Desk,
    account_number: str,
    *,
    closed_on: date,
    final: Mapping[str, int],
    successor: SuccessorFacts | None,
    books: Books,
    paper: Stationery,
) -> None:
    """Close the account of who moved out, and open another for who moved in, if anybody did.

    Who had the account keeps its past and learns of the end by letter; the debt or the credit of
    the final bill stays theirs (docs/decisions/0007). Raises LinkRefused("account.unknown"),
    RowRefused (import.*), ReadingRefused, RemovalRefused (removal.*).
    """
    not_ahead(closed_on, desk.now, desk.tz)
    with desk.db.write() as session:
        imports.one_at_a_time(session)
        account = _account(session, account_number)
        held_by = _holder(session, account)
        facts = ClosingFacts(account_number, closed_on, final, successor)
        kept = Kept()
        herald = Herald(paper, desk.real_now)
        closings.keep(session, [Item(ONLY, facts)], books, kept, herald)
        _check(kept)
        before = {"name": held_by, "values": dict(final)}
        after = {"day": closed_on.isoformat()}
        if successor is not None:
            after |= {"account": successor.account_number, "name": successor.holder}
        _log(session, desk, Action.HOLDER_CHANGED, account, before, after)


def rename_holder(desk: Desk, account_number: str, *, name: str) -> None:
    """Mend a misspelt name. The same person holds the account, so every link stays.

    The same name again changes nothing. Raises LinkRefused("account.unknown").
    """
    with desk.db.write() as session:
        account = _account(session, account_number)
        before = _holder(session, account)
        if before == name:
            return
        accounts.rename_holder(session, account.id, name)
        _log(session, desk, Action.HOLDER_RENAMED, account, {"name": before}, {"name": name})


def _holder(session: Session, account: Account) -> str:
    held = accounts.holders(session, account.id)
    return held[-1].name if held else ""


def _account(session: Session, account_number: str) -> Account:
    account = accounts.by_number(session, account_number)
    if account is None:
        raise LinkRefused("account.unknown", account_number=account_number)
    return account


def _hanging(session: Session, account: Account) -> Meter | None:
    """The meter that nobody has taken off yet."""
    fitted = meters.of_account(session, account.id)
    return next((one for one in reversed(fitted) if one.removed_on is None), None)


def _must_hang(session: Session, account: Account) -> Meter:
    meter = _hanging(session, account)
    if meter is None:
        raise RowRefused("import.no_meter", account_number=account.account_number)
    return meter


def _keep_meters(session: Session, account: Account, told: list[Meter], books: Books) -> None:
    kept = Kept()
    items = [Item(ONLY, MeterFacts(account.account_number, one)) for one in told]
    meter_files.keep(session, items, books, kept)
    _check(kept)


def _check(kept: Kept) -> None:
    """Nothing is written where one of them cannot be."""
    if kept.refused:
        raise kept.refused[0].reason


def _log(
    session: Session,
    desk: Desk,
    action: Action,
    account: Account,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    deed = Deed(action, account.account_number, before, after, account.id)
    audit.note(session, desk.by, deed, at=desk.now)
