"""Registering and confirming: one answer for everyone, a link that works once, a captcha too."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import altcha
import bcrypt
import pytest

from lk_app.db import consents, customers
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer, CustomerRefused, SignInRefused
from lk_app.domain.letters import LettersPaused
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.registration import (
    CONSENT_VERSION,
    FormRefused,
    RegistrationForm,
    RegistrationRefused,
)
from lk_app.gateways.captcha import AltchaCaptcha
from lk_app.usecases import registration, sessions
from lk_app.usecases.registration import Activation
from tests.usecases import people
from tests.usecases.mail import PAPER, outbox, secret

NOW = datetime.now(UTC)
CAPTCHA = AltchaCaptcha(b"a key of this installation")
PASSWORD = "синий трамвай едет"
ANNA = RegistrationForm(
    last_name="Иванова",
    first_name="Анна",
    patronymic="",
    email="Anna@Example.ru",
    phone="8 (927) 123-45-67",
    password=PASSWORD,
    password_again=PASSWORD,
    consent=True,
    news=False,
)


def solved() -> str:
    challenge = altcha.Challenge.from_dict(CAPTCHA.challenge())
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def register(
    db: Database,
    form: RegistrationForm = ANNA,
    *,
    payload: str | None = None,
    at: datetime = NOW,
) -> str:
    return registration.register(
        db=db,
        captcha=CAPTCHA,
        paper=PAPER,
        form=form,
        captcha_payload=solved() if payload is None else payload,
        address="192.0.2.1",
        now=at,
    )


def activate(db: Database, link: str, *, at: datetime = NOW) -> Activation:
    return registration.activate(db=db, secret=link, now=at)


def sign_in(db: Database, login: str, password: str = PASSWORD) -> Customer:
    opened = sessions.sign_in(
        db=db, login=login, password=password, remember=False, address="", user_agent="", now=NOW
    )
    found = sessions.visitor(db=db, secret=opened.secret, now=NOW)
    assert found
    return found.customer


def test_registered_confirmed_and_in(database: Database) -> None:
    assert register(database) == "anna@example.ru"
    with pytest.raises(SignInRefused):
        sign_in(database, "anna@example.ru")
    assert activate(database, secret(database, "/activate")) is Activation.CONFIRMED
    person = sign_in(database, "+7 927 123-45-67")
    assert (person.email, person.phone) == ("anna@example.ru", "+79271234567")


def test_consents_are_kept_apart_with_version_time_and_address(database: Database) -> None:
    register(database, replace(ANNA, news=True))
    with database.read() as session:
        person = customers.by_email(session, "anna@example.ru")
        assert person
        given = consents.of_customer(session, person.id)
    assert {consent.kind for consent in given} == {"personal_data", "news"}
    assert {(c.version, c.given_at, c.address) for c in given} == {
        (CONSENT_VERSION, NOW, "192.0.2.1")
    }


def test_everything_wrong_is_said_at_once(database: Database) -> None:
    form = RegistrationForm("", "4nna", "", "anna", "12", "1234", "12345", consent=False, news=True)
    with pytest.raises(FormRefused) as refused:
        register(database, form, payload="")
    assert {reason.field: reason.code for reason in refused.value.reasons} == {
        "last_name": "last_name.empty",
        "first_name": "name.letters",
        "email": "email.wrong",
        "phone": "phone.wrong",
        "password": "password.short",
        "consent": "consent.required",
        "captcha": "captcha.unsolved",
    }
    assert outbox(database) == []


def test_a_common_password_is_refused(database: Database) -> None:
    with pytest.raises(FormRefused) as refused:
        register(database, replace(ANNA, password="qwertyuiop", password_again="qwertyuiop"))
    assert [reason.code for reason in refused.value.reasons] == ["password.common"]


def test_a_captcha_opens_one_registration(database: Database) -> None:
    payload = solved()
    register(database, payload=payload)
    with pytest.raises(RegistrationRefused, match=r"captcha\.spent"):
        register(database, replace(ANNA, email="boris@example.ru"), payload=payload)
    assert len(outbox(database)) == 1


def test_a_refused_form_does_not_spend_the_captcha(database: Database) -> None:
    payload = solved()
    with pytest.raises(FormRefused):
        register(database, replace(ANNA, last_name=""), payload=payload)
    register(database, payload=payload)


def work_of(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the expensive parts ran; they really run."""
    done: Counter[str] = Counter()
    for name in ("hashpw", "checkpw"):
        real = getattr(bcrypt, name)

        def counted(*given: bytes, name: str = name, real: Callable[..., object] = real) -> object:
            done[name] += 1
            return real(*given)

        monkeypatch.setattr(bcrypt, name, counted)
    act()
    monkeypatch.undo()
    return done


