"""Readings of strangers: proposals with a letter, never instead of a subscriber's own."""

from datetime import datetime, timedelta

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.guest_readings import GuestRefused, ProposalState
from lk_app.domain.periods import Period
from lk_app.security import Signer
from lk_app.usecases import (
    billing,
    guest_adoption,
    guest_readings,
    paper_checks,
    reading_screens,
)
from lk_app.usecases.guest_readings import Caller
from tests.usecases import metered
from tests.usecases.mail import PAPER, outbox, secret
from tests.usecases.metered import ZONE
from tests.usecases.people import BORIS, confirmed
from tests.usecases.sent_readings import INSIDE, send

NUMBER, TWO_ZONES = "6410100101", "6410100102"
SIGNER = Signer(b"a key of this installation")


@pytest.fixture
def anna(database: Database) -> int:
    metered.tariff(database)
    owner = confirmed(database).id
    metered.account(database, NUMBER, owner=owner)
    metered.account(database, TWO_ZONES, owner=owner, initial={"day": 100, "night": 50})
    return owner


def propose(
    db: Database, value: str = "4660", *, source: str = "192.0.2.1", now: datetime = INSIDE,
    **typed: str,
):  # fmt: skip
    asked = {"account_number": "64101-001-01", "serial": f"S{NUMBER}", "t1": value, **typed}
    return guest_readings.propose(
        db=db, paper=PAPER, signer=SIGNER, typed=asked, account_digits=10,
        caller=Caller(source, now, now), zone=ZONE,
    )  # fmt: skip


def state(db: Database, number: str) -> ProposalState:
    every = (one for state in ProposalState for one in guest_readings.waiting(db=db, state=state))
    return next(one.state for one in every if one.number == number)


def decide(db: Database, number: str, *, accept: bool) -> None:
    guest_readings.decide(db=db, number=number, accept=accept, note="", now=INSIDE, real_now=INSIDE)


def adopt(db: Database, last: Period) -> int:
    return guest_adoption.adopt(db=db, last=last, now=INSIDE + timedelta(days=15), zone=ZONE)


def test_a_guests_reading_counts_when_no_other_came(database: Database, anna: int) -> None:
    made = propose(database).proposal
    assert adopt(database, made.counts_for - 1) == 0
    assert adopt(database, made.counts_for) == 1
    assert adopt(database, made.counts_for) == 0
    assert state(database, made.number) is ProposalState.ACCEPTED


def test_a_subscribers_own_is_never_replaced(database: Database, anna: int) -> None:
    made = propose(database).proposal
    send(database, anna, "4661")
    assert adopt(database, made.counts_for) == 0
    assert state(database, made.number) is ProposalState.SUPERSEDED


def test_of_several_the_latest_counts(database: Database, anna: int) -> None:
    first = propose(database).proposal
    second = propose(database, "4670").proposal
    assert adopt(database, first.counts_for) == 1
    assert state(database, second.number) is ProposalState.ACCEPTED


def test_the_same_again_is_the_same(database: Database, anna: int) -> None:
    first = propose(database)
    assert propose(database, "04660") == first
    assert len(outbox(database)) == 1


def test_the_subscriber_is_told_and_can_say_it_was_not_them(database: Database, anna: int) -> None:
    made = propose(database).proposal
    (letter,) = outbox(database)
    assert letter.kind == "guest_reading"
    token = secret(database, "/guest/not-me")
    guest_readings.by_link(db=database, signer=SIGNER, token=token)
    assert state(database, made.number) is ProposalState.PROPOSED  # opening a link changes nothing
    guest_readings.not_me(db=database, signer=SIGNER, token=token, now=INSIDE)
    assert adopt(database, made.counts_for) == 0
    assert state(database, made.number) is ProposalState.REFUSED


def test_the_subscriber_sees_it_among_the_readings_until_there_is_their_own(
    database: Database, anna: int
) -> None:
    made = propose(database).proposal

    def shown() -> list[str]:
        at = reading_screens.screen(
            db=database, customer_id=anna, account_number=NUMBER, now=INSIDE, zone=ZONE
        ).at
        assert at
        return [one.number for one in at.proposed]

    assert shown() == [made.number]
    send(database, anna, "4700")
    assert shown() == []


def test_whoever_has_the_account_may_refuse_it_and_nobody_else(
    database: Database, anna: int
) -> None:
    given = propose(database)
    boris = confirmed(database, BORIS, "+79270000009").id

    def disown(customer_id: int, number: str = given.proposal.number):
        return guest_readings.disown(
            db=database, customer_id=customer_id, number=number,
            now=INSIDE, zone=ZONE,
        )  # fmt: skip

    for stranger, number in ((boris, given.proposal.number), (anna, "2026-11-G999999")):
        with pytest.raises(LinkRefused, match=r"link\.not_yours"):
            disown(stranger, number)
    assert state(database, given.proposal.number) is ProposalState.PROPOSED
    for _ in range(2):
        assert disown(anna).state is ProposalState.REFUSED
    assert state(database, given.proposal.number) is ProposalState.REFUSED


