"""Readings in finished words: what both ways of sending them show."""

import dataclasses
from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from lk_app import wiring, wording
from lk_app.domain.estimates import Estimate
from lk_app.domain.forecasts import Forecast
from lk_app.domain.guest_readings import Proposal
from lk_app.domain.meters import Meter
from lk_app.domain.readings import ReadingSource, ReadingState
from lk_app.domain.windows import WindowStatus
from lk_app.states.forecasts import otherwise
from lk_app.usecases.reading_history import ActLine, HistoryLine, Line
from lk_app.usecases.reading_screens import LastValues, MeterScreen
from lk_app.usecases.readings import Asked, Receipt
from lk_app.usecases.windows import WindowNow
from lk_app.wording import readings as said
from lk_app.wording.windows import as_it_stands, sent_text, sent_title, window_text, window_title

ZONE_MARKS = {"day": "day", "night": "night", "peak": "peak", "half-peak": "half"}
WARN_AFTER = 2  # months without readings: the third one is the last by the average (п. 59)


@dataclasses.dataclass(frozen=True)
class RegisterField:
    """One register's field: its name in the form, and what is said around it."""

    name: str
    label: str
    zone: str
    digits: int
    ratio: int
    last: str
    note: str
    value: str = ""
    error: str = ""


NO_FIELD = RegisterField("single", "", "", 0, 1, "", "")  # of an account without a meter


@dataclasses.dataclass(frozen=True)
class HistoryRow:
    """One received set."""

    shown: str
    note: str  # when and from whom
    state: str
    tone: str
    fate: str  # the bill it goes into
    receipt: str  # its number, "" for what came in the supplier's own register
    href: str
    photo: str = ""  # where its photo is
    bare: str = ""  # its number where a photo may be added
    guest: str = ""  # the number of what a guest sent, while it may still be refused


def fields(at: MeterScreen, typed: Mapping[str, str]) -> list[RegisterField]:
    """A field for every register of the meter, filled with `typed`."""
    return [
        RegisterField(
            name=register,
            label=wording.name_of(wording.REGISTERS, register),
            zone=ZONE_MARKS.get(register, ""),
            digits=at.meter.digits,
            ratio=at.meter.ratio,
            last=str(at.last.values[register]),
            note=last_note(at.last, register),
            value=typed.get(register, ""),
        )
        for register in at.meter.registers
    ]


def last_note(last: LastValues, register: str) -> str:
    """«Было 24 октября — 4537, абонент», «Счётчик заменён 12.10.2026: 0»."""
    year = wiring.business_now().year
    return said.last_note(last.day, last.values[register], last.source, year=year)


def draft_of(customer_id: int, meter_id: int) -> str:
    """Under which name a device keeps what was typed: a person's, for one meter."""
    return f"{wiring.device_owner(customer_id)}:{meter_id}"


def history_row(
    line: Line, *, several: bool, proven: bool, photographed: Container[int] = ()
) -> HistoryRow:
    """A line of the history with its state: received, counted, or replaced by a later one.

    `several` meters are told apart by their serials, or their models while the link is unproven;
    `photographed` are the readings with a photo.
    """
    label = f"№\u00a0{line.meter.serial}" if proven else line.meter.model
    if isinstance(line, ActLine):
        return _act_row(line, label)
    row = _with_photo(_set_row(line), line, line.reading.id in photographed)
    return dataclasses.replace(row, note=f"{row.note}, счётчик {label}") if several else row


def proposal_row(one: Proposal, meter: Meter) -> HistoryRow:
    """What a guest sent and what becomes of it; the newest stands first, like the rest."""
    return HistoryRow(
        shown=said.values_text(one.values, meter),
        note=f"{wording.moment(one.received_at, wiring.settings().zone)}, гость",
        state="ждёт",
        tone="warn",
        fate=said.proposal_fate(one),
        receipt="",
        href="",
        guest=one.number,
    )


def _with_photo(row: HistoryRow, line: HistoryLine, has_photo: bool) -> HistoryRow:
    number = line.reading.receipt_number or ""
    if has_photo:
        return dataclasses.replace(row, photo=photo_href(number))
    sent = line.reading.source is ReadingSource.SUBSCRIBER and not line.reading.counted_in
    return dataclasses.replace(row, bare=number) if sent else row


def _act_row(act: ActLine, label: str) -> HistoryRow:
    day = wording.day(act.removed_on)
    fate = f"Конечное показание, для счёта за {wording.period_name(act.counts_for)}."
    return HistoryRow(
        shown=said.values_text(act.values, act.meter),
        note=f"{day}, счётчик {label} снят",
        state="снят",
        tone="plain",
        fate=fate,
        receipt="",
        href="",
    )


