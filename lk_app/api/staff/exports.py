"""/staff/exports/…: files for the supplier's other systems."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring
from lk_app.api.documents import file_answer
from lk_app.api.staff.guard import asked, get
from lk_app.domain.periods import Period, PeriodRefused
from lk_app.domain.staff import Permission
from lk_app.usecases import readings_export
from lk_app.usecases.staff_sessions import OnDuty


async def readings(request: Request, me: OnDuty) -> Response:
    """The readings that count for a month, as `lk export readings` writes them."""
    try:
        period = Period.parse(asked(request, "period", limit=10))
    except PeriodRefused:
        return RedirectResponse("/staff/imports?done=period", status_code=303)
    text, _ = await wiring.in_thread(
        readings_export.handed_out,
        db=wiring.database(),
        period=period,
        tz=wiring.settings().zone,
        by=me.actor,
        now=wiring.real_now(),
    )
    return file_answer(
        text.encode(), name=f"readings-{period}.csv", media_type="text/csv; charset=utf-8"
    )


routes = [get("/staff/exports/readings.csv", Permission.IMPORTS, readings)]
