"""What waits for the supplier's people over a generated world, and what they did before: a thousand
of everything at ten thousand accounts, written straight into its tables."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from lk_app.db.engine import Database
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    AppealMessageRow,
    AppealRow,
    ArticleRow,
    AuditRow,
    BankOperationRow,
    BillingStopRow,
    CustomerRow,
    DisclosureRow,
    GuestReadingRow,
    HouseRow,
    ImportRow,
    LateReadingRow,
    LetterRow,
    MeterRow,
    NormRow,
    PaymentReviewRow,
    ProposalRow,
    QuestionRow,
    RateRow,
    ReadingCheckRow,
    ReadingPhotoRow,
    ReadingRow,
    SiteFileRow,
    StaffRow,
    WindowRow,
)
from lk_app.domain.accounts import search_line
from lk_app.domain.audit import Action

Values = Iterable[Mapping[str, Any]]
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
DAY = NOW.date()
EMPLOYEES = 30
PUBLISHED = 60  # norms, windows, rates: a row a month for five years
TOPICS = ("recalculation", "payment", "meter", "quality", "moving", "personal_data", "other")


def fill(db: Database, count: int) -> None:
    """`count` of everything that waits, over at least five times as many accounts."""
    with db.write() as session:
        accounts = list(session.exec(select(AccountRow.id).order_by(AccountRow.account_number)))
        meters = dict(session.exec(select(MeterRow.account_id, MeterRow.id)).all())
        pairs = [(one or 0, meters[one or 0] or 0) for one in accounts]
        for rows in (
            {StaffRow: _staff(), HouseRow: _houses()},
            {CustomerRow: _people(3 * count)},
            {AccountLinkRow: _links(pairs[: 3 * count])},
            _readings(pairs, count),
            {GuestReadingRow: _guests(pairs[4 * count :][:count])},
            _appeals(pairs, count),
            _payments(session, count),
            {ProposalRow: _proposals(count), BillingStopRow: _stops(pairs[:count])},
            _published(count),
            {AuditRow: _deeds(pairs, 30 * count)},
        ):
            for table, values in rows.items():
                _insert(session, table, values)


def _insert(session: Session, table: type[SQLModel], values: Values) -> None:
    session.execute(insert(table), [dict(one) for one in values])


def _ago(hours: int) -> datetime:
    return NOW - timedelta(hours=hours)


def _staff() -> Values:
    for place in range(1, EMPLOYEES + 1):
        yield {"email": f"staff{place}@lk.example", "name": f"Сотрудник {place}", "role": "admin",
               "factor_salt": "x", "created_at": NOW}  # fmt: skip


def _houses() -> Values:
    """A street or two more, not connected yet."""
    for place in range(1, 301):
        street = ("ул. Плякина", "ул. Волжская")[place % 2]
        yield {"city": "Энгельс", "street": street, "house": str(place), "has_apartments": True,
               "words": search_line(f"Энгельс {street} {place}")}  # fmt: skip


def _people(count: int) -> Values:
    names = ("Иванова", "Петренко", "Ахметов", "Лебедева", "Орлов")
    for place in range(1, count + 1):
        last = names[place % len(names)]
        yield {"last_name": last, "first_name": "Анна", "words": search_line(f"{last} Анна"),
               "email": f"anna{place}@mail.example", "phone": f"+7927{place:07}",
               "password_hash": "x", "confirmed_at": NOW, "created_at": NOW}  # fmt: skip


def _links(pairs: list[tuple[int, int]]) -> Values:
    for place, (account, _) in enumerate(pairs, start=1):
        yield {"customer_id": place, "account_id": account, "name": "", "linked_at": NOW,
               "linked_on": DAY}  # fmt: skip


def _readings(pairs: list[tuple[int, int]], count: int) -> dict[type[SQLModel], Values]:
    """Suspicious ones with their photos, refused ones, late ones."""
    kinds = ("suspicious", "refused", "late")
    first = 1_000_000  # past the ids of what was brought in
    rows = [
        (first + place, pairs[place], kinds[place // count], place) for place in range(3 * count)
    ]
    return {
        ReadingRow: [
            {"id": number, "account_id": account, "meter_id": meter, "taken_on": DAY,
             "received_at": _ago(place // 10), "values": {"single": 900_000 + place},
             "source": "subscriber", "state": "refused" if kind == "refused" else "received",
             "customer_id": place + 1, "receipt_number": receipt(place),
             "idempotency_key": receipt(place)}
            for number, (account, meter), kind, place in rows
        ],
        ReadingPhotoRow: [
            {"reading_id": number, "key": f"{number}.jpg", "width": 800, "height": 600,
             "added_at": NOW}
            for number, _, kind, _ in rows if kind == "suspicious"
        ],
        ReadingCheckRow: [
            {"reading_id": number, "meter_id": meter, "period": "2026-11", "kind": kind,
             "doubts": ["reading.jump" if kind == "suspicious" else "reading.below_last"],
             "state": "waiting", "reason": ""}
            for number, (_, meter), kind, _ in rows if kind != "late"
        ],
        LateReadingRow: [
            {"reading_id": number, "taken_at": _ago(600), "meant_for": "2026-10",
             "state": "waiting"}
            for number, _, kind, _ in rows if kind == "late"
        ],
    }  # fmt: skip


def receipt(place: int) -> str:
    """The number of one of these readings."""
    return f"2026-11-9{place:06}"


def _guests(pairs: list[tuple[int, int]]) -> Values:
    for place, (account, meter) in enumerate(pairs):
        yield {"number": f"2026-11-G{place:06}", "account_id": account, "meter_id": meter,
               "period": "2026-11", "received_at": _ago(place), "values": {"single": 900_000},
               "state": "review", "doubts": ["reading.jump"]}  # fmt: skip


def _appeals(pairs: list[tuple[int, int]], count: int) -> dict[type[SQLModel], Values]:
    """As many again that were answered."""
    places = range(1, 2 * count + 1)
    due = [DAY + timedelta(days=place % 30 - 5) for place in places]
    return {
        AppealRow: [
            {"id": place, "number": f"2026-{place:06}", "customer_id": place,
             "account_id": pairs[place - 1][0], "topic": TOPICS[place % len(TOPICS)],
             "state": "received" if place <= count else "answered", "facts": {},
             "created_at": _ago(place), "changed_at": _ago(place), "due_on": day,
             "waits_until": day if place <= count else None,
             "staff_id": place % EMPLOYEES + 1 if place % 2 else None, "prolonged": False}
            for place, day in zip(places, due, strict=True)
        ],
        AppealMessageRow: [
            {"appeal_id": place, "kind": kind, "text": "Платила в банке, долг прежний.",
             "at": _ago(place), "words": "", "staff_id": 1 if kind == "answer" else None}
            for place in places for kind in ("sent", "answer") if kind == "sent" or place > count
        ],
    }  # fmt: skip


def _payments(session: Session, count: int) -> dict[type[SQLModel], Values]:
    """Money that is nobody's yet, and differences to a gateway's register."""
    file = ImportRow(
        kind="payments", bank="sber", file_name="sber.txt", sha256="x", rows=count, added=0,
        skipped=0, held=count, imported_at=NOW,
    )  # fmt: skip
    session.add(file)
    session.flush()
    return {
        BankOperationRow: [
            {"import_id": file.id, "line": place, "bank": "sber", "reference": f"{place}",
             "number": f"SBER-{place:07}", "account_number": f"64999{place:05}",
             "paid_on": date(2026, 11, 9), "amount": 100_00, "source": "bank",
             "payer": f"ПЛАТЕЛЬЩИК {place}", "hold": "unknown_account"}
            for place in range(count)
        ],
        PaymentReviewRow: [
            {"gateway": "yookassa", "subject": "payment", "external_id": f"x-{place}",
             "number": f"261120-{place:06}", "kind": "missing_here", "day": date(2026, 11, 9),
             "here": {}, "there": {"amount": 100, "currency": "RUB", "state": "succeeded"},
             "noticed_at": _ago(place), "note": ""}
            for place in range(count)
        ],
        ImportRow: [
            {"kind": "payments", "bank": "sber", "file_name": f"sber-{place}.txt",
             "sha256": f"{place}", "rows": 10, "added": 10, "skipped": 0,
             "imported_at": _ago(place)}
            for place in range(count // 2)
        ],
        LetterRow: [
            {"kind": "reset", "recipient": "a@lk.example", "subject": "", "text": "", "html": "",
             "dedupe_key": f"proof-{place}", "created_at": datetime.now(UTC), "sent_at": NOW}
            for place in range(count)
        ],
    }  # fmt: skip


def _proposals(count: int) -> Values:
    for place in range(count):
        yield {"kind": "refund", "subject": f"P{place}", "proposed_by": place % EMPLOYEES + 1,
               "facts": {"number": f"P{place}", "amount": 100_00, "reason": "Оплачено дважды"},
               "proposed_at": _ago(place), "note": ""}  # fmt: skip
        yield {"kind": "personal_data", "subject": f"anna{place + 1}@mail.example",
               "facts": {"customer": place + 1, "request": "№ 7"}, "note": "",
               "proposed_by": place % EMPLOYEES + 1, "proposed_at": _ago(place)}  # fmt: skip
    head = "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source"
    for place in range(min(count, 25)):  # more than a page: one is due twice a year
        yield {"kind": "tariffs", "subject": "тарифы", "proposed_by": place % EMPLOYEES + 1,
               "facts": {"text": f"{head}\n2028-0{place % 9 + 1}-01,,rural,1,single,1,,6.10,x\n"},
               "proposed_at": _ago(place), "note": ""}  # fmt: skip


def _stops(pairs: list[tuple[int, int]]) -> Values:
    for account, _ in pairs:
        yield {"account_id": account, "period": "2026-11", "code": "billing.no_meter",
               "facts": {"account_number": "6420000000"},
               "noticed_at": NOW}  # fmt: skip


def _published(count: int) -> dict[type[SQLModel], Values]:
    """News and questions under them, disclosures, and lists of dated rows."""
    months = [date(2028 + place // 12, place % 12 + 1, 1) for place in range(PUBLISHED)]
    return {
        ArticleRow: [
            {"section": "news", "path": f"/news/2026/11/{place}", "title": f"Работы, линия {place}",
             "summary": "", "html": "<p>…</p>", "published_at": _ago(place), "pinned": False,
             "updated_at": _ago(place)}
            for place in range(count)
        ],
        QuestionRow: [
            {"path": f"/news/2026/11/{place}", "name": "Анна", "email": f"anna{place}@mail.example",
             "text": f"Когда включат дом {place}?", "state": state, "asked_at": _ago(place),
             "reply": "", "consent": "1", "source": ""}
            for place in range(count) for state in ("waiting", "answered")
        ],
        SiteFileRow: [
            {"key": f"{place:064}", "name": "report.pdf", "media_type": "application/pdf",
             "content": b"%PDF", "size": 4}
            for place in range(count // 2)
        ],
        DisclosureRow: [
            {"title": f"Отчёт {place}", "kind": "Отчётность", "year": 2010 + place % 17,
             "file_key": f"{place:064}", "published_on": DAY}
            for place in range(count // 2)
        ],
        NormRow: [
            {"valid_from": day, "category": "rural", "norm_kwh": 90 + place, "published_at": NOW}
            for place, day in enumerate(months)
        ],
        WindowRow: [
            {"valid_from": day, "first_day": 15, "last_day": 25, "published_at": NOW}
            for day in months
        ],
        RateRow: [
            {"valid_from": day, "late_fee_rate": 900 + place, "published_at": NOW}
            for place, day in enumerate(months)
        ],
    }  # fmt: skip


def _deeds(pairs: list[tuple[int, int]], count: int) -> Values:
    for place in range(count):
        worker = place % EMPLOYEES + 1
        yield {"at": _ago((count - place) // 30), "staff_id": worker,
               "actor": f"staff{worker}@lk.example", "role": "operator", "address": "10.0.0.8",
               "action": Action.ACCOUNT_VIEWED, "subject": f"счёт {place}",
               "account_id": pairs[place % len(pairs)][0], "before": {}, "after": {}}  # fmt: skip
