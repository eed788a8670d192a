"""Notices: asked for by kind, noted once, handed over by day, called off by one click.

`now` is the business clock, by which people sleep; `real_now` real time, by which notices travel.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import customers, notice_wishes, notices
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.letters import retry_at
from lk_app.domain.notices import (
    KEPT_TRYING,
    Notice,
    NoticeKind,
    PushRefused,
    WaitingNotice,
    is_quiet,
)
from lk_app.gateways.ports import PushGateway, PushGone, PushUnavailable
from lk_app.security import Signer
from lk_app.usecases.letters import Stationery, post
from lk_app.wording.notices import BUTTONS, NAMES

TOPIC = notices.TOPIC
PURPOSE = "notice-stop"
CLAIM_AT_ONCE = 5  # few, so that every claimed notice goes well within CLAIM_LIFE


@dataclass(frozen=True, slots=True)
class Way:
    """How one person is told: `device_id` is notices.BY_MAIL or a device's."""

    device_id: int
    kinds: frozenset[NoticeKind]


def ways(session: Session, customer_ids: Collection[int]) -> dict[int, list[Way]]:
    """Every way in which these people asked to be told of something."""
    found = {customer_id: list[Way]() for customer_id in customer_ids}
    for customer_id, kinds in notice_wishes.mail_wishes(session, customer_ids).items():
        found[customer_id].append(Way(notices.BY_MAIL, kinds))
    for device in notice_wishes.devices(session, customer_ids):
        found[device.customer_id].append(Way(device.id, device.kinds))
    return found


def tell(
    session: Session, customer_id: int, notice: Notice, *, real_now: datetime, by_mail: bool = True
) -> int:
    """Note it for every way the person wished, within the caller's transaction; how many.

    The same subject again is not noted. `by_mail` is off where a letter of its own tells the same.
    """
    noted = 0
    for way in ways(session, [customer_id])[customer_id]:
        if notice.kind in way.kinds and (by_mail or way.device_id != notices.BY_MAIL):
            noted += notices.add(session, customer_id, notice, device_id=way.device_id, at=real_now)
    return noted


@dataclass(frozen=True, slots=True)
class Courier:
    """What notices travel by."""

    db: Database
    push: PushGateway
    paper: Stationery
    signer: Signer


def deliver_due(courier: Courier, *, now: datetime, real_now: datetime) -> int:
    """Hand over every notice that is due, none at night; returns how many went.

    Safe to run in many places at once: a notice is claimed and committed first. By mail it goes
    into the outbox in that same transaction; a worker that dies between a push and noting it down
    may send it again, and the device shows one of the same tag.
    """
    sent = 0
    while not is_quiet(now, courier.paper.zone):
        with courier.db.write() as session:
            claimed = notices.claim_due(session, now=real_now, limit=CLAIM_AT_ONCE)
            by_mail = [one for one in claimed if one.device_id is None]
            sent += sum(_post(session, courier, one, real_now) for one in by_mail)
        if not claimed:
            break
        sent += sum(_push(courier, one, real_now) for one in claimed if one not in by_mail)
    return sent


def _post(session: Session, courier: Courier, one: WaitingNotice, real_now: datetime) -> bool:
    """Into the outbox, if the person still wants it and it still is of use."""
    reader = customers.by_id(session, one.customer_id)
    wished = notice_wishes.mail_wishes(session, [one.customer_id]).get(one.customer_id, ())
    if reader is None or one.notice.kind not in wished or _is_over(one, real_now):
        notices.mark_failed(session, one.id, error="no longer wanted", retry_at=None)
        return False
    told, paper = one.notice, courier.paper
    token = courier.signer.sign(PURPOSE, [one.customer_id, told.kind])
    letter = paper.letter(
        LetterKind.NOTICE,
        title=told.title,
        words=told.text,
        button=BUTTONS[told.kind],
        link=paper.link(told.path),
        about=NAMES[told.kind],
        unsubscribe_link=paper.link("/unsubscribe", token),
    )
    post(
        session,
        letter,
        to=reader.email,
        dedupe_key=f"notice:{one.id}",
        now=real_now,
        unsubscribe_link=paper.link("/api/letters/unsubscribe", token),
    )
    notices.mark_sent(session, one.id, at=real_now)
    return True


def _push(courier: Courier, one: WaitingNotice, real_now: datetime) -> bool:
    """To the device, with no transaction open."""
    with courier.db.read() as session:
        device = notice_wishes.device(session, one.device_id or 0)
    mine = device is not None and device.customer_id == one.customer_id
    if device is None or not mine or one.notice.kind not in device.kinds or _is_over(one, real_now):
        _note_failure(courier, one, "no longer wanted")
        return False
    until = one.notice.until or real_now + KEPT_TRYING
    try:
        courier.push.send(
            device.address, one.notice, seconds=int((until - real_now).total_seconds())
        )
    except PushGone as gone:
        with courier.db.write() as session:
            notice_wishes.remove_device(session, device.id)
            notices.mark_failed(session, one.id, error=str(gone), retry_at=None)
        return False
    except PushRefused as refused:
        _note_failure(courier, one, refused.code)
        return False
    except PushUnavailable as failed:
        _note_failure(courier, one, str(failed), retry_at(one.attempts, now=real_now))
        return False
    with courier.db.write() as session:
        notices.mark_sent(session, one.id, at=real_now)
    return True


def _note_failure(
    courier: Courier, one: WaitingNotice, error: str, retry: datetime | None = None
) -> None:
    with courier.db.write() as session:
        notices.mark_failed(session, one.id, error=error, retry_at=retry)


def _is_over(one: WaitingNotice, real_now: datetime) -> bool:
    return one.notice.until is not None and one.notice.until <= real_now
