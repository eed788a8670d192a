"""/staff: what this employee may do here."""

from starlette.requests import Request
from starlette.responses import Response

from lk_app.api.staff.guard import HOME, answer, get, missing
from lk_app.usecases.staff_sessions import OnDuty


async def show(request: Request, me: OnDuty) -> Response:
    """The doors of the role."""
    return answer("home", me=me)


async def nothing(request: Request, me: OnDuty) -> Response:
    """An address of the console that there is not."""
    return missing(me)


routes = [get(HOME, None, show)]
elsewhere = [get("/staff/{rest:path}", None, nothing)]
