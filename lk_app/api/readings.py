"""/api/readings: what a device keeps for the stairwell, and what it sends when it is back.

The server decides everything again at its own time of receipt; the device's is only quoted.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.documents import PRIVATE, customer_of
from lk_app.api.sessions import FORM_LIMIT, length_of, same_origin
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.windows import WindowStatus
from lk_app.usecases import reading_notices, reading_screens, readings
from lk_app.usecases.reading_cases import Receipt
from lk_app.usecases.reading_screens import MeterScreen, Screen
from lk_app.usecases.readings import Asked
from lk_app.wording.readings import last_note, lateness, questions, taken
from lk_app.wording.windows import window_title

KEY = re.compile(r"[\w-]{8,64}", re.ASCII)
# What a device asks itself, at the meter; the rest is asked when the entry is back.
ASKED_THERE = frozenset({"reading.rollover", "reading.jump", "reading.extra_digit"})


async def seen(request: Request) -> Response:
    """GET: the person's accounts with their last values, for a page without a network."""
    customer = await customer_of(request)
    if customer is None:
        return _answer({"error": "signed out"}, 401)
    now = wiring.business_now()
    screens = await wiring.in_thread(
        reading_screens.screens,
        db=wiring.database(),
        customer_id=customer.id,
        now=now,
        zone=wiring.settings().zone,
    )
    told = {
        "owner": wiring.device_owner(customer.id),
        "brand": wiring.supplier().brand,
        "now": now.isoformat(),
        "as_of": wording.moment(now, wiring.settings().zone),
        "window": f"{window_title(screens[0].window)}." if screens else "",
        "todo": sum(_awaits(screen) for screen in screens),
        "accounts": [_account(screen, now.year) for screen in screens],
    }
    return _answer(told)


async def replay(request: Request) -> Response:
    """POST: one entry of one person, at most once whatever the connection does.

    401 signed out, 403 another person's entry, 400 not an entry of ours: the device keeps it. Else
    {state: accepted | asked | refused, words}.
    """
    customer = await customer_of(request)
    if customer is None:
        return _answer({"error": "signed out"}, 401)
    entry = await _entry(request)
    if entry is None or not same_origin(request):
        return _answer({"error": "not an entry"}, 400)
    if entry.owner != wiring.device_owner(customer.id):
        return _answer({"error": "another person"}, 403)
    try:
        given = await wiring.in_thread(
            readings.submit,
            db=wiring.database(),
            customer_id=customer.id,
            account_number=entry.account_number,
            values=entry.values,
            confirmed=entry.confirmed & ASKED_THERE,
            idempotency_key=readings.attempt_key(customer.id, entry.key),
            meter_id=entry.meter,
            now=wiring.business_now(),
            zone=wiring.settings().zone,
            taken_at=entry.taken_at,
        )
    except (LinkRefused, ReadingRefused) as refused:
        why = wording.refusal(refused)
        await wiring.in_thread(
            reading_notices.refused_afterwards,
            db=wiring.database(),
            customer_id=customer.id,
            account_number=entry.account_number,
            reference=entry.key,
            why=why,
            real_now=wiring.real_now(),
        )
        words = f"Показания не приняты. {why}"
        return _answer({"state": "refused", "words": words})
    return _answer(_asked(given) if isinstance(given, Asked) else _taken(given))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a device kept; `taken_at` is its own clock."""

    key: str
    owner: str
    account_number: str
    meter: int
    values: dict[str, str]
    confirmed: frozenset[str]
    taken_at: datetime


async def _entry(request: Request) -> Entry | None:
    """None for anything the device's own script would not send."""
    length = length_of(request)
    key = request.headers.get("idempotency-key", "")
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if length is None or length > FORM_LIMIT or not (is_json and KEY.fullmatch(key)):
        return None
    try:
        told = json.loads(await request.body())
        return Entry(
            key=key,
            owner=_text(told["owner"]),
            account_number=_text(told["account_number"]),
            meter=int(told["meter"]),
            values={_text(name): _text(value) for name, value in told["values"].items()},
            confirmed=frozenset(_text(code) for code in told.get("confirmed", ())),
            taken_at=datetime.fromisoformat(_text(told["taken_at"])).astimezone(),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 80:
        raise ValueError(value)
    return value


def _awaits(screen: Screen) -> bool:
    """Whether the number on the app's icon counts this account."""
    at, is_open = screen.at, screen.window.status is WindowStatus.OPEN
    return is_open and at is not None and at.refused is None and at.sent is None


def _account(screen: Screen, year: int) -> dict[str, Any]:
    own, at = screen.link.account, screen.at
    unread = at.refused if at else ReadingRefused("reading.no_meter")
    groups = wiring.supplier().account_number_groups
    where, printed = (
        wording.address(own.address),
        wording.account_number(own.account_number, groups),
    )
    task = ""
    if unread is not None:
        task = wording.refusal(unread)
    elif at is not None and at.sent is not None:
        task = f"Показания за {wording.month_name(screen.window.counts_for)} получены."
    return {
        "number": own.account_number,
        "name": screen.link.name or where,
        "address": f"№\u00a0{printed} · {where}" if screen.link.name else f"№\u00a0{printed}",
        "balance": wording.balance(screen.balance),
        "task": task,
        "meter": at.meter.id if at and unread is None else None,
        "registers": _registers(at, year) if at and unread is None else [],
    }


def _registers(at: MeterScreen, year: int) -> list[dict[str, Any]]:
    last = at.last
    return [
        {
            "name": register,
            "label": wording.name_of(wording.REGISTERS, register),
            "digits": at.meter.digits,
            "ratio": at.meter.ratio,
            "last": last.values[register],
            "last_on": last.day.isoformat(),
            "daily": float(at.ceiling[register]),
            "note": last_note(last.day, last.values[register], last.source, year=year),
        }
        for register in at.meter.registers
    ]


def _taken(given: Receipt) -> dict[str, str]:
    zone, reading = wiring.settings().zone, given.reading
    words = taken(reading.received_at, sum(given.kwh.values()), given.counts_for, zone)
    late = ""
    if given.late is not None:
        late = f" {lateness(given.late, zone)}"
    return {
        "state": "accepted",
        "receipt": given.number,
        "words": f"Показания приняты, №\u00a0{given.number}. {words}{late}",
    }


def _asked(asked: Asked) -> dict[str, str]:
    cost = asked.estimate.amount if asked.estimate else None
    said = " ".join(questions(asked.questions, cost=cost).values())
    return {"state": "asked", "words": f"Показания ещё не отправлены. {said}"}


def _answer(told: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(told, status_code=status, headers=PRIVATE)


routes = [
    Route("/api/readings", seen, methods=["GET"]),
    Route("/api/readings", replay, methods=["POST"]),
]
