"""What goes into the file of everything held on a person, piece by piece.

All rows are read in one state of the database; papers are set afterwards, with nothing open.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlmodel import Session

from lk_app.db import accounts, appeal_files, bills, customers, held, photos
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.documents.held_data import json_file, list_file, readme, thread_file
from lk_app.documents.spreadsheets import table
from lk_app.documents.statement import StatementDocument, statement_csv, statement_pdf
from lk_app.domain.accounts import Link
from lk_app.domain.appeal_files import ENDINGS, AppealFile
from lk_app.domain.customers import Customer
from lk_app.domain.personal_data import Person, PersonalDataRefused, Sight
from lk_app.gateways.ports import FileStore, PhotoStore
from lk_app.security import Signer
from lk_app.usecases import account_views, bill_documents, payment_receipts, statements
from lk_app.usecases.letters import Stationery
from lk_app.wording import moment
from lk_app.wording.held_data import LISTS, LOOKS_HEAD

File = tuple[str, bytes]  # its path in the ZIP
Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything is read from; `now` is business time, `real_now` real."""

    db: Database
    paper: Stationery
    signer: Signer
    photos: PhotoStore
    appeal_files: FileStore
    now: datetime
    real_now: datetime


@dataclass(frozen=True, slots=True)
class _Gathered:
    customer: Customer
    records: Records
    statements: Sequence[StatementDocument]
    bills: Sequence[BillDocument]
    photos: Mapping[str, str]  # the key of each by the reading's receipt
    files: Mapping[int, AppealFile]


def person_of(customer: Customer, links: Sequence[Link], paper: Stationery) -> Person:
    """Whose data it is, and what they see of which accounts."""
    sees = {
        link.account.id: Sight(
            link.visible_from,
            datetime.combine(link.visible_from, time(), paper.zone),
            link.is_proven,
        )
        for link in links
    }
    return Person(customer.id, customer.email, sees)


def files(sources: Sources, customer_id: int) -> Iterator[File]:
    """Every file of the ZIP in its order; raises PersonalDataRefused("export.nobody")."""
    found = _gathered(sources, customer_id)
    zone = sources.paper.zone
    yield (
        "README.txt",
        readme(
            found.customer,
            supplier=sources.paper.supplier,
            left_out=_left_out(),
            made_at=sources.real_now,
            zone=zone,
        ),
    )
    for name, rows in found.records.items():
        yield f"json/{name}.json", json_file(rows)
    for name in LISTS:
        yield f"lists/{name}.csv", list_file(name, found.records, zone)
    yield "lists/looks.csv", _looks(sources, customer_id)
    yield from _papers(found)
    yield from _confirmations(sources, found)
    yield from _appeals(sources, found)
    for receipt, key in found.photos.items():
        if content := sources.photos.read(key):
            yield f"photos/{receipt}.jpg", content


def _gathered(sources: Sources, customer_id: int) -> _Gathered:
    with sources.db.read() as session:
        customer = customers.by_id(session, customer_id)
        if customer is None:
            raise PersonalDataRefused("export.nobody")
        links = accounts.links(session, customer_id)
        records = held.records(session, person_of(customer, links, sources.paper))
        receipts = {row["id"]: row["receipt_number"] for row in records["readings"]}
        pictures = photos.of_readings(session, receipts)
        ids = [row["id"] for row in records["appeal_files"]]
        kept = {one: appeal_files.by_id(session, one) for one in ids}
        return _Gathered(
            customer,
            records,
            [_statement(session, sources, link) for link in links],
            [paper for link in links for paper in _bills(session, sources, link)],
            {receipts[one.reading_id]: one.key for one in pictures.values()},
            {one: file for one, file in kept.items() if file},
        )


def _statement(session: Session, sources: Sources, link: Link) -> StatementDocument:
    return statements.of_link(
        session, sources.paper.supplier, link, first_day=None, last_day=None, now=sources.now
    )


def _bills(session: Session, sources: Sources, link: Link) -> Iterator[BillDocument]:
    for bill in bills.of_account(session, link.account.id):
        if bill.period.last_day >= link.visible_from:
            yield bill_documents.of_link(session, sources.paper.supplier, link, bill, sources.now)


def _left_out() -> dict[str, set[str]]:
    """Columns that no file has, by the reason."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for place in held.PLACES:
        for column, why in place.hidden.items():
            found[why].add(f"{place.table}.{column}")
    return found


def _looks(sources: Sources, customer_id: int) -> bytes:
    zone = sources.paper.zone
    found = account_views.looks(db=sources.db, customer_id=customer_id, tz=zone, limit=None)
    return table(
        LOOKS_HEAD,
        [(moment(one.at, zone), one.account_number, one.name, one.why) for one in found],
    )


def _papers(found: _Gathered) -> Iterator[File]:
    for document in found.statements:
        folder = f"accounts/{document.statement.account_number}"
        yield f"{folder}/statement.pdf", statement_pdf(document)
        yield f"{folder}/statement.csv", statement_csv(document)
    for paper in found.bills:
        number, period = paper.bill.account_number, paper.bill.period
        yield f"accounts/{number}/bill-{period}.pdf", bill_pdf(paper)


def _confirmations(sources: Sources, found: _Gathered) -> Iterator[File]:
    for row in found.records["payments"]:
        yield (
            f"payments/{row['public_id']}.pdf",
            payment_receipts.receipt_pdf(
                db=sources.db,
                supplier=sources.paper.supplier,
                signer=sources.signer,
                customer_id=found.customer.id,
                public_id=row["public_id"],
                zone=sources.paper.zone,
                now=sources.now,
            ),
        )


def _appeals(sources: Sources, found: _Gathered) -> Iterator[File]:
    """The thread of each appeal, and the files beside its words; those not sent yet lie apart."""
    numbers = {row["id"]: row["number"] for row in found.records["appeals"]}
    said: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for message in found.records["appeal_messages"]:
        said[message["appeal_id"]].append(message)
    for key, number in numbers.items():
        yield f"appeals/{number}/thread.txt", thread_file(number, said[key], sources.paper.zone)
    of = {one["id"]: numbers[key] for key, thread in said.items() for one in thread}
    for file in found.files.values():
        folder = of.get(file.message_id or 0, "not-sent")
        if content := sources.appeal_files.read(file.key):
            yield f"appeals/{folder}/{file.id}.{ENDINGS[file.kind]}", content
