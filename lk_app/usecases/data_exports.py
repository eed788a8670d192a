"""The file of everything held on a person: asked for, made by a job, handed over, gone in a week.

`now` is real time; the papers inside are made by the business clock of `Sources`.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from lk_app import security
from lk_app.db import customers, data_exports, throttles
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.personal_data import (
    DOWNLOAD_SECONDS,
    EXPORT_KEPT,
    EXPORT_STALLED,
    DataExport,
    PersonalDataRefused,
    check_asks,
)
from lk_app.gateways.ports import LargeFileStore
from lk_app.security import Signer
from lk_app.usecases import passwords
from lk_app.usecases.held_files import File, Sources, files
from lk_app.usecases.letters import post
from lk_app.usecases.sessions import Visitor

TOPIC = data_exports.TOPIC
PURPOSE = "data-export"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file on its way: how large, and its bytes, some at a time."""

    name: str
    size: int
    pieces: Iterator[bytes]


def latest(*, db: Database, customer_id: int) -> DataExport | None:
    """The last one the person asked for, in whatever state."""
    with db.read() as session:
        return data_exports.latest_of(session, customer_id)


def ask(*, db: Database, customer_id: int, now: datetime) -> DataExport:
    """Ask for one; raises PersonalDataRefused("export.paused") within a day of the last."""
    with db.write() as session:
        throttles.hold(session, f"data-export:{customer_id}", now=now)  # two tabs ask for one
        check_asks(data_exports.latest_of(session, customer_id), now=now)
        return data_exports.add(session, customer_id, at=now)


def make_due(sources: Sources, store: LargeFileStore) -> int:
    """Make every file that is asked for and return how many; safe to run in many places at once.

    One that fails is tried again later, a few times: the error is raised for the job's log.
    """
    done = 0
    while True:
        with sources.db.write() as session:
            claimed = data_exports.claim(session, now=sources.real_now)
        if claimed is None:
            return done
        done += _make(sources, store, claimed)


def _make(sources: Sources, store: LargeFileStore, wanted: DataExport) -> bool:
    key = security.digest(security.new_secret())
    with store.writing(key) as file:
        _pack(file, files(sources, wanted.customer_id))
        size = file.tell()
    now = sources.real_now
    with sources.db.write() as session:
        kept = data_exports.made(
            session, wanted.id, key=key, size=size, at=now, until=now + EXPORT_KEPT
        )
        customer = customers.by_id(session, wanted.customer_id)
        if kept and customer and wanted.staff_id is None:
            letter = sources.paper.letter(
                LetterKind.DATA_EXPORT_READY,
                until=now + EXPORT_KEPT,
                link=sources.paper.link("/cabinet/profile"),
            )
            post(session, letter, to=customer.email, dedupe_key=f"data:{wanted.id}", now=now)
    if not kept:  # the login was deleted, or another worker was quicker
        store.drop(key)
    return kept


def _pack(file: IO[bytes], content: Iterator[File]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, octets in content:
            packed.writestr(name, octets)


def unlock(*, db: Database, signer: Signer, me: Visitor, password: str, now: datetime) -> str:
    """What lets this very session have its file for some minutes, for the password asked anew.

    Raises PasswordRefused, PersonalDataRefused("export.gone").
    """
    passwords.prove(db=db, me=me, password=password, now=now)
    found = latest(db=db, customer_id=me.customer.id)
    if found is None or not found.is_ready(now):
        raise PersonalDataRefused("export.gone", field="current_password")
    return signer.sign(PURPOSE, [found.id, me.session.id])


def hand_over(
    *, db: Database, store: LargeFileStore, signer: Signer, me: Visitor, token: str, now: datetime
) -> Handed:
    """The file for its person at the browser where the password was given.

    Raises PersonalDataRefused("export.gone") alike for a token that is no token, a stranger's, an
    old one, and a file that is there no longer.
    """
    export_id, session_id = signer.read(PURPOSE, token, max_age=DOWNLOAD_SECONDS) or (0, 0)
    with db.read() as session:
        found = data_exports.by_id(session, export_id)
    if found is None or session_id != me.session.id or found.customer_id != me.customer.id:
        raise PersonalDataRefused("export.gone")
    return open_file(store, found, now=now)


def open_file(store: LargeFileStore, found: DataExport, *, now: datetime) -> Handed:
    """The file itself; raises PersonalDataRefused("export.gone")."""
    pieces = store.pieces(found.key) if found.is_ready(now) else None
    if pieces is None or found.made_at is None:
        raise PersonalDataRefused("export.gone")
    return Handed(f"personal-data-{found.made_at:%Y%m%d}.zip", found.size, pieces)


def forget_expired(*, db: Database, store: LargeFileStore, now: datetime) -> int:
    """Delete files whose week is over; returns how many.

    Also those that nobody names: whoever wrote or dropped one may have been killed in the middle.
    """
    with db.write() as session:
        keys = data_exports.forget(session, before=now)
    for key in keys:
        store.drop(key)
    return len(keys) + store.drop_older(now - EXPORT_KEPT - EXPORT_STALLED)
