"""Who asked for which notices: by mail, and on which devices."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select, update

from lk_app.db.notices import BY_MAIL, drop_waiting
from lk_app.db.tables import CustomerRow, MailWishRow, PushDeviceRow, PushWishRow
from lk_app.domain.notices import Device, NoticeKind, PushAddress

MOST_DEVICES = 20  # of one person: the oldest gives way


def mail_wishes(
    session: Session, customer_ids: Collection[int]
) -> dict[int, frozenset[NoticeKind]]:
    """What each of these people asked for by mail; who asked for nothing has no key."""
    found: defaultdict[int, set[NoticeKind]] = defaultdict(set)
    rows = session.exec(
        select(MailWishRow.customer_id, MailWishRow.kind).where(
            col(MailWishRow.customer_id).in_(customer_ids)
        )
    )
    for customer_id, kind in rows:
        found[customer_id].add(NoticeKind(kind))
    return {customer_id: frozenset(kinds) for customer_id, kinds in found.items()}


def wish_mail(
    session: Session, customer_id: int, kind: NoticeKind, *, at: datetime, address: str
) -> None:
    """Ask for a kind by mail; asking again changes nothing."""
    if session.get(MailWishRow, (customer_id, kind)) is None:
        session.add(MailWishRow(customer_id=customer_id, kind=kind, given_at=at, address=address))
        session.flush()


def forget_mail(session: Session, customer_id: int, kind: NoticeKind) -> None:
    """Send no more of a kind by mail, of what waits neither."""
    session.exec(
        delete(MailWishRow).where(
            col(MailWishRow.customer_id) == customer_id, col(MailWishRow.kind) == kind
        )
    )
    drop_waiting(session, customer_id, BY_MAIL, [kind])


def put_device(
    session: Session,
    customer_id: int,
    address: PushAddress,
    *,
    session_id: int,
    browser_hash: str,
    at: datetime,
) -> int:
    """The id of the device with this address, which is this person's from now on.

    A browser has one: an address it had before, or another person's there, is forgotten.
    """
    old = select(PushDeviceRow).where(
        or_(PushDeviceRow.endpoint == address.endpoint, PushDeviceRow.browser == browser_hash)
    )
    row = None
    for known in session.exec(old).all():
        if known.endpoint == address.endpoint and known.customer_id == customer_id:
            row = known
        else:
            remove_device(session, known.id or 0)
    row = row or PushDeviceRow(customer_id=customer_id, endpoint=address.endpoint, created_at=at,
                               session_id=0, browser="", p256dh="", auth="")  # fmt: skip
    row.session_id, row.browser = session_id, browser_hash
    row.p256dh, row.auth = address.p256dh, address.auth
    session.add(row)
    session.flush()
    assert row.id is not None
    for forgotten in devices(session, [customer_id])[:-MOST_DEVICES]:
        remove_device(session, forgotten.id)
    return row.id


def wish_push(
    session: Session, device_id: int, kinds: Iterable[NoticeKind], *, at: datetime, address: str
) -> None:
    """Send these kinds to a device and no others."""
    wanted = set(kinds)
    have = {
        NoticeKind(one)
        for one in session.exec(select(PushWishRow.kind).where(PushWishRow.device_id == device_id))
    }
    dropped = have - wanted
    session.exec(
        delete(PushWishRow).where(
            col(PushWishRow.device_id) == device_id, col(PushWishRow.kind).in_(dropped)
        )
    )
    for kind in sorted(wanted - have):
        session.add(PushWishRow(device_id=device_id, kind=kind, given_at=at, address=address))
    session.flush()


def device_at(session: Session, customer_id: int, endpoint: str) -> Device | None:
    """The person's own device with this address."""
    row = session.exec(
        select(PushDeviceRow).where(
            PushDeviceRow.endpoint == endpoint, PushDeviceRow.customer_id == customer_id
        )
    ).first()
    return _with_kinds(session, [row])[0] if row else None


def device(session: Session, device_id: int) -> Device | None:
    """A device by its id, if it still takes notices."""
    row = session.get(PushDeviceRow, device_id)
    return _with_kinds(session, [row])[0] if row else None


def devices(session: Session, customer_ids: Collection[int]) -> list[Device]:
    """The devices of these people."""
    rows = session.exec(
        select(PushDeviceRow)
        .where(col(PushDeviceRow.customer_id).in_(customer_ids))
        .order_by(col(PushDeviceRow.id))
    ).all()
    return _with_kinds(session, rows)


def remove_device(session: Session, device_id: int) -> None:
    """The device takes nothing any more; what waits for it finds nobody there."""
    session.exec(delete(PushWishRow).where(col(PushWishRow.device_id) == device_id))
    session.exec(delete(PushDeviceRow).where(col(PushDeviceRow.id) == device_id))


def remove_of_sessions(
    session: Session, customer_id: int, *, only: int | None = None, except_for: int | None = None
) -> None:
    """The person's devices take nothing any more: that of one session, or all but one's."""
    query = select(PushDeviceRow.id).where(PushDeviceRow.customer_id == customer_id)
    if only is not None:
        query = query.where(PushDeviceRow.session_id == only)
    if except_for is not None:
        query = query.where(PushDeviceRow.session_id != except_for)
    for device_id in session.exec(query).all():
        remove_device(session, device_id or 0)


def browser(session: Session, browser_hash: str) -> tuple[int, int] | None:
    """Id and person of the device in a browser, by the hash of its cookie."""
    row = session.exec(select(PushDeviceRow).where(PushDeviceRow.browser == browser_hash)).first()
    return (row.id or 0, row.customer_id) if row else None


def move_to_session(session: Session, device_id: int, session_id: int) -> None:
    """Its person has signed in there anew: the device goes with this session now."""
    session.exec(
        update(PushDeviceRow)
        .where(col(PushDeviceRow.id) == device_id)
        .values(session_id=session_id)
    )


def people_wishing(
    session: Session, kinds: Collection[NoticeKind], *, after: int, limit: int
) -> list[int]:
    """The next people, by id, who asked for any of these kinds in any way."""
    by_mail = select(MailWishRow.customer_id).where(col(MailWishRow.kind).in_(kinds))
    by_push = (
        select(PushDeviceRow.customer_id)
        .join(PushWishRow, col(PushWishRow.device_id) == PushDeviceRow.id)
        .where(col(PushWishRow.kind).in_(kinds))
    )
    mine = col(CustomerRow.id)
    rows = session.exec(
        select(CustomerRow.id)
        .where(mine > after, or_(mine.in_(by_mail), mine.in_(by_push)))
        .order_by(mine)
        .limit(limit)
    )
    return [one for one in rows if one is not None]


def _with_kinds(session: Session, rows: Sequence[PushDeviceRow]) -> list[Device]:
    wished: defaultdict[int, set[NoticeKind]] = defaultdict(set)
    ids = [row.id for row in rows]
    for wish in session.exec(select(PushWishRow).where(col(PushWishRow.device_id).in_(ids))):
        wished[wish.device_id].add(NoticeKind(wish.kind))
    return [
        Device(
            id=row.id,
            customer_id=row.customer_id,
            address=PushAddress(row.endpoint, row.p256dh, row.auth),
            kinds=frozenset(wished[row.id]),
        )
        for row in rows
        if row.id is not None
    ]
