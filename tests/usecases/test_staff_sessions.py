"""Signing in to the console: three things, each once, and nobody stays who has left the desk."""

from datetime import timedelta

import pytest

from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action
from lk_app.domain.staff import IDLE, SHIFT, Role, StaffRefused, StaffSignInRefused
from lk_app.usecases import staff, staff_sessions
from tests.usecases import people
from tests.usecases.colleagues import (
    OLGA,
    PASSWORD,
    SIGNER,
    STEP,
    enrolled,
    log,
    on_duty,
    phone,
    sign_in,
)
from tests.usecases.people import NOW


def test_a_password_and_the_phone_open_the_console(database: Database) -> None:
    enrolled(database)
    found = on_duty(
        database, sign_in(database, " Olga@LK.example ", code=phone(database, now=NOW + STEP))
    )
    assert found and found.member.email == OLGA
    assert [one.deed.action for one in log(database)] == [
        Action.STAFF_ADDED,
        Action.STAFF_ENROLLED,
        Action.SIGNED_IN,
    ]


@pytest.mark.parametrize(
    ("password", "code"),
    [("ne tot parol", None), (PASSWORD, "000000"), (PASSWORD, ""), (PASSWORD, "шесть\x00")],
)
def test_one_wrong_thing_is_as_wrong_as_all(
    database: Database, password: str, code: str | None
) -> None:
    enrolled(database)
    with pytest.raises(StaffSignInRefused, match=r"staff\.sign_in\.wrong"):
        sign_in(database, password=password, code=code)
    assert log(database)[-1].deed.action == Action.SIGN_IN_REFUSED


def test_a_code_seen_over_the_shoulder_opens_nothing(database: Database) -> None:
    enrolled(database)
    now = NOW + STEP
    code = phone(database, now=now)
    sign_in(database, code=code, now=now)
    for later in (now, now + STEP):  # one step late is taken, but not a second time
        with pytest.raises(StaffSignInRefused):
            sign_in(database, code=code, now=later)
    before = phone(database, now=NOW)
    with pytest.raises(StaffSignInRefused):
        sign_in(database, code=before, now=now + STEP)


def test_the_code_that_enrolled_does_not_sign_in(database: Database) -> None:
    enrolled(database)
    with pytest.raises(StaffSignInRefused):
        sign_in(database, now=NOW)


def test_a_recovery_code_works_once_however_it_is_written(database: Database) -> None:
    first, *rest = enrolled(database)
    assert len(rest) == 9
    assert on_duty(database, sign_in(database, code=first.lower().replace("-", " ")))
    with pytest.raises(StaffSignInRefused):
        sign_in(database, code=first)
    with pytest.raises(StaffSignInRefused):
        sign_in(database, password="ne tot parol", code=rest[0])
    assert sign_in(database, code=rest[0]), "a wrong password had spent the code"


def test_guessing_is_slowed_for_the_name_and_for_the_address(database: Database) -> None:
    enrolled(database)
    for _ in range(5):
        with pytest.raises(StaffSignInRefused):
            sign_in(database, code="000000")
    with pytest.raises(StaffSignInRefused) as paused:
        sign_in(database)
    assert paused.value.code == "staff.sign_in.paused"
    later = NOW + STEP + timedelta(minutes=2)
    assert sign_in(database, now=later)
    for number in range(15):
        with pytest.raises(StaffSignInRefused):
            sign_in(database, f"nobody{number}@lk.example", code="000000", address="192.0.2.9")
    with pytest.raises(StaffSignInRefused) as paused:
        sign_in(database, address="192.0.2.9", now=NOW + 2 * STEP)
    assert paused.value.code == "staff.sign_in.paused"


def test_whoever_has_left_the_desk_signs_in_anew(database: Database) -> None:
    enrolled(database)
    start = NOW + STEP
    secret = sign_in(database, now=start)
    assert on_duty(database, secret, now=start + IDLE - STEP)
    assert on_duty(database, secret, now=start + 2 * IDLE - 2 * STEP), "work keeps it open"
    assert on_duty(database, secret, now=start + 3 * IDLE) is None
    busy = sign_in(database, now=start + STEP)
    at = start + STEP
    while at < start + SHIFT:
        assert on_duty(database, busy, now=at)
        at += IDLE - STEP
    assert on_duty(database, busy, now=start + STEP + SHIFT) is None


def test_who_is_sent_away_is_out_at_once_and_may_come_back(database: Database) -> None:
    enrolled(database)
    secret = sign_in(database)
    staff.disable(db=database, email=OLGA, by=COMMAND_LINE, now=NOW)
    assert on_duty(database, secret) is None
    with pytest.raises(StaffSignInRefused):
        sign_in(database, now=NOW + 2 * STEP)
    with pytest.raises(StaffRefused, match=r"staff\.unknown"):
        staff.reset_second_factor(db=database, email=OLGA, by=COMMAND_LINE, now=NOW)
    enrolled(database, role=Role.EDITOR, now=NOW + 2 * STEP)
    back = on_duty(database, sign_in(database, now=NOW + 3 * STEP), now=NOW + 3 * STEP)
    assert back and back.member.role is Role.EDITOR


def test_a_lost_phone_ends_everything_it_had_opened(database: Database) -> None:
    codes = enrolled(database)
    secret, old = sign_in(database), phone(database, now=NOW + 2 * STEP)
    anew = staff.reset_second_factor(db=database, email=OLGA, by=COMMAND_LINE, now=NOW)
    assert on_duty(database, secret) is None
    for code in (old, codes[0]):
        with pytest.raises(StaffSignInRefused):
            sign_in(database, code=code, now=NOW + 2 * STEP)
    assert staff.invited(db=database, secret=anew.secret, now=NOW).email == OLGA


def test_an_invitation_opens_once_and_for_three_days(database: Database) -> None:
    with pytest.raises(StaffRefused, match=r"staff\.invitation"):
        staff.invited(db=database, secret="guess", now=NOW)
    made = staff.add(
        db=database, email=OLGA, name="Ольга", role=Role.ADMIN, by=COMMAND_LINE, now=NOW
    )
    with pytest.raises(StaffRefused, match=r"staff\.invitation"):
        staff.invited(db=database, secret=made.secret, now=NOW + timedelta(hours=72))
    with pytest.raises(StaffRefused, match=r"staff\.known"):
        enrolled(database)
    with pytest.raises(StaffRefused, match=r"staff\.password"):
        enrol(database, made.secret, password="korotkij", code="000000")
    with pytest.raises(StaffRefused, match=r"staff\.code"):
        enrol(database, made.secret, code="000000")
    enrol(database, made.secret, code=phone(database))
    with pytest.raises(StaffRefused, match=r"staff\.invitation"):
        enrol(database, made.secret, code=phone(database))


def enrol(database: Database, secret: str, *, password: str = PASSWORD, code: str) -> None:
    staff.enrol(
        db=database, signer=SIGNER, secret=secret, password=password, repeated=password,
        code=code, address="", now=NOW,
    )  # fmt: skip


def test_a_subscriber_is_no_employee_and_the_other_way_round(database: Database) -> None:
    people.confirmed(database)
    cabinet = people.sign_in(database)
    assert staff_sessions.on_duty(db=database, secret=cabinet, now=NOW) is None
    enrolled(database)
    console = sign_in(database)
    assert people.visitor(database, console) is None
