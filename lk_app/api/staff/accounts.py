"""/staff/accounts/NUMBER: an account to be read; its subscriber sees who looked."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lk_app import wiring, wording
from lk_app.api.staff.appeals import queued_of
from lk_app.api.staff.finding import printed
from lk_app.api.staff.guard import answer, asked, get, missing
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.billing_facts import Bill
from lk_app.domain.customers import Customer
from lk_app.domain.meters import Meter
from lk_app.domain.payments import Payment
from lk_app.domain.reading_checks import is_withdrawable
from lk_app.domain.readings import ReadingSet
from lk_app.domain.staff import Permission
from lk_app.usecases import account_views
from lk_app.usecases.account_views import LATEST, AccountView
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.audit import came_from
from lk_app.wording.dates import short_date
from lk_app.wording.names import name_of
from lk_app.wording.staff import DONE

SINGLE = "single"


async def show(request: Request, me: OnDuty) -> Response:
    """The account with its holder, people, meters, readings, bills and payments."""
    number = request.path_params["account_number"]
    if not (number.isascii() and number.isdigit()):
        return missing(me)
    appeals = await queued_of(me, number, limit=LATEST)
    try:
        seen = await wiring.in_thread(
            account_views.view,
            db=wiring.database(),
            account_number=number,
            by=me.actor,
            why=came_from(asked(request, "why"), [str(one["number"]) for one in appeals]),
            now=wiring.real_now(),
        )
    except LinkRefused:
        return missing(me)
    done = DONE.get(asked(request, "done"), "")
    return answer(
        "account",
        me=me,
        active="find",
        done=done,
        appeals=appeals,
        **_facts(seen),
    )


def _facts(seen: AccountView) -> dict[str, Any]:
    account = seen.account
    serials = {meter.id: meter.serial for meter in seen.meters}
    return {
        "number": account.account_number,
        "printed": printed(account.account_number),
        "unified": account.unified_account,
        "address": wording.address(account.address),
        "balance": wording.balance(seen.balance),
        "owes": seen.balance > 0,
        "category": name_of(wording.CATEGORIES, account.category),
        "residents": account.residents,
        "closed": wording.day(account.closed_on) if account.closed_on else "",
        "holders": [(one.name, _since(one.valid_from, one.valid_to)) for one in seen.holders],
        "people": [_person(one) for one in seen.people],
        "meters": [_meter(one) for one in seen.meters],
        "readings": [_reading(one, serials[one.meter_id]) for one in seen.readings],
        "bills": [_bill(one) for one in seen.bills],
        "payments": [_payment(one, account.id) for one in seen.payments],
    }


def _since(first: object, until: object) -> str:
    said = f"с {short_date(first)}"  # type: ignore[arg-type]
    return f"{said} до {short_date(until)}" if until else said  # type: ignore[arg-type]


def _person(one: Customer) -> dict[str, str]:
    return {"name": str(one.name), "email": one.email, "phone": wording.phone(one.phone)}


def _meter(one: Meter) -> dict[str, str]:
    checked = short_date(one.verified_until) if one.verified_until else "не записана"
    return {
        "serial": one.serial,
        "model": f"{one.model}, {wording.ZONES[one.zones]}",
        "hung": _since(one.installed_on, one.removed_on),
        "checked": checked,
    }


def _reading(one: ReadingSet, serial: str) -> dict[str, object]:
    values = [
        str(value) if register == SINGLE else f"{name_of(wording.REGISTERS, register)} {value}"
        for register, value in one.values.items()
    ]
    counted = f" {wording.of_period(one.counted_in)}" if one.counted_in else ""
    return {
        "at": wording.moment(one.received_at, wiring.settings().zone),
        "shown": ", ".join(values),
        "serial": serial,
        "source": name_of(wording.READING_SOURCES, one.source),
        "state": name_of(wording.READING_STATES, one.state) + counted,
        "receipt": one.receipt_number or "",
        "refusable": is_withdrawable(one),
    }


def _bill(one: Bill) -> dict[str, str]:
    return {
        "key": str(one.period),
        "period": wording.period_name(one.period),
        "charges": wording.roubles(one.charges + one.adjustment_total + one.late_fee),
        "payments": wording.roubles(one.payments),
        "closing": wording.roubles(one.closing_balance),
        "due": short_date(one.due_date),
    }


def _payment(one: Payment, account_id: int) -> dict[str, str]:
    part = sum(each.amount for each in one.parts if each.account_id == account_id)
    return {
        "number": one.public_id,
        "at": wording.moment(one.created_at, wiring.settings().zone),
        "amount": wording.roubles(part),
        "state": name_of(wording.PAYMENT_STATES, one.state),
    }


routes = [get("/staff/accounts/{account_number}", Permission.FIND, show)]
