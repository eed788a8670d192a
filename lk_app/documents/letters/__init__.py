"""Letters: each is written once and rendered twice, as HTML and as text of equal content.

A template of templates/ is named after its kind and says in its first line which facts it needs.
What a person typed never becomes markup (autoescape) or a header (one line, no control characters).
The letters an unconfirmed address may receive quote nothing that was typed: the form is no relay.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from functools import cache, partial

from jinja2 import Environment

from lk_app import wording
from lk_app.documents.markup import environment
from lk_app.settings import Supplier

SUBJECT_LIMIT = 120  # characters: longer ones are cut by mail programs anyway


class LetterKind(StrEnum):
    """Every letter there is; the value names its template."""

    ACTIVATE = "activate"
    CABINET_MOVED = "cabinet_moved"
    ALREADY_REGISTERED = "already_registered"
    RESET = "reset"
    CONFIRM_EMAIL = "confirm_email"
    EMAIL_CHANGED = "email_changed"
    PHONE_CHANGED = "phone_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 — a template's name
    MAILBOX_RECOVERY = "mailbox_recovery"
    MAILBOX_RECOVERY_CONFIRM = "mailbox_recovery_confirm"
    ACCOUNT_LINKED_ELSEWHERE = "account_linked_elsewhere"
    ACCOUNT_CLOSED = "account_closed"
    READING_ACCEPTED = "reading_accepted"
    PAYMENT_POSTED = "payment_posted"
    AUTOPAY_ON = "autopay_on"
    AUTOPAY_NOTICE = "autopay_notice"
    AUTOPAY_NOT_CHARGED = "autopay_not_charged"
    AUTOPAY_REVIEW = "autopay_review"
    AUTOPAY_ENDED = "autopay_ended"
    BILLS_POSTED = "bills_posted"
    NOTICE = "notice"
    GUEST_READING = "guest_reading"
    QUESTION_RECEIVED = "question_received"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_REFUSED = "question_refused"
    DATA_EXPORT_READY = "data_export_ready"
    DATA_EXPORT_REQUESTED = "data_export_requested"
    LOGIN_DELETION_ASKED = "login_deletion_asked"
    LOGIN_DELETED = "login_deleted"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_ANSWERED = "appeal_answered"
    APPEAL_ASKED = "appeal_asked"
    APPEAL_PROLONGED = "appeal_prolonged"
    APPEAL_DROPPED = "appeal_dropped"
    STAFF_INVITED = "staff_invited"


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready for the outbox: who it goes to is the caller's business."""

    kind: LetterKind
    subject: str
    text: str
    html: str


def letter(kind: LetterKind | str, *, supplier: Supplier, zone: tzinfo, **facts: object) -> Letter:
    """Write a letter. Moments are aware, sums kopecks, links absolute http(s) addresses.

    Raises jinja2.UndefinedError when a fact the template names is missing, ValueError for a link
    that is not http(s) or a kind that does not exist.
    """
    name = LetterKind(kind)
    known = {**facts, "supplier": supplier, "zone": zone}
    subject = _one_line(_block(name, "subject", known))
    return Letter(
        kind=name,
        subject=subject,
        text=_tidy(_render(name, "text", {**known, "subject": subject})),
        html=_render(name, "html", {**known, "subject": subject}),
    )


def masked_email(address: str) -> str:
    """«an•••@example.ru»: enough for its owner, useless to a stranger."""
    name, _, host = address.partition("@")
    return f"{name[:2]}•••@{host}"


def masked_phone(phone: str) -> str:
    """«+7 ••• •••-45-67» of an E.164 number."""
    return f"{phone[:2]} ••• •••-{phone[-4:-2]}-{phone[-2:]}"


def _render(kind: LetterKind, form: str, facts: Mapping[str, object]) -> str:
    template = _environment(form).get_template(f"{kind}.j2")
    return template.render(**_worded(facts), layout=f"layout.{form}.j2", kit=f"kit.{form}.j2")


def _block(kind: LetterKind, block: str, facts: Mapping[str, object]) -> str:
    template = _environment("text").get_template(f"{kind}.j2")
    # only the block is read: layout and kit are named because the template mentions them
    context = template.new_context({**_worded(facts), "kit": "kit.text.j2"})
    return "".join(template.blocks[block](context))


def _worded(facts: Mapping[str, object]) -> dict[str, object]:
    """The same facts with each moment in the supplier's words and each string on one line."""
    zone = facts["zone"]
    assert isinstance(zone, tzinfo)
    return {key: _said(value, zone) for key, value in facts.items()}


def _said(value: object, zone: tzinfo) -> object:
    if isinstance(value, datetime):
        return wording.moment(value, zone)
    return _one_line(value, limit=None) if isinstance(value, str) else value


@cache
def _environment(form: str) -> Environment:
    filters: dict[str, Callable[..., object]] = {
        "roubles": wording.roubles,
        "balance": wording.balance,
        "kwh": wording.kwh,
        "period": wording.period_name,
        "day": wording.day,
        "register": partial(wording.name_of, wording.REGISTERS),
        "web": _web_address,
        "account": wording.account_number,
    }
    return environment(__name__, filters, html=form == "html")


def _web_address(link: str) -> str:
    if not re.match(r"https?://[^\s<>\"']+$", link):
        raise ValueError("a letter links to absolute http(s) addresses only")
    return link


def _one_line(text: str, limit: int | None = SUBJECT_LIMIT) -> str:
    """One line without control or direction characters: nothing can open another header."""
    spaced = re.sub(
        r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+",
        lambda m: " " if "\u00a0" not in m[0] else "\u00a0",
        text,
    )
    plain = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf"))
    return plain.strip()[:limit]


def _tidy(text: str) -> str:
    """At most one empty line between paragraphs, none at the edges."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
