"""Personal data (152-ФЗ): the file of everything held on a person, and when it may be had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lk_app.domain.refusals import Refusal

# 152-ФЗ ст. 14 ч. 7 gives a person the right to know; the cabinet answers at once, not in 10 days.
# A week: whoever asked on Monday opens it at the weekend; then it is one copy less of everything.
EXPORT_KEPT = timedelta(days=7)
EXPORT_EVERY = timedelta(days=1)  # making it costs as much as some hundred bills
EXPORT_ATTEMPTS = 3
EXPORT_STALLED = timedelta(minutes=15)  # a worker that began and was killed
DOWNLOAD_SECONDS = 300  # between the password and the press on «Скачать»

# A withdrawn consent ends the processing within 30 days (152-ФЗ ст. 21 ч. 5). A week of them is
# left to whoever did not ask: as long as «Это не я» lives, so a letter read at the weekend helps.
DELETION_DELAY = timedelta(days=7)
# Money on its way is told to its payer first. It comes or fails within a day or two; a gateway that
# never says is no reason to keep anybody: the payment itself is settled without the login, too.
PAYMENTS_AWAITED = timedelta(days=3)


class PersonalDataRefused(Refusal):
    """The file or the deletion cannot be had, or not now."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a link shows of an account: days from `since` on; names and serials once proven."""

    since: date
    moment: datetime  # the first of that day, in the supplier's zone
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data is gathered: the login, its mailbox, what it sees of which accounts (by id)."""

    customer_id: int
    email: str
    sees: Mapping[int, Sight]


@dataclass(frozen=True, slots=True)
class DataExport:
    """A file that was asked for; `staff_id` is the employee who gets it by a written request."""

    id: int
    customer_id: int
    asked_at: datetime
    staff_id: int | None = None
    request: str = ""
    attempts: int = 0
    made_at: datetime | None = None
    expires_at: datetime | None = None
    key: str = ""
    size: int = 0  # bytes

    @property
    def is_given_up(self) -> bool:
        """Whether it could not be made, and nobody tries any more."""
        return self.made_at is None and self.attempts >= EXPORT_ATTEMPTS

    def is_ready(self, now: datetime) -> bool:
        """Whether it may be had."""
        return self.expires_at is not None and now < self.expires_at


def check_asks(latest: DataExport | None, *, now: datetime) -> None:
    """Raises PersonalDataRefused("export.paused", until=…) within a day of the last one asked."""
    if latest is None or latest.is_given_up:
        return
    until = latest.asked_at + EXPORT_EVERY
    if now < until:
        raise PersonalDataRefused("export.paused", until=until)
