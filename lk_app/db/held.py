"""Everything that is held on a person, table by table: which rows are theirs, and what is left out.

Each table of the schema stands in PLACES or in NOBODYS; a test reads the tables off a migrated
database, so that a new one without a place fails it. A new column is in the file by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_, select
from sqlalchemy import func as sql
from sqlmodel import Session, SQLModel

from lk_app.db.tables import UtcDateTime
from lk_app.domain.personal_data import Person

Rows = Callable[[Person], ColumnElement[bool]]
SECRET = "ключ или его отпечаток: по нему вошли бы в кабинет вместо вас"  # noqa: S105
OURS = "служебное: о наших сотрудниках или о том, как устроено хранение"
OTHERS = "о другом человеке: о том, кто держит счёт вместе с вами, держал прежде или платил"

NOBODYS: Mapping[str, str] = {
    "alembic_version": "номер устройства базы",
    **dict.fromkeys(
        ("articles", "article_editions", "article_houses", "site_files", "disclosures",
         "moved_addresses", "changes", "tariffs", "norms", "windows", "rates"),
        "опубликовано для всех",
    ),
    **dict.fromkeys(
        ("staff", "staff_recovery_codes", "staff_sessions", "proposals"), "о наших сотрудниках"
    ),
    **dict.fromkeys(
        ("imports", "meter_changes", "uploads", "bank_operation_repeats", "billing_orders",
         "billing_runs", "billing_chunks", "position_resets", "marks", "kept_figures"),
        "о файлах и расчётах целиком; ваши строки — в показаниях, счетах и платежах",
    ),
    "positions": "промежуточные итоги расчёта: всё в них — из показаний и счетов",
    "throttles": "счётчики неудачных попыток; стираются за сутки",
    "used_challenges": "решённые проверки «вы не робот», ни с кем не связаны",
}  # fmt: skip
INDEXES = (  # SQLite's of search, over the others
    "article_words", "question_words", "customer_words", "holder_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A table, which of its rows are a person's, and columns that are left out, with the reason.

    `proven_only` columns are told only of an account whose link is proven (RULES: account numbers).
    """

    table: str
    rows: Rows
    hidden: Mapping[str, str] = field(default_factory=dict)
    proven_only: tuple[str, ...] = ()


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def _mine(table: str) -> Rows:
    return lambda person: _table(table).c.customer_id == person.customer_id


def _via(table: str, column: str, parent: str, *, key: str = "id") -> Rows:
    """Rows that hang on the person's rows of another table."""

    def rows(person: Person) -> ColumnElement[bool]:
        found = select(_table(parent).c[key]).where(_PLACES[parent].rows(person))
        return _table(table).c[column].in_(found)

    return rows


def _seen(
    table: str, since: str = "", *, account: str = "account_id", proven: bool = False
) -> Rows:
    """Rows of the accounts that the person sees, from the day on that each link shows."""

    def rows(person: Person) -> ColumnElement[bool]:
        own = _table(table).c
        found = [
            and_(
                own[account] == key, *_from(own[since], sight.since, sight.moment) if since else ()
            )
            for key, sight in person.sees.items()
            if sight.is_proven or not proven
        ]
        return or_(false(), *found)

    return rows


def _from(column: Any, since: date, moment: datetime) -> tuple[ColumnElement[bool]]:
    if isinstance(column.type, UtcDateTime):
        return (column >= moment,)
    if column.type.python_type is date:
        return (column >= since,)
    return (column >= f"{since:%Y-%m}",)  # a period: the month of the day is seen whole


def _hung(person: Person) -> ColumnElement[bool]:
    """Meters that still hung when the link begins to show."""
    own = _table("meters").c
    found = [
        and_(own.account_id == key, or_(own.removed_on.is_(None), own.removed_on >= sight.since))
        for key, sight in person.sees.items()
    ]
    return or_(false(), *found)


def _words(person: Person) -> ColumnElement[bool]:
    """A thread without what employees noted for each other."""
    own = _table("appeal_messages").c
    return and_(_via("appeal_messages", "appeal_id", "appeals")(person), own.kind != "note")


def _looked(person: Person) -> ColumnElement[bool]:
    """What employees did with the accounts; nobody's own imports."""
    own = _table("audit_records").c
    return and_(_seen("audit_records", "at")(person), own.staff_id.is_not(None))


def _written(table: str, column: str) -> Rows:
    return lambda person: sql.lower(_table(table).c[column]) == person.email