def _set_row(line: HistoryLine) -> HistoryRow:
    reading = line.reading
    zone = wiring.settings().zone
    number = reading.receipt_number or ""
    own = number[:1].isdigit()
    day_only = wording.day(reading.received_on(zone))
    received = wording.moment(reading.received_at, zone) if own else day_only
    source = wording.name_of(wording.READING_SOURCES, reading.source)
    state, tone, fate = _state(line)
    if line.check is not None:
        fate = f"{fate} {said.checked(line.check)}".strip()
    if line.late is not None and reading.is_usable:
        fate = f"{fate} {said.lateness(line.late, zone)}"
    return HistoryRow(
        shown=said.values_text(reading.values, line.meter),
        note=f"{received}, {source}",
        state=state,
        tone=tone,
        fate=fate,
        receipt=f"№\u00a0{number}" if own and reading.is_usable else "",
        href=receipt_href(number) if own and reading.is_usable else "",
    )


def _state(line: HistoryLine) -> tuple[str, str, str]:
    """The state in a word, its tone, and which bill it goes into."""
    names, reading = wording.READING_STATES, line.reading
    if line.too_late:
        return "не учтено", "plain", "Счётчик к этому дню уже сняли."
    if line.superseded:
        return "заменено", "plain", "Позже переданы другие."
    if reading.state is ReadingState.REFUSED:
        return names["refused"], "warn", ""
    if reading.counted_in:
        return "учтено", "plain", f"В счёте за {wording.period_name(reading.counted_in)}."
    if reading.state is ReadingState.RECEIVED:
        return (
            names["received"],
            "info",
            f"Войдёт в счёт за {wording.period_name(line.counts_for)}.",
        )
    return wording.name_of(names, reading.state), "plain", ""


def receipt_href(number: str) -> str:
    """Where the PDF is."""
    return f"/api/documents/readings/{number}.pdf"


def photo_href(number: str) -> str:
    """Where a reading's photo is, and where it is sent to."""
    return f"/api/readings/{number}/photo"


def receipt_words(receipt: Receipt) -> str:
    """What happened and what comes next, under «Показания приняты»."""
    zone, used = wiring.settings().zone, sum(receipt.kwh.values())
    if not receipt.repeated:
        return said.taken(receipt.reading.received_at, used, receipt.counts_for, zone)
    when = wording.moment(receipt.reading.received_at, zone)
    before = f"Мы уже получили их {when}: второй раз ничего не записано."
    return f"{before} {said.what_next(used, receipt.counts_for)}"


def questions(asked: Asked) -> dict[str, str]:
    """What is asked, by register; the roubles are said once."""
    cost = asked.estimate.amount if asked.estimate else None
    return said.questions(asked.questions, cost=cost)


def estimate_words(estimate: Estimate | None) -> tuple[str, str]:
    """«За месяц выйдет, 123 кВт·ч» and the sum; nothing while there is none."""
    if estimate is None:
        return "", ""
    months = wording.plural(estimate.periods, "месяц", "месяца", "месяцев")
    span = "месяц" if estimate.periods == 1 else f"{estimate.periods} {months}"
    return f"За {span} — {wording.kwh(estimate.kwh)}", wording.roubles(estimate.amount)


def window_words(
    window: WindowNow, *, sent: bool, now: datetime, ahead: Forecast | None = None
) -> tuple[str, str]:
    """Title and text of the banner above the form; `ahead` is the one account's open month."""
    if sent:
        stands = as_it_stands(ahead) if ahead else ""
        return sent_title(window), f"{sent_text(window)} {stands}".rstrip()
    dearer_by = ahead.dearer_by if ahead else None
    text = window_text(window, now, otherwise=otherwise(ahead), dearer_by=dearer_by)
    return window_title(window), text


def is_urgent(window: WindowNow, *, sent: bool) -> bool:
    """Whether time is running out for this month's bill."""
    in_time = window.status is not WindowStatus.BEFORE and window.counts_for == window.period
    return in_time and not sent


def missed_words(at: MeterScreen) -> str:
    """The warning before the third month without readings, and what is billed after it."""
    if at.refused or at.sent or at.missed < WARN_AFTER:
        return ""
    if at.missed == WARN_AFTER:
        return (
            "Показаний не было два месяца. Без новых третий посчитаем по среднему расходу, "
            "а следующие — по нормативу: обычно это дороже."
        )
    return (
        f"Показаний не было {at.missed} мес. Передайте их: пересчитаем эти месяцы по прибору учёта."
    )


def typed_values(form: Any, prefix: str = "") -> dict[str, str]:
    """What came with a form, whoever sent it: text by register, the rest dropped."""
    if not isinstance(form, dict):
        return {}
    return {
        name.removeprefix(prefix): value
        for name, value in form.items()
        if isinstance(name, str) and isinstance(value, str) and name.startswith(prefix)
    }
