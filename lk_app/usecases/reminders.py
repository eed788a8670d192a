"""What comes with the calendar: the window, verifications, announcements to houses.

Each looks at the people who asked for it, a few at a time: facts are read first, what is to be
told is noted in a short transaction of its own. Repeating it notes nothing twice. `now` is the
business clock in the supplier's zone, `real_now` real time.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, articles, meters, notice_wishes, notices, windows
from lk_app.db.engine import Database
from lk_app.domain import notices as rules
from lk_app.domain.accounts import Link, short_address
from lk_app.domain.articles import Heading
from lk_app.domain.meters import Meter, serving
from lk_app.domain.notices import REMINDERS, Notice, NoticeKind
from lk_app.domain.periods import Period
from lk_app.domain.windows import SubmissionWindow, window_for
from lk_app.settings import MissingReadingPolicy
from lk_app.usecases.notices import Way, ways
from lk_app.usecases.reading_screens import Screen, of_links
from lk_app.wording import notices as words

AT_ONCE = 100  # people looked at together
Told = tuple[int, int, Notice]  # to whom, in which way, what


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who looks, and when."""

    db: Database
    policy: MissingReadingPolicy
    now: datetime
    real_now: datetime

    @property
    def sleeps(self) -> bool:
        zone = self.now.tzinfo
        assert zone is not None
        return rules.is_quiet(self.now, zone)


def of_readings(clerk: Clerk) -> int:
    """The window opens, is about to close, or a third month begins; how many were noted."""
    zone = clerk.now.tzinfo
    assert zone is not None
    with clerk.db.read() as session:
        window = window_for(windows.published(session), Period.at(clerk.now, zone))
    # nobody at all can be told anything outside the window: no need to look at anybody
    if clerk.sleeps or not rules.reminders(window, clerk.now, zone, missed=[0]):
        return 0
    noted = 0
    for people, session in _people(clerk, REMINDERS):
        links = accounts.links_of(session, people)
        screens = of_links(
            session, [one for mine in links.values() for one in mine], clerk.now, zone
        )
        told = list(_reminders(clerk, window, ways(session, people), screens))
        noted += _note(clerk, told)
    return noted


def _reminders(
    clerk: Clerk, window: SubmissionWindow, wished: dict[int, list[Way]], screens: Sequence[Screen]
) -> Iterator[Told]:
    zone = clerk.now.tzinfo
    assert zone is not None
    for customer_id, mine in wished.items():
        waiting = [one for one in screens if one.link.customer_id == customer_id and _waits(one)]
        missed = [one.at.missed for one in waiting if one.at]
        due = rules.reminders(window, clerk.now, zone, missed=missed)
        for way in mine:
            if choice := rules.chosen(due, way.kinds):
                yield customer_id, way.device_id, _reminder(clerk, window, *choice, waiting)


def _waits(screen: Screen) -> bool:
    """Whether a person may still send a reading, and has not."""
    return screen.at is not None and screen.at.refused is None and screen.at.sent is None


def _reminder(
    clerk: Clerk,
    window: SubmissionWindow,
    kind: NoticeKind,
    also: tuple[NoticeKind, ...],
    waiting: Sequence[Screen],
) -> Notice:
    zone = clerk.now.tzinfo
    assert zone is not None
    if kind is NoticeKind.THIRD_MONTH:
        late = [one for one in waiting if one.at and one.at.missed == rules.MISSED_BEFORE_THIRD]
        waiting = late or waiting
    month = Period.at(clerk.now, zone)
    title, text = words.reminder(
        kind,
        last=month.day(window.last_day),
        left=rules.days_left(window, clerk.now, zone),
        accounts=[title_of(one.link) for one in waiting],
        policy=clerk.policy,
    )
    # by real time, which may differ from the business clock
    until = clerk.real_now + (window.closes_at(month, zone) - clerk.now)
    return Notice(kind, str(month), title, text, _fields(waiting), until, also)


def _fields(waiting: Sequence[Screen]) -> str:
    if len(waiting) > 1:
        return "/cabinet/readings?all"
    return f"/cabinet/readings?account={waiting[0].link.account.account_number}"


def title_of(link: Link) -> str:
    """An account as its person knows it."""
    return link.name or short_address(link.account.address)


