"""Bills by e-mail: which of the posted bills are news to somebody who asked for them.

A bill is told once, the newest one of each account; what was posted before the wish, what the link
may not see and what a replay of old months brings is passed over in silence. The wish is kept like
a consent, with its time and address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lk_app.domain.periods import Period

CONSENT_TO_EBILL = "ebill"
EBILL_VERSION = "2026-11-22"  # of the sentence beside the button in the profile
NEWS_PERIODS = 2  # a bill of an older month is a replay: in November nobody waits for August's
# How long a letter waits for the person's other accounts, which the same run may be billing.
SETTLING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One account of one person: the last bill told (None: none yet), the newest posted, and since
    when the link may see bills; None when the link itself is gone."""

    account_id: int
    told: Period | None
    newest: Period | None
    visible_from: date | None
    noticed_at: datetime | None

    @property
    def has_news(self) -> bool:
        return self.newest is not None and (self.told is None or self.told < self.newest)

    def is_told_about(self, today: Period) -> bool:
        """Whether the newest bill is worth a letter to this reader."""
        return (
            self.newest is not None
            and self.visible_from is not None
            and self.newest.last_day >= self.visible_from
            and self.newest >= today - NEWS_PERIODS
        )


def is_settled(mine: Iterable[Subscription], *, today: Period, now: datetime) -> bool:
    """Whether to write now: every account has its bill, or enough time was given to the others."""
    known = list(mine)
    news = [one for one in known if one.has_news and one.is_told_about(today)]
    latest = max((one.newest for one in news if one.newest), default=None)
    if latest is None or all(one.newest is None or one.newest >= latest for one in known):
        return True
    noticed = [one.noticed_at for one in news if one.noticed_at]
    return bool(noticed) and now - min(noticed) >= SETTLING
