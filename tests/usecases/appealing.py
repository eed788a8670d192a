"""People who file appeals, and those who answer them, in tests."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from lk_app.db.engine import Database
from lk_app.domain.appeals import Appeal, Topic
from lk_app.gateways.file_folder import FileFolder
from lk_app.usecases import appeal_files, appeals
from lk_app.usecases.appeal_work import Desk
from lk_app.usecases.appeals import AppealForm
from lk_app.usecases.staff_sessions import OnDuty
from tests.usecases.people import NOW, PAPER

TEXT = "Заплатила в банке, а долг тот же."
PAID = {"paid_on": "2026-11-19", "amount": "500", "way": "bank"}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


def submit(
    db: Database,
    customer_id: int,
    text: str = TEXT,
    *,
    topic: Topic = Topic.OTHER,
    account: str = "",
    fields: Mapping[str, str] | None = None,
    now: datetime = NOW,
) -> Appeal:
    form = AppealForm(topic, account, fields or {}, text)
    return appeals.submit(
        db=db, paper=PAPER, customer_id=customer_id, form=form, now=now, real_now=now
    )


def attach(
    db: Database, store: FileFolder, customer_id: int, content: bytes = PDF, *,
    slot: str = "new", name: str = "чек.pdf",
):  # fmt: skip
    return appeal_files.add(
        db=db, store=store, customer_id=customer_id, slot=slot, name=name, content=content, now=NOW
    )


def write_on(db: Database, customer_id: int, number: str, text: str, *, now: datetime = NOW):
    return appeals.write_on(
        db=db, customer_id=customer_id, number=number, text=text, zone=PAPER.zone, now=now,
        real_now=now,
    )  # fmt: skip


def desk(db: Database, me: OnDuty, *, now: datetime = NOW + timedelta(hours=1)) -> Desk:
    return Desk(db, PAPER, me, now, now)


def folder(tmp_path: Path) -> FileFolder:
    return FileFolder(tmp_path / "appeals")


def last_said(db: Database, customer_id: int, number: str) -> int:
    """The id of the message that stands last."""
    return appeals.one(db=db, customer_id=customer_id, number=number).thread[-1][0].id