def of_verifications(clerk: Clerk) -> int:
    """A meter's verification ends within two months; each meter is told of once."""
    if clerk.sleeps:
        return 0
    noted = 0
    kind = NoticeKind.VERIFICATION
    for people, session in _people(clerk, [kind]):
        due = {
            customer_id: _due(session, links, clerk)
            for customer_id, links in accounts.links_of(session, people).items()
        }
        told = notices.known(session, [one for one, mine in due.items() if mine], [kind])
        wished = ways(session, people)
        noted += _note(clerk, list(_verifications(clerk, due, wished, told)))
    return noted


Due = list[tuple[Link, Meter]]


def _due(session: Session, links: Sequence[Link], clerk: Clerk) -> Due:
    today = clerk.now.date()
    owned = meters.of_accounts(session, [link.account.id for link in links])
    fitted = [
        (link, serving(owned.get(link.account.id, []), today))
        for link in links
        if link.account.closed_on is None
    ]
    due = [
        (link, meter)
        for link, meter in fitted
        if meter is not None and rules.is_verification_due(meter.verified_until, today)
    ]
    return sorted(due, key=lambda one: str(one[1].verified_until))


def _verifications(
    clerk: Clerk,
    due: dict[int, Due],
    wished: dict[int, list[Way]],
    told: Collection[tuple[int, str, str, int]],
) -> Iterator[Told]:
    for customer_id, mine in due.items():
        for way in wished.get(customer_id, []):
            if NoticeKind.VERIFICATION not in way.kinds:
                continue
            before = {
                part
                for person, _, subject, device in told
                if (person, device) == (customer_id, way.device_id)
                for part in subject.split(";")
            }
            news = [one for one in mine if _name(one[1]) not in before]
            if news:
                yield customer_id, way.device_id, _verification(clerk, news)


def _name(meter: Meter) -> str:
    return f"{meter.id}@{meter.verified_until}"


def _verification(clerk: Clerk, news: Due) -> Notice:
    ends = [(title_of(link), meter.verified_until) for link, meter in news]
    title, text = words.verification(
        [(name, until) for name, until in ends if until], clerk.now.date()
    )
    subject = ";".join(_name(meter) for _, meter in news)
    return Notice(NoticeKind.VERIFICATION, subject, title, text, "/cabinet")


def of_announcements(clerk: Clerk) -> int:
    """What appeared lately for named houses, to whoever lives there and asked."""
    if clerk.sleeps:
        return 0
    with clerk.db.read() as session:
        named = notices.announced(
            session, since=clerk.now - rules.ANNOUNCED_LATELY, until=clerk.now
        )
        ids = sorted({article for article, _ in named})
        lately = articles.by_ids(session, ids, now=clerk.now)
        told = [
            (customer_id, way.device_id, _announcement(clerk, heading))
            for heading in lately
            for customer_id, mine in _neighbours(
                session, [house for article, house in named if article == heading.id]
            ).items()
            for way in mine
            if NoticeKind.HOUSE in way.kinds
        ]
    return _note(clerk, told)


def _neighbours(session: Session, house_ids: Sequence[int]) -> dict[int, list[Way]]:
    there = accounts.seen_by(session, accounts.in_houses(session, house_ids))
    return ways(session, sorted({customer_id for customer_id, _ in there}))


def _announcement(clerk: Clerk, heading: Heading) -> Notice:
    appeared = heading.published_at or clerk.now
    until = clerk.real_now + (appeared + rules.ANNOUNCED_LATELY - clerk.now)
    text = heading.summary or words.NO_SUMMARY
    return Notice(NoticeKind.HOUSE, heading.path, heading.title, text, heading.path, until)


def _people(clerk: Clerk, kinds: Collection[NoticeKind]) -> Iterator[tuple[list[int], Session]]:
    """Those who asked for any of these, a few at a time, each lot with a look of its own."""
    after = 0
    while True:
        with clerk.db.read() as session:
            people = notice_wishes.people_wishing(session, kinds, after=after, limit=AT_ONCE)
            if not people:
                return
            yield people, session
        after = people[-1]


def _note(clerk: Clerk, told: Sequence[Told]) -> int:
    if not told:
        return 0
    with clerk.db.write() as session:
        return sum(
            notices.add(session, customer_id, notice, device_id=device_id, at=clerk.real_now)
            for customer_id, device_id, notice in told
        )
