"""Registering: what a person fills in, and everything that is wrong with it at once.

152-ФЗ ст. 9: the consent is its own document and its own box, never ticked beforehand; news is a
second, voluntary one (38-ФЗ ст. 18).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lk_app.domain.customers import (
    PersonName,
    check_password,
    email_address,
    mobile_phone,
    name_part,
    person_name,
)
from lk_app.domain.refusals import Refusal

CONSENT_VERSION = "2026-11-01"  # of the text on /consent; a change of the text is a new version
CONSENT_TO_PROCESSING = "personal_data"
CONSENT_TO_NEWS = "news"

T = TypeVar("T")


class RegistrationRefused(Refusal):
    """One thing about a registration is not acceptable."""


class FormRefused(Refusal):
    """Several fields of one form at once, so that a person corrects them in one go."""

    def __init__(self, reasons: tuple[Refusal, ...]) -> None:
        super().__init__(reasons[0].code, field=reasons[0].field, **reasons[0].facts)
        self.reasons = reasons


def reasons(refused: Refusal) -> tuple[Refusal, ...]:
    """Everything that a refusal says, one field at a time."""
    return refused.reasons if isinstance(refused, FormRefused) else (refused,)


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """What was typed, as it was typed."""

    last_name: str
    first_name: str
    patronymic: str
    email: str
    phone: str
    password: str
    password_again: str
    consent: bool
    news: bool


@dataclass(frozen=True, slots=True)
class Applicant:
    """The same, checked: a tidy name, a lower-case e-mail, an E.164 phone."""

    name: PersonName
    email: str
    phone: str


def applicant(form: RegistrationForm, *, common_password: bool, captcha_solved: bool) -> Applicant:
    """Check every field; raises FormRefused with a reason for each that is wrong."""
    reasons: list[Refusal] = []

    def checked(check: Callable[[], T]) -> T | None:
        try:
            return check()
        except Refusal as reason:
            reasons.append(reason)
            return None

    checked(lambda: name_part(form.last_name, field="last_name", required=True))
    checked(lambda: name_part(form.first_name, field="first_name", required=True))
    checked(lambda: name_part(form.patronymic, field="patronymic", required=False))
    email = checked(lambda: email_address(form.email))
    phone = checked(lambda: mobile_phone(form.phone))
    checked(lambda: check_password(form.password, form.password_again, common=common_password))
    checked(lambda: _required(form.consent, "consent.required", field="consent"))
    checked(lambda: _required(captcha_solved, "captcha.unsolved", field="captcha"))
    if reasons or email is None or phone is None:
        raise FormRefused(tuple(reasons))
    return Applicant(person_name(form.last_name, form.first_name, form.patronymic), email, phone)


def _required(given: bool, code: str, *, field: str) -> None:
    if not given:
        raise RegistrationRefused(code, field=field)
