"""The schema on one page. Private to `db`: rows never leave it.

Money is integer kopecks, moments are UTC (`UtcDateTime`), periods are text "YYYY-MM". The ledger's
rows are transfers: one debit, one credit, one positive amount, so every entry sums to zero by its
very shape; triggers (migrations) forbid changing or deleting them on both engines.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy import DateTime as SaDateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from lk_app.domain.ledger import MONEY


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both engines; SQLite keeps it naive, PostgreSQL with its zone."""

    impl = SaDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would mean another hour on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """A column holding a moment."""
    return Field(sa_type=UtcDateTime, nullable=nullable, index=index)


def kopecks(*, default: int | None = None) -> Any:
    """A column holding money: 64 bits hold 92 quadrillion roubles."""
    if default is None:
        return Field(sa_type=BigInteger)
    return Field(default=default, sa_type=BigInteger)


def key() -> Any:
    """A surrogate key given by the database."""
    return Field(default=None, primary_key=True)


def one_in_force(table: str, *columns: str) -> Index:
    """Of the rows nothing superseded, one for these columns at most."""
    current = text("superseded_at IS NULL")
    return Index(
        f"ux_{table}_in_force",
        *columns,
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


# written out: SQLite takes an index over some rows only where the query says the very same words
IS_MONEY = text(f"kind IN ({', '.join(repr(str(kind)) for kind in MONEY)})")


# — people ————————————————————————————————————————————————————————————————————————————————


class CustomerRow(SQLModel, table=True):
    """A registered person; unconfirmed, it owns nothing and the next registration replaces it."""

    __tablename__ = "customers"
    id: int | None = key()
    last_name: str
    first_name: str
    patronymic: str = ""
    email: str = Field(unique=True)
    phone: str = Field(index=True)
    password_hash: str
    confirmed_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class ConsentRow(SQLModel, table=True):
    """152-ФЗ ст. 9: which text was agreed to, when and from where, and when it was taken back."""

    __tablename__ = "consents"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    kind: str
    version: str
    given_at: datetime = moment()
    address: str
    withdrawn_at: datetime | None = moment(nullable=True)


class SessionRow(SQLModel, table=True):
    """A signed-in browser; the cookie's secret is kept as its SHA-256."""

    __tablename__ = "sessions"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    secret_hash: str = Field(unique=True)
    created_at: datetime = moment()
    last_seen_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    remembered: bool = False
    user_agent: str = ""
    address: str = ""
    ended_at: datetime | None = moment(nullable=True)


class OneTimeTokenRow(SQLModel, table=True):
    """A link from a letter: kept hashed, used once, forgotten when it expires."""

    __tablename__ = "one_time_tokens"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    purpose: str
    token_hash: str = Field(unique=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = moment()
    effective_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    used_at: datetime | None = moment(nullable=True)


class ThrottleRow(SQLModel, table=True):
    """Failures counted for one key (a name, an address, a target account)."""

    __tablename__ = "throttles"
    key: str = Field(primary_key=True)
    failures: int
    blocked_until: datetime = moment()
    forget_at: datetime = moment(index=True)


class UsedChallengeRow(SQLModel, table=True):
    """Captcha challenges already spent, remembered until they expire anyway."""

    __tablename__ = "used_challenges"
    signature: str = Field(primary_key=True)
    expires_at: datetime = moment(index=True)


# — accounts and meters ———————————————————————————————————————————————————————————————————


class HouseRow(SQLModel, table=True):
    """A building the supplier serves."""

    __tablename__ = "houses"
    __table_args__ = (UniqueConstraint("city", "street", "house"),)
    id: int | None = key()
    city: str
    street: str
    house: str
    has_apartments: bool
    words: str = ""  # what a search looks through: SQLite folds no Cyrillic capitals


class AccountRow(SQLModel, table=True):
    """A personal account (лицевой счёт)."""

    __tablename__ = "accounts"
    id: int | None = key()
    account_number: str = Field(unique=True)
    unified_account: str = Field(default="", index=True)
    house_id: int = Field(foreign_key="houses.id", index=True)
    apartment: str = ""
    category: str
    residents: int
    norm_kwh: int
    opened_on: date
    opening_balance: int = kopecks(default=0)
    closed_on: date | None = None  # its holder moved out; the account is nobody else's after that


class HolderRow(SQLModel, table=True):
    """Who held an account from when to when (half-open); a link sees its holder's dates only."""

    __tablename__ = "holders"
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id", index=True)
    name: str
    valid_from: date
    valid_to: date | None = None


class AccountLinkRow(SQLModel, table=True):
    """A customer's view of an account; history before `linked_on` needs `proven_at`."""

    __tablename__ = "account_links"
    __table_args__ = (UniqueConstraint("customer_id", "account_id"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="accounts.id", index=True)
    name: str
    linked_at: datetime = moment()
    linked_on: date  # by the business clock, as everything that a link shows or hides is dated
    proven_at: datetime | None = moment(nullable=True)


class MeterRow(SQLModel, table=True):
    """A meter on an account; `initial_readings` is the set counted for the period before."""

    __tablename__ = "meters"
    __table_args__ = (UniqueConstraint("account_id", "serial", "installed_on"),)
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id", index=True)
    serial: str
    model: str
    digits: int
    ratio: int
    zones: int
    installed_on: date
    removed_on: date | None = None
    verified_until: date | None = None
    remote: bool = False
    initial_readings: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    final_readings: dict[str, int] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )


class ReadingRow(SQLModel, table=True):
    """One set of readings of all registers; repeating the same submission finds this row again."""

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("meter_id", "source", "taken_on", "idempotency_key"),
        Index("ix_readings_meter_received", "meter_id", "received_at"),
        Index("ix_readings_account", "account_id", "id"),
    )
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id")
    meter_id: int = Field(foreign_key="meters.id")
    taken_on: date
    received_at: datetime = moment()
    values: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    source: str
    state: str
    customer_id: int | None = Field(default=None, foreign_key="customers.id", ondelete="SET NULL")
    receipt_number: str = Field(unique=True)
    idempotency_key: str


# — what the supplier publishes ———————————————————————————————————————————————————————————


class TariffRow(SQLModel, table=True):
    """One price; rows are never edited, only superseded by a later `published_at`."""

    __tablename__ = "tariffs"
    __table_args__ = (Index("ix_tariffs_span", "category", "zones", "valid_from"),)
    id: int | None = key()
    valid_from: date
    valid_to: date | None = None
    category: str
    zones: int
    register_name: str
    band: int
    up_to_kwh: int | None = None
    price: int = kopecks()
    source: str
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class NormRow(SQLModel, table=True):
    """Norm of consumption, kWh a person a month, by category and date."""

    __tablename__ = "norms"
    __table_args__ = (one_in_force("norms", "valid_from", "category"),)
    id: int | None = key()
    valid_from: date
    category: str
    norm_kwh: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class WindowRow(SQLModel, table=True):
    """The submission window from a date on: first and last day of the month."""

    __tablename__ = "windows"
    __table_args__ = (one_in_force("windows", "valid_from"),)
    id: int | None = key()
    valid_from: date
    first_day: int
    last_day: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class RateRow(SQLModel, table=True):
    """The late fee's yearly rate from a date on, in hundredths of a per cent (950 = 9.5 %)."""

    __tablename__ = "rates"
    __table_args__ = (one_in_force("rates", "valid_from"),)
    id: int | None = key()
    valid_from: date
    late_fee_rate: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class ChangeRow(SQLModel, table=True):
    """What was published, counted: open pages fetch when their topic's version grew."""

    __tablename__ = "changes"
    topic: str = Field(primary_key=True)
    version: int


# — what the supplier says to everyone ————————————————————————————————————————————————————


class ArticleRow(SQLModel, table=True):
    """News, an announcement or a standing page as it stands now; `html` is sanitised."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_section", "section", "published_at"),)
    id: int | None = key()
    section: str
    path: str = Field(unique=True)
    title: str
    summary: str = ""
    html: str = Field(sa_type=Text)
    published_at: datetime | None = moment(nullable=True)  # none yet: a draft; later: scheduled
    pinned: bool = False
    updated_at: datetime = moment()


class EditionRow(SQLModel, table=True):
    """Each state an article was ever saved in: the whole Markdown file."""

    __tablename__ = "article_editions"
    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    number: int = Field(primary_key=True)
    source: str = Field(sa_type=Text)
    saved_at: datetime = moment()


class ArticleHouseRow(SQLModel, table=True):
    """A house that an announcement names."""

    __tablename__ = "article_houses"
    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    house_id: int = Field(primary_key=True, foreign_key="houses.id", index=True)


class SiteFileRow(SQLModel, table=True):
    """A picture or a document, by the hash of its content."""

    __tablename__ = "site_files"
    key: str = Field(primary_key=True)
    name: str
    media_type: str
    content: bytes
    size: int
    width: int = 0  # of a picture, pixels
    height: int = 0


class DisclosureRow(SQLModel, table=True):
    """A document the supplier disclosed: what it is, for which year."""

    __tablename__ = "disclosures"
    __table_args__ = (UniqueConstraint("title", "kind", "year"),)
    id: int | None = key()
    title: str
    kind: str
    year: int
    file_key: str = Field(foreign_key="site_files.key")
    published_on: date


class MovedAddressRow(SQLModel, table=True):
    """An address of old that leads to another one for good."""

    __tablename__ = "moved_addresses"
    old: str = Field(primary_key=True)
    new: str


# — bills, payments, ledger ———————————————————————————————————————————————————————————————


class BillRow(SQLModel, table=True):
    """A posted bill (квитанция): never changed after it is written."""

    __tablename__ = "bills"
    __table_args__ = (UniqueConstraint("account_id", "period"),)
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id")
    period: str
    opening_balance: int = kopecks()
    charges: int = kopecks()
    adjustment_total: int = kopecks()
    late_fee: int = kopecks()
    payments: int = kopecks()
    closing_balance: int = kopecks()
    due_date: date
    posted_at: datetime = moment()
    policy: str = "decree354"
    rule_version: str
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    adjustments: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    reading_ids: list[int] = Field(sa_column=Column(JSON, nullable=False))
    act_meter_ids: list[int] = Field(  # meters whose act of removal it counted
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )


class BillingStopRow(SQLModel, table=True):
    """Why an account could not be billed; removed when a later run succeeds."""

    __tablename__ = "billing_stops"
    account_id: int = Field(primary_key=True, foreign_key="accounts.id")
    period: str
    code: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    noticed_at: datetime = moment()
    run_id: int | None = Field(default=None, foreign_key="billing_runs.id")


class BillingRunRow(SQLModel, table=True):
    """One monthly run: what it bills, and the rows of rules it keeps to from start to end."""

    __tablename__ = "billing_runs"
    id: int | None = key()
    first: str
    last: str
    policy: str
    rule_version: str
    rules: dict[str, list[int]] = Field(sa_column=Column(JSON, nullable=False))
    as_of: datetime = moment()  # business time, on its bills as the moment they were posted
    finished_at: datetime | None = moment(nullable=True)
    state: str


class BillingChunkRow(SQLModel, table=True):
    """A stretch of accounts by id that one transaction of a run bills, marked done within it."""

    __tablename__ = "billing_chunks"
    run_id: int = Field(primary_key=True, foreign_key="billing_runs.id")
    number: int = Field(primary_key=True)
    first_id: int
    last_id: int
    accounts: int
    posted: int = 0
    done: bool = False


class PositionRow(SQLModel, table=True):
    """Where an account stands after its last bill: a cache of the replay, thrown away at will.

    Readings up to `read_from`, and those of `known` after it, are inside; there were `before` of
    the former, for on PostgreSQL a lower id may be committed later.
    """

    __tablename__ = "positions"
    account_id: int = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    after: str
    state: str = Field(sa_type=Text)
    read_from: int
    before: int
    known: str = Field(sa_type=Text)


class PositionResetRow(SQLModel, table=True):
    """How often positions were thrown away: of single accounts, or because the rules changed."""

    __tablename__ = "position_resets"
    reason: str = Field(primary_key=True)
    times: int


class PaymentRow(SQLModel, table=True):
    """One payment through a gateway or from a bank's register; its state only moves forward."""

    __tablename__ = "payments"
    id: int | None = key()
    public_id: str = Field(unique=True)
    customer_id: int | None = Field(default=None, foreign_key="customers.id", ondelete="SET NULL")
    gateway: str
    method: str
    amount: int = kopecks()
    state: str = Field(index=True)
    idempotency_key: str = Field(unique=True)
    external_id: str | None = Field(default=None, unique=True)
    checkout_url: str = ""
    receipt_contact: str = ""
    card_mask: str = ""
    decline_code: str = ""
    created_at: datetime = moment()
    updated_at: datetime = moment()
    next_check_at: datetime | None = moment(nullable=True, index=True)
    checks: int = 0
    receipt_state: str = ""
    receipt_document: str = ""
    receipt_storage: str = ""
    receipt_sign: str = ""
    save_method: bool = False
    saved_method_id: int | None = None  # no foreign key: SQLite adds none to a table that stands


class PaymentPartRow(SQLModel, table=True):
    """What part of a payment goes to which account, and the period the payer named."""

    __tablename__ = "payment_parts"
    __table_args__ = (
        UniqueConstraint("payment_id", "account_id"),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    payment_id: int = Field(foreign_key="payments.id", index=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    amount: int = kopecks()
    period: str | None = None


class PaymentEventRow(SQLModel, table=True):
    """What happened to a payment, once each: the first guard against counting twice."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("gateway", "event_key"),)
    id: int | None = key()
    payment_id: int = Field(foreign_key="payments.id", index=True)
    gateway: str
    event_key: str
    kind: str
    happened_at: datetime = moment()
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class PaymentRefundRow(SQLModel, table=True):
    """Money of a payment on its way back through the gateway; its state only moves forward."""

    __tablename__ = "payment_refunds"
    __table_args__ = (
        UniqueConstraint("gateway", "external_id"),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    public_id: str = Field(unique=True)
    payment_id: int = Field(foreign_key="payments.id", index=True)
    gateway: str
    kind: str
    amount: int = kopecks()
    state: str
    idempotency_key: str = Field(unique=True)
    external_id: str | None = None
    reason: str = ""
    by: str = ""
    created_at: datetime = moment()
    updated_at: datetime = moment()
    next_check_at: datetime | None = moment(nullable=True, index=True)
    checks: int = 0


class PaymentRefundPartRow(SQLModel, table=True):
    """What of a refund is taken from which account."""

    __tablename__ = "payment_refund_parts"
    __table_args__ = (UniqueConstraint("refund_id", "account_id"), CheckConstraint("amount > 0"))
    id: int | None = key()
    refund_id: int = Field(foreign_key="payment_refunds.id", index=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    amount: int = kopecks()


class SavedMethodRow(SQLModel, table=True):
    """A card its gateway keeps for the next time: a token and a mask, never a number."""

    __tablename__ = "saved_methods"
    __table_args__ = (UniqueConstraint("customer_id", "gateway", "token"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", ondelete="CASCADE", index=True)
    gateway: str
    method: str
    token: str
    title: str
    saved_at: datetime = moment()
    forgotten_at: datetime | None = moment(nullable=True)


class PaymentReviewRow(SQLModel, table=True):
    """What our books and a gateway say differently of one movement: a person decides."""

    __tablename__ = "payment_reviews"
    __table_args__ = (UniqueConstraint("gateway", "subject", "external_id"),)
    id: int | None = key()
    gateway: str
    subject: str
    external_id: str
    number: str
    kind: str
    day: date
    here: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    there: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    noticed_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True, index=True)
    note: str = ""


class AutopayRow(SQLModel, table=True):
    """An account that a saved card pays by itself; ended, never deleted: its charges tell of it."""

    __tablename__ = "autopays"
    __table_args__ = (
        Index(
            "ux_autopays_in_force",
            "customer_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", ondelete="CASCADE")
    account_id: int = Field(foreign_key="accounts.id", index=True)
    saved_method_id: int = Field(foreign_key="saved_methods.id", ondelete="CASCADE")
    trigger: str
    day: int | None = None
    cap: int = kopecks()
    contact: str
    started_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    ended_why: str = ""


class AutopayChargeRow(SQLModel, table=True):
    """One time an autopay acts: the key (a bill or a chosen day) is the guard against twice."""

    __tablename__ = "autopay_charges"
    __table_args__ = (UniqueConstraint("autopay_id", "key"),)
    id: int | None = key()
    autopay_id: int = Field(foreign_key="autopays.id", ondelete="CASCADE")
    key: str
    amount: int = kopecks()
    announced_at: datetime = moment()
    charge_on: date
    state: str = Field(index=True)
    payment_number: str = ""


class LedgerEntryRow(SQLModel, table=True):
    """A transfer between two ledger accounts; append-only. (kind, ref) is the second guard.

    `account_id` is NULL while the money stands on suspense: nobody's balance feels it.
    A subscriber's balance = Σ amount where debit is "receivable" − Σ where credit is.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("kind", "ref"),
        CheckConstraint("amount > 0"),
        CheckConstraint("debit <> credit"),
        CheckConstraint(
            "account_id IS NOT NULL OR (debit <> 'receivable' AND credit <> 'receivable')",
            name="somebody_owes",
        ),
        Index("ix_ledger_account_date", "account_id", "value_date"),
        Index(
            "ix_ledger_money",
            "account_id",
            "booked_in",
            sqlite_where=IS_MONEY,
            postgresql_where=IS_MONEY,
        ),
    )
    id: int | None = key()
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    kind: str
    ref: str
    debit: str
    credit: str
    amount: int = kopecks()
    value_date: date
    booked_in: str | None = None
    named: str | None = None
    posted_at: datetime = moment()


class RefundRow(SQLModel, table=True):
    """A credit that the supplier paid back, with the bank's reference; its entry is a REFUND."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount > 0"),)
    refund_id: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    paid_on: date
    amount: int = kopecks()
    reference: str
    booked_at: datetime = moment()


# — letters ———————————————————————————————————————————————————————————————————————————————


class LetterRow(SQLModel, table=True):
    """The outbox: a letter is saved with the change it tells of, and sent afterwards."""

    __tablename__ = "letters"
    id: int | None = key()
    kind: str
    recipient: str
    subject: str
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    attached: list[dict[str, str]] = (
        Field(  # what names each paper: it is made when the letter goes
            default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
        )
    )
    unsubscribe_link: str = Field(default="", sa_column_kwargs={"server_default": ""})
    dedupe_key: str = Field(unique=True)
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)
    attempts: int = 0
    next_attempt_at: datetime | None = moment(nullable=True, index=True)
    last_error: str = ""


class EbillRow(SQLModel, table=True):
    """An account whose bills go to a customer's mailbox, and the newest bill told or passed over.

    The row is the wish; the consent beside it says when it was given. `noticed_at` is when a newer
    bill was first seen while the person's other accounts were still being billed.
    """

    __tablename__ = "ebills"
    customer_id: int = Field(primary_key=True, foreign_key="customers.id", ondelete="CASCADE")
    account_id: int = Field(primary_key=True, foreign_key="accounts.id")
    told: str = ""  # YYYY-MM; empty before the account's first bill
    noticed_at: datetime | None = moment(nullable=True)


class ImportRow(SQLModel, table=True):
    """The journal of imported files: the same file twice changes nothing."""

    __tablename__ = "imports"
    id: int | None = key()
    kind: str
    file_name: str
    sha256: str
    rows: int
    added: int
    skipped: int
    refused: int = 0
    imported_at: datetime = moment()
    bank: str = ""
    held: int = 0
    total: int = kopecks(default=0)
    undone_at: datetime | None = moment(nullable=True)


class BankOperationRow(SQLModel, table=True):
    """One line of a bank's register: counted as a payment, or waiting for a person (`hold`)."""

    __tablename__ = "bank_operations"
    __table_args__ = (
        Index(
            "ux_bank_operations_in_force",
            "bank",
            "reference",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(
            "ix_bank_operations_waiting",
            "hold",
            sqlite_where=text("hold IS NOT NULL"),
            postgresql_where=text("hold IS NOT NULL"),
        ),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    import_id: int = Field(foreign_key="imports.id", index=True)
    line: int
    bank: str
    reference: str
    number: str = Field(unique=True)
    account_number: str = Field(index=True)
    paid_on: date
    amount: int = kopecks()
    source: str
    period: str | None = None
    payer: str = ""
    hold: str | None = None
    payment_id: int | None = Field(default=None, foreign_key="payments.id", index=True)
    settled_at: datetime | None = moment(nullable=True)
    undone_at: datetime | None = moment(nullable=True)


class BankOperationRepeatRow(SQLModel, table=True):
    """A later file lists an operation too: undoing the first one must not lose it."""

    __tablename__ = "bank_operation_repeats"
    operation_id: int = Field(primary_key=True, foreign_key="bank_operations.id")
    import_id: int = Field(primary_key=True, foreign_key="imports.id", index=True)


class MarkRow(SQLModel, table=True):
    """Facts about the database itself, such as that `lk demo load` made it."""

    __tablename__ = "marks"
    name: str = Field(primary_key=True)
    value: str
