"""Files beside appeals: taken one by one, kept until their words are sent, shown to their owner."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import appeal_files, throttles
from lk_app.db.engine import Database
from lk_app.documents.meter_photo import made_anew
from lk_app.domain.appeal_files import (
    FILES_BY_CUSTOMER,
    LARGEST,
    NEW,
    WAITING_KEPT,
    AppealFile,
    FileKind,
    check_count,
    file_name,
    is_pdf,
    slot_of,
)
from lk_app.domain.appeals import AppealRefused
from lk_app.domain.photos import PhotoRefused
from lk_app.gateways.ports import FileStore
from lk_app.usecases import unnamed_files
from lk_app.usecases.appeals import own
from lk_app.usecases.site_files import HandedFile


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is downloaded."""

    file: AppealFile
    content: bytes


@dataclass(frozen=True, slots=True)
class MadeFile:
    """The same, checked and made anew: `key` is the SHA-256 of what is kept."""

    key: str
    name: str
    kind: FileKind
    content: bytes


def add(
    *,
    db: Database,
    store: FileStore,
    customer_id: int,
    slot: str,
    name: str,
    content: bytes,
    now: datetime,
) -> AppealFile:
    """Keep a file until its words are sent; the same one again changes nothing. `now` is real.

    The bytes are written before the row. Raises AppealRefused: appeal.unknown (a stranger's),
    appeal.files_many, appeal.file_large, appeal.file_kind, appeal.paused; PhotoRefused (photo.*).
    """
    place = slot_of(slot)
    with db.write() as session:
        _check_place(session, customer_id, place)
        _count(session, customer_id, now)
    one = made(HandedFile(name, content))
    store.keep(one.key, one.content)
    with db.write() as session:
        throttles.hold(session, f"appeal-files:{customer_id}", now=now)  # counted one by one
        waiting = appeal_files.waiting(session, customer_id, place)
        if known := next((file for file in waiting if file.key == one.key), None):
            return known
        check_count(len(waiting))
        return appeal_files.add(session, _file(one, customer_id, place, None, now))


def made_of(handed: Sequence[HandedFile]) -> list[MadeFile]:
    """Files as they are kept, each once; raises AppealRefused: appeal.files_many and as `made`."""
    if handed:
        check_count(len(handed) - 1)
    return list({one.key: one for one in map(made, handed)}.values())


def put_beside(
    session: Session,
    store: FileStore,
    files: Sequence[MadeFile],
    *,
    customer_id: int,
    number: str,
    message_id: int,
    now: datetime,
) -> None:
    """Keep what the supplier sends with its words: the person downloads it as their own."""
    for one in files:
        store.keep(one.key, one.content)
        appeal_files.add(session, _file(one, customer_id, number, message_id, now))


def _file(
    one: MadeFile, customer_id: int, slot: str, message_id: int | None, now: datetime
) -> AppealFile:
    size = len(one.content)
    return AppealFile(0, customer_id, slot, message_id, one.key, one.name, one.kind, size, now)


def made(handed: HandedFile) -> MadeFile:
    """Raises AppealRefused: appeal.file_large, appeal.file_kind; PhotoRefused (photo.*)."""
    kind, kept = _made(handed.content)
    return MadeFile(hashlib.sha256(kept).hexdigest(), file_name(handed.name, kind), kind, kept)


def _made(content: bytes) -> tuple[FileKind, bytes]:
    if len(content) > LARGEST:
        raise AppealRefused("appeal.file_large", megabytes=LARGEST // 1024 // 1024)
    if is_pdf(content):
        return FileKind.PDF, content
    try:
        return FileKind.PHOTO, made_anew(content).content
    except PhotoRefused as refused:
        if refused.code != "photo.kind":
            raise
        raise AppealRefused("appeal.file_kind") from None


def _count(session: Session, customer_id: int, now: datetime) -> None:
    key = f"appeal-files:{customer_id}"
    throttles.hold(session, key, now=now)
    until = throttles.blocked_until(session, [key], now=now)
    if until is not None:
        raise AppealRefused("appeal.paused", until=until)
    throttles.fail(session, key, FILES_BY_CUSTOMER, now=now)


def _check_place(session: Session, customer_id: int, slot: str) -> None:
    if slot != NEW:
        own(session, customer_id, slot)


def waiting(*, db: Database, customer_id: int, slot: str) -> Sequence[AppealFile]:
    """What waits in a slot of the person's, the first sent first."""
    with db.read() as session:
        return appeal_files.waiting(session, customer_id, slot)


def take_back(*, db: Database, store: FileStore, customer_id: int, file_id: int) -> None:
    """Forget a file that was not sent yet; a stranger's, a sent one and none change nothing."""
    with db.write() as session:
        file = appeal_files.by_id(session, file_id)
        if file is None or file.customer_id != customer_id or file.message_id is not None:
            return
        appeal_files.take_back(session, customer_id, file_id)
        alone = not appeal_files.named(session, [file.key])
    if alone:
        store.drop(file.key)


def mine(*, db: Database, store: FileStore, customer_id: int, file_id: int) -> KeptFile | None:
    """A file of the person's own, sent or not; None for a stranger's and for none alike."""
    with db.read() as session:
        file = appeal_files.by_id(session, file_id)
    if file is None or file.customer_id != customer_id:
        return None
    return read(store, file)


def read(store: FileStore, file: AppealFile) -> KeptFile | None:
    """Its bytes, unless they are gone."""
    content = store.read(file.key)
    return KeptFile(file, content) if content is not None else None


def forget_waiting(*, db: Database, store: FileStore, now: datetime) -> int:
    """Forget what was never sent; returns how many files left the folder. `now` is real time."""
    with db.write() as session:
        gone = appeal_files.forget_waiting(session, before=now - WAITING_KEPT)
    for key in gone:
        store.drop(key)
    return len(gone)


def forget_unnamed(*, db: Database, store: FileStore, now: datetime) -> int:
    """Delete files that no appeal names, a part of all an hour; how many. `now` is real."""
    return unnamed_files.forget(db=db, store=store, named=appeal_files.named, now=now)
