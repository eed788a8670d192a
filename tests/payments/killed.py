"""Payments in a process of its own that is killed again and again; the demo bank lives here."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from lk_app.db.engine import Database
from lk_app.db.tables import LedgerEntryRow, PaymentRow
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payments import PaymentState
from lk_app.usecases import reconciliation, settlements
from tests.payers import NOW, REAL_NOW, account, payer
from tests.payments import payers_process
from tests.payments.payers_process import PAPER, PAYERS, number
from tests.vendors import Vendor


@dataclass(frozen=True)
class Outcome:
    """What was left after the last restart."""

    kills: int
    taken: int  # payments the gateway took money for
    lost: int  # … that the ledger has not
    twice: int  # ledger entries beyond one a payment
    opened: int  # differences a comparison with the gateway's register found


def prepare(db: Database) -> None:
    """People with accounts, for all the runs."""
    for index in range(PAYERS):
        account(db, number(index), owner=payer(db), debt=1_000_00)


def pay_and_be_killed(
    db: Database, url: str, vendor: Vendor, *, count: int, seed: int, kill_after: tuple[int, int]
) -> Outcome:
    """Pay `count` payments in a process killed after every so many calls to the gateway."""
    chance = random.Random(seed)
    prepare(db)
    kills = 0
    while True:
        left = chance.randint(*kill_after)
        if _run(url, vendor, count, calls=left):
            break
        kills += 1
    return _examine(db, vendor, kills)


def _run(url: str, vendor: Vendor, count: int, *, calls: int) -> bool:
    """Whether the process came to its end before it was killed."""
    until = vendor.calls + calls
    child = subprocess.Popen(
        [sys.executable, "-m", payers_process.__name__, url, vendor.address, str(count)],
        start_new_session=True,
    )
    while child.poll() is None:
        try:
            child.wait(0.002)
        except subprocess.TimeoutExpired:
            if vendor.calls >= until:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                return False
    assert child.returncode == 0, child.returncode
    return True


def _examine(db: Database, vendor: Vendor, kills: int) -> Outcome:
    """Started again, it asks about what is unfinished and compares the day."""
    gateways = {vendor.gateway.name: vendor.gateway}
    for made in vendor.payments():
        if vendor.stands(made) == "open":
            vendor.turn(made, "paid")
    for hours in range(1, 4):
        late = timedelta(hours=hours, minutes=1)
        while settlements.check_unfinished(
            db=db, gateways=gateways, paper=PAPER, now=NOW + late, real_now=REAL_NOW + late
        ):
            pass
    day = NOW.date()
    compared = reconciliation.run(
        db=db, gateways=gateways, paper=PAPER, first=day, last=day, now=NOW, real_now=REAL_NOW
    )
    with db.read() as session:
        rows = session.exec(select(PaymentRow)).all()
        entries = session.exec(
            select(LedgerEntryRow).where(col(LedgerEntryRow.kind) == EntryKind.PAYMENT)
        ).all()
    counted = {row.external_id for row in rows if row.state == PaymentState.SUCCEEDED}
    posted = [entry.ref.partition("/")[0] for entry in entries]
    taken = {made for made in vendor.payments() if vendor.stands(made) == "paid"}
    due = sum(row.amount for row in rows if row.external_id in taken)
    assert sum(entry.amount for entry in entries) == due
    return Outcome(
        kills=kills,
        taken=len(taken),
        lost=len(taken - counted) + len(counted) - len(set(posted)),
        twice=len(posted) - len(set(posted)) + len(taken) - len({r.external_id for r in rows}),
        opened=len(compared.opened),
    )
