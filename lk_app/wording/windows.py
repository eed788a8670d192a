"""When readings are taken, what one sent now counts for, and how long is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lk_app.domain.periods import Period
from lk_app.domain.windows import WindowStatus
from lk_app.wording.dates import day, day_span, period_name, remaining


@dataclass(frozen=True, slots=True)
class WindowWords:
    """What to do and until when; `urgent` while the window is open and nothing was sent."""

    title: str
    text: str
    urgent: bool


def window_words(
    status: WindowStatus,
    *,
    period: Period,
    opens_at: datetime,
    closes_at: datetime,
    counts_for: Period,
    counts_until: datetime,
    now: datetime,
    sent: bool,
) -> WindowWords:
    """Moments in the supplier's zone; the spans are half-open, the days named are included."""
    last = day((closes_at - timedelta(days=1)).date(), year=now.year)
    counted = day((counts_until - timedelta(days=1)).date(), year=now.year)
    left = f"Осталось {remaining(counts_until - now)}."
    if sent:
        return WindowWords(
            f"Показания за {period_name(counts_for)} получены",
            f"До {counted} включительно их можно передать заново: учтём последние.",
            False,
        )
    if counts_for != period:
        return WindowWords(
            f"Срок за {period_name(period)} закончился",
            f"Показания, переданные сейчас, учтём в счёте за {period_name(counts_for)}. "
            f"Счёт за {period_name(period)} выставим без них.",
            False,
        )
    if status is WindowStatus.BEFORE:
        span = day_span(opens_at.date(), (closes_at - timedelta(days=1)).date())
        return WindowWords(
            f"Срок передачи — {span}",
            f"Можно и раньше: переданное сейчас учтём в счёте за {period_name(counts_for)}. {left}",
            False,
        )
    if status is WindowStatus.CLOSED:
        return WindowWords(
            f"Срок закончился {last}, но показания ещё учтём",
            f"До {counted} включительно они войдут в счёт за {period_name(counts_for)}. {left}",
            True,
        )
    return WindowWords(
        f"Передайте показания до {last} включительно",
        f"{left} Опоздавшие учтём в следующем счёте, "
        f"а счёт за {period_name(counts_for)} выставим без них.",
        True,
    )