def test_what_counted_is_beyond_a_link(database: Database, anna: int) -> None:
    made = propose(database).proposal
    adopt(database, made.counts_for)
    for token, refusal in (
        (secret(database, "/guest/not-me"), "guest.counted"),
        ("guess", "guest.link"),
    ):
        with pytest.raises(GuestRefused, match=refusal):
            guest_readings.not_me(db=database, signer=SIGNER, token=token, now=INSIDE)


@pytest.mark.parametrize("value", ["1", "94660"])
def test_what_is_strange_waits_for_an_operator(database: Database, anna: int, value: str) -> None:
    """The guest is told no figure of the account: not the last reading, not the consumption."""
    made = propose(database, value).proposal
    assert made.state is ProposalState.REVIEW
    assert adopt(database, made.counts_for) == 0
    assert [one.number for one in guest_readings.waiting(db=database)] == [made.number]
    with pytest.raises(GuestRefused, match=r"guest\.note"):
        decide(database, made.number, accept=False)
    decide(database, made.number, accept=True)
    assert state(database, made.number) is ProposalState.PROPOSED


def test_every_mismatch_sounds_alike_and_is_counted(database: Database, anna: int) -> None:
    for typed in ({"serial": "S1"}, {"account_number": "9999999999"}):
        with pytest.raises(GuestRefused, match=r"guest\.mismatch"):
            propose(database, **typed)
    for number in range(4):
        with pytest.raises(GuestRefused, match=r"guest\.mismatch"):
            propose(database, serial=f"S{number}", source=f"host{number}")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        propose(database, source="host9")  # per account, whoever asks
    assert propose(database, source="host9", now=INSIDE + timedelta(hours=7))


def test_one_source_may_not_go_through_the_accounts(database: Database, anna: int) -> None:
    for number in range(15):
        with pytest.raises(GuestRefused, match=r"guest\.mismatch"):
            propose(database, account_number=f"64101999{number:02}")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        propose(database)


def test_an_account_takes_a_few_proposals_a_day(database: Database, anna: int) -> None:
    for number in range(4):
        propose(database, str(4660 + number), source=f"host{number}")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        propose(database, "4670", source="host9")


def test_fields_are_those_of_the_meters_face(database: Database, anna: int) -> None:
    two = {"account_number": TWO_ZONES, "serial": f"S{TWO_ZONES}"}
    made = propose(database, "120", t2="60", **two).proposal
    assert dict(made.values) == {"day": 120, "night": 60}
    for typed, field in (
        ({"t2": ""}, "t2"),
        ({"t2": "6", "t3": "1"}, "t3"),
        ({"t2": "6,5"}, "t2"),
    ):
        with pytest.raises(ReadingRefused) as caught:
            propose(database, "120", **{**two, **typed})
        assert caught.value.field == field
    with pytest.raises(LinkRefused, match=r"account_number\.length"):
        propose(database, account_number="64")


def test_anyone_may_check_a_receipt_by_its_number_and_code(database: Database, anna: int) -> None:
    given = propose(database)
    caller = Caller("192.0.2.7", INSIDE, INSIDE)

    def check(number: str, code: str):
        return paper_checks.check(
            db=database, signer=SIGNER, number=number, code=code, caller=caller
        )

    typed = given.code.lower().replace("-", " ").replace("0", "о")
    assert check(given.proposal.number.replace("G", "Г"), typed) == given.proposal
    own = send(database, anna, "4661")
    code = paper_checks.reading_code(SIGNER, own.reading)
    assert check(own.number, code) == (NUMBER, own.reading)
    assert len(code.replace("-", "")) * 5 >= 64
    for number in range(10):
        with pytest.raises(GuestRefused, match=r"guest\.no_paper"):
            check(own.number, f"{number}{code[1:]}" if code[0] != str(number) else "Z")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        check(own.number, code)


def test_a_billing_run_takes_what_guests_proposed(database: Database, anna: int) -> None:
    made = propose(database).proposal
    first = Period(2026, 8)
    billing.run(
        db=database, first=first, last=made.counts_for, policy=Policy.DECREE354, tz=ZONE,
        now=INSIDE + timedelta(days=40),
    )  # fmt: skip
    assert state(database, made.number) is ProposalState.ACCEPTED
