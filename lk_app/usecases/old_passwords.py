"""Weak passwords of the old cabinet wrapped in bcrypt, a few at a time. Real time only."""

import time

from lk_app import old_passwords, security
from lk_app.db import moving
from lk_app.db.engine import Database
from lk_app.old_passwords import Vault

AT_ONCE = 20  # read together; each is a quarter of a second of one core


def wrap(*, db: Database, vault: Vault, seconds: float) -> int:
    """Wrap what waits for about so long; returns how many. Safe to kill and to run in many places.

    A hash that another key has sealed is left as it is: who has it sets a password by letter.
    """
    done = after = 0
    until = time.monotonic() + seconds
    while True:
        with db.read() as session:
            waiting = moving.weak(session, after=after, limit=AT_ONCE)
        for one in waiting:
            if time.monotonic() >= until:
                return done
            done += _wrap(db, vault, one.customer_id, one.password_hash)
            after = one.id
        if not waiting:
            return done


def waiting(*, db: Database) -> int:
    """How many wait."""
    with db.read() as session:
        return moving.count_weak(session)


def _wrap(db: Database, vault: Vault, customer_id: int, kept: str) -> bool:
    if not kept.startswith(old_passwords.SEALED):
        with db.write() as session:
            moving.not_weak(session, customer_id)
        return False
    weak = vault.open(kept)
    if weak is None:
        return False
    wrapped = old_passwords.wrap(weak)  # a quarter of a second: outside the transaction
    with db.write() as session:
        return moving.wrapped(
            session, customer_id, was=kept, wrapped=wrapped, standing=security.digest(wrapped)
        )