PLACES = (
    Place("customers", lambda person: _table("customers").c.id == person.customer_id,
          {"password_hash": SECRET, "words": OURS, "mailbox_digest": OURS, "erased_at": OURS}),
    Place("consents", _mine("consents")),
    Place("sessions", _mine("sessions"), {"secret_hash": SECRET}),
    Place("one_time_tokens", _mine("one_time_tokens"), {"token_hash": SECRET, "facts": SECRET}),
    Place("data_exports", _mine("data_exports"), {"key": SECRET, "staff_id": OURS}),
    Place("account_links", _mine("account_links")),
    Place("old_customers", _mine("old_customers"), {"standing": SECRET, "weak": OURS}),
    Place("letters", _written("letters", "recipient"),
          {"html": "те же слова, что в text", "unsubscribe_link": SECRET, "dedupe_key": OURS}),
    Place("questions", _written("questions", "email")),
    Place("notice_mail_wishes", _mine("notice_mail_wishes")),
    Place("push_devices", _mine("push_devices"),
          {"p256dh": SECRET, "auth": SECRET, "browser": SECRET, "endpoint": SECRET}),
    Place("notice_push_wishes", _via("notice_push_wishes", "device_id", "push_devices")),
    Place("notices", _mine("notices")),
    Place("ebills", _mine("ebills")),
    Place("appeals", _mine("appeals"), {"staff_id": OURS}),
    Place("appeal_messages", _words, {"staff_id": OURS}),
    Place("appeal_files", _mine("appeal_files"), {"key": OURS}),
    Place("saved_methods", _mine("saved_methods"), {"token": SECRET}),
    Place("autopays", _mine("autopays")),
    Place("autopay_charges", _via("autopay_charges", "autopay_id", "autopays")),
    Place("payments", _mine("payments"), {"idempotency_key": SECRET, "checkout_url": SECRET}),
    Place("payment_parts", _via("payment_parts", "payment_id", "payments")),
    Place("payment_events", _via("payment_events", "payment_id", "payments")),
    Place("payment_refunds", _via("payment_refunds", "payment_id", "payments"),
          {"idempotency_key": SECRET, "by": OURS}),
    Place("payment_refund_parts", _via("payment_refund_parts", "refund_id", "payment_refunds")),
    Place("payment_reviews", _via("payment_reviews", "number", "payments", key="public_id"),
          {"note": OURS}),
    Place("accounts", _seen("accounts", account="id"),
          {"opening_balance": "есть в «Детализации», если ваше подключение её показывает",
           "import_id": OURS},
          proven_only=("residents",)),
    Place("houses", _via("houses", "id", "accounts", key="house_id"), {"words": OURS}),
    Place("holders", _seen("holders", "valid_from", proven=True), {"words": OURS}),
    Place("meters", _hung, {"import_id": OURS}, proven_only=("serial", "initial_readings")),
    Place("readings", _seen("readings", "received_at"),
          {"customer_id": OTHERS, "idempotency_key": OURS, "import_id": OURS}),
    Place("reading_photos", _via("reading_photos", "reading_id", "readings"),
          {"customer_id": OTHERS, "key": OURS}),
    Place("late_readings", _via("late_readings", "reading_id", "readings")),
    Place("reading_checks", _via("reading_checks", "reading_id", "readings")),
    Place("guest_readings", _seen("guest_readings", "received_at")),
    Place("bills", _seen("bills", "period"), {"import_id": OURS}),
    Place("billing_stops", _seen("billing_stops", "period"), {"run_id": OURS}),
    Place("ledger_entries", _seen("ledger_entries", "value_date")),
    Place("refunds", _seen("refunds", "paid_on")),
    Place("bank_operations", _via("bank_operations", "payment_id", "payment_parts",
                                  key="payment_id"), {"payer": OTHERS}),
    Place("audit_records", _looked,
          {"staff_id": OURS, "actor": OURS, "role": OURS, "address": OURS, "before": OTHERS,
           "after": OTHERS}),
)  # fmt: skip
_PLACES = {place.table: place for place in PLACES}


def records(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Their rows of every place, in the order they were written; columns by their names."""
    return {place.table: _records(session, place, person) for place in PLACES}


def _records(session: Session, place: Place, person: Person) -> list[dict[str, Any]]:
    table = _table(place.table)
    shown = [column for column in table.c if column.name not in place.hidden]
    found = select(*shown).where(place.rows(person)).order_by(*table.primary_key.columns)
    rows = [dict(row._mapping) for row in session.connection().execute(found)]
    return [_told(row, place, person) for row in rows] if place.proven_only else rows


def _told(row: dict[str, Any], place: Place, person: Person) -> dict[str, Any]:
    sight = person.sees[row["account_id"] if "account_id" in row else row["id"]]
    left_out = () if sight.is_proven else place.proven_only
    return {name: value for name, value in row.items() if name not in left_out}
