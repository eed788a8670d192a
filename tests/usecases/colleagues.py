"""Employees of a test: invited, enrolled, at the desk; and the app on their phone."""

from datetime import datetime, timedelta

import pyotp

from lk_app.db import staff as stored
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, AuditRecord
from lk_app.domain.staff import Role
from lk_app.security import Signer
from lk_app.usecases import audit, staff, staff_sessions
from lk_app.usecases.staff_sessions import OnDuty
from tests.usecases.people import NOW

SIGNER = Signer(b"a key of the tests, long enough")
OLGA = "olga@lk.example"
PASSWORD = "dlinnyj parol sotrudnika"
STEP = timedelta(seconds=30)


def phone(db: Database, email: str = OLGA, *, now: datetime = NOW, signer: Signer = SIGNER) -> str:
    """What the app shows at that moment."""
    with db.read() as session:
        member = stored.by_email(session, email)
    assert member is not None
    code: str = pyotp.TOTP(signer.totp_secret(member.factor_salt)).at(now)
    return code


def enrolled(
    db: Database,
    email: str = OLGA,
    role: Role = Role.OPERATOR,
    *,
    now: datetime = NOW,
    signer: Signer = SIGNER,
) -> tuple[str, ...]:
    """Somebody with a password and a second factor; their recovery codes."""
    name = email.partition("@")[0].capitalize()
    invitation = staff.add(db=db, email=email, name=name, role=role, by=COMMAND_LINE, now=now)
    return staff.enrol(
        db=db,
        signer=signer,
        secret=invitation.secret,
        password=PASSWORD,
        repeated=PASSWORD,
        code=phone(db, email, now=now, signer=signer),
        address="10.0.0.8",
        now=now,
    )


def sign_in(
    db: Database,
    email: str = OLGA,
    *,
    password: str = PASSWORD,
    code: str | None = None,
    address: str = "10.0.0.8",
    now: datetime = NOW + STEP,
) -> str:
    """The secret of a fresh session of the console, with what the phone shows unless told."""
    return staff_sessions.sign_in(
        db=db,
        signer=SIGNER,
        email=email,
        password=password,
        code=phone(db, email, now=now) if code is None else code,
        address=address,
        user_agent="Mozilla/5.0",
        now=now,
    )


def on_duty(db: Database, secret: str, *, now: datetime = NOW + STEP) -> OnDuty | None:
    """Who a session lets in at that moment."""
    return staff_sessions.on_duty(db=db, secret=secret, now=now)


def at_work(db: Database, email: str = OLGA, role: Role = Role.OPERATOR) -> OnDuty:
    """Somebody enrolled and signed in."""
    enrolled(db, email, role)
    found = on_duty(db, sign_in(db, email))
    assert found is not None
    return found


def log(db: Database) -> list[AuditRecord]:
    """The audit log, the oldest first."""
    return audit.latest(db=db, limit=1000)[::-1]
