"""`lk doctor`: is everything here that the cabinet needs, and what to do about what is not."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import typst

from lk_app.db import letters
from lk_app.db import notices as waiting
from lk_app.db.engine import Database
from lk_app.documents.reading_receipt import ReadingReceipt, ReceiptValue, reading_receipt_pdf
from lk_app.domain.notices import is_quiet
from lk_app.domain.periods import Period
from lk_app.gateways.ports import MailGateway, MailUnavailable, PushGateway
from lk_app.settings import Settings, Supplier
from lk_app.usecases.installation import Finding, is_demonstration

WAITING_LIMIT = timedelta(minutes=10)  # a letter leaves at once, after a failure within minutes


def settings(world: Settings) -> tuple[Finding, ...]:
    """What was chosen and is easily forgotten."""
    clock = f"business time stands at {world.clock} (LK_CLOCK)" if world.clock else "real time"
    pays = ", ".join(world.payment_gateways) or "none: /cabinet/pay says that there is no payment"
    return (
        Finding("world", True, f"{world.env} at {world.origin}"),
        Finding("clock", True, clock),
        Finding("payments", True, pays),
        _var(world.var_dir),
    )


def _var(var_dir: Path) -> Finding:
    there = next(path for path in (var_dir, *var_dir.resolve().parents) if path.exists())
    if os.access(there, os.W_OK):
        return Finding("var", True, f"{var_dir} can be written to")
    return Finding("var", False, f"{var_dir} cannot be written to: see LK_VAR_DIR")


def demonstration(*, db: Database) -> Finding:
    """Whether a database may be served as the demonstration."""
    if is_demonstration(db=db):
        return Finding("demonstration", True, "made by lk demo load")
    return Finding("demonstration", False, "not made by lk demo load: run it, or set LK_ENV")


def outbox(*, db: Database, apart: bool, now: datetime) -> Finding:
    """Whether letters leave; `apart` tells that jobs run in a process of their own."""
    with db.read() as session:
        count, error = letters.waiting(session, since=now - WAITING_LIMIT)
    if not count:
        return Finding("outbox", True, "no letter waits")
    advice = "run lk worker" if apart else "run lk serve"
    why = f"the last answer was «{error}»: see LK_SMTP_URL" if error else advice
    return Finding("outbox", False, f"letters waiting longer than ten minutes: {count}; {why}")


def notices(
    *, db: Database, push: PushGateway, world: Settings, now: datetime, real_now: datetime
) -> Finding:
    """Whether notices leave by day, and which key browsers agreed to; `now` is business time."""
    kept = "LK_VAPID_PRIVATE_KEY" if world.vapid_private_key.get_secret_value() else "LK_SECRET_KEY"
    key = f"their key {push.public_key[:12]}… follows from {kept}"
    with db.read() as session:
        count, error = waiting.overdue(session, before=real_now - WAITING_LIMIT)
    if not count or is_quiet(now - WAITING_LIMIT, world.zone):
        return Finding("notices", True, f"no notice is late; {key}")
    why = f"the last answer was «{error}»" if error else "nobody sends them"
    return Finding("notices", False, f"notices that should have gone: {count}; {why}; {key}")


def mail(*, gateway: MailGateway) -> Finding:
    """Whether whoever takes letters away can be reached."""
    try:
        gateway.greet()
    except MailUnavailable as failed:
        return Finding("mail", False, f"{failed}: see LK_SMTP_URL")
    return Finding("mail", True, "letters can be handed over")


def queue(*, answers: Callable[[], bool]) -> Finding:
    """Whether the queue of background jobs is there."""
    if answers():
        return Finding("jobs", True, "the queue answers")
    return Finding("jobs", False, "the queue does not answer: see LK_REDIS_URL")


def documents(*, supplier: Supplier, world: Settings, now: datetime) -> Finding:
    """Whether a page can be set: the fonts are here and Typst works."""
    try:
        reading_receipt_pdf(_sample(supplier, world, now))
    except (typst.TypstError, OSError) as failed:
        return Finding("documents", False, f"no PDF can be made: {failed}")
    return Finding("documents", True, "a PDF was made")


def _sample(supplier: Supplier, world: Settings, now: datetime) -> ReadingReceipt:
    return ReadingReceipt(
        supplier=supplier,
        number="0",
        received_at=now,
        zone=world.zone,
        account_number="0" * supplier.account_number_digits,
        address="ул. Примерная, д. 1",
        meter_serial="0",
        meter_model="",
        digits=6,
        values=(ReceiptValue("single", 2, 1, 1),),
        counts_for=Period.at(now, world.zone),
        code="",
        sent_by="subscriber",
    )