def test_a_known_mailbox_gets_the_same_answer_for_the_same_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.confirmed(database, "known@example.ru")
    answers: dict[str, str] = {}
    work = [
        work_of(
            lambda email=email: answers.update(  # type: ignore[misc]
                {email: register(database, replace(ANNA, email=email))}
            ),
            monkeypatch,
        )
        for email in ("known@example.ru", "unknown@example.ru")
    ]
    assert work[0] == work[1] == Counter(hashpw=1)
    assert answers == {email: email for email in answers}
    (to_known,), (to_unknown,) = (outbox(database, to=email) for email in answers)
    assert (to_known.kind, to_unknown.kind) == ("already_registered", "activate")


def test_a_known_customer_keeps_password_and_name(database: Database) -> None:
    people.confirmed(database, "anna@example.ru")
    register(database, replace(ANNA, last_name="Чужая"))
    assert sign_in(database, "anna@example.ru", people.PASSWORD).name.last == "Иванова"


def test_the_next_registration_replaces_an_unconfirmed_one(database: Database) -> None:
    register(database, replace(ANNA, last_name="Первая"))
    old = secret(database, "/activate")
    register(database)
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        activate(database, old)
    activate(database, secret(database, "/activate"))
    assert sign_in(database, "anna@example.ru").name.last == "Иванова"


def test_a_used_link_says_so(database: Database) -> None:
    register(database)
    link = secret(database, "/activate")
    activate(database, link)
    assert activate(database, link) is Activation.ALREADY
    assert activate(database, link, at=NOW + timedelta(days=30)) is Activation.ALREADY


def test_a_link_lives_a_day_and_can_be_had_anew(database: Database) -> None:
    register(database)
    late, link = NOW + timedelta(hours=24), secret(database, "/activate")
    with pytest.raises(LinkRefused, match=r"link\.expired"):
        activate(database, link, at=late)
    registration.resend_by_link(db=database, paper=PAPER, secret=link, now=late)
    assert activate(database, secret(database, "/activate"), at=late) is Activation.CONFIRMED


@pytest.mark.parametrize("junk", ["", "x", "x" * 10_000, "' OR 1=1"])
def test_a_made_up_link_opens_nothing(database: Database, junk: str) -> None:
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        activate(database, junk)


@pytest.mark.parametrize("email", ["anna@example.ru", "nobody@example.ru"])
def test_letters_on_demand_are_paused_alike_for_known_and_unknown(
    database: Database, email: str
) -> None:
    register(database)
    paused = None
    for _ in range(5):
        try:
            registration.resend(db=database, paper=PAPER, email=email, now=NOW)
        except LettersPaused as refused:
            paused = refused.facts["until"]
            break
    assert paused == NOW + timedelta(minutes=5)
    registration.resend(db=database, paper=PAPER, email=email, now=NOW + timedelta(minutes=5))


def test_resending_to_what_is_no_address_is_refused(database: Database) -> None:
    with pytest.raises(CustomerRefused, match=r"email\.wrong"):
        registration.resend(db=database, paper=PAPER, email="anna", now=NOW)


def test_two_registrations_of_one_mailbox_at_one_moment_are_one_person(database: Database) -> None:
    payloads = [solved() for _ in range(3)]
    with ThreadPoolExecutor(len(payloads)) as pool:
        sent = list(pool.map(lambda payload: register(database, payload=payload), payloads))
    assert set(sent) == {"anna@example.ru"}
    registration.activate(db=database, secret=secret(database, "/activate"), now=NOW)
