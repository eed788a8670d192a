"""/staff/houses: the houses that are served, to be written to."""

from starlette.requests import Request
from starlette.responses import Response

from lk_app import wiring
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, get
from lk_app.domain.finding import PAGE
from lk_app.domain.staff import Permission
from lk_app.usecases import houses
from lk_app.usecases.staff_sessions import OnDuty


async def show(request: Request, me: OnDuty) -> Response:
    """A page of the houses, by words of their address."""
    q, number = asked(request, "q", limit=100), page_number(request)
    found = await wiring.in_thread(
        houses.listed,
        db=wiring.database(),
        typed=q,
        limit=PAGE + 1,
        offset=(number - 1) * PAGE,
    )
    finds = me.member.may(Permission.FIND)
    rows = [
        {
            "title": f"{one.city}, {one.street}, {one.house}",
            "accounts": f"/staff/houses/{one.id}" if finds else "",
            "write": f"/staff/news?kind=notice&house={one.id}",
        }
        for one in found[:PAGE]
    ]
    return answer("houses", me=me, active="houses", rows=rows, q=q, number=number,
                  more=len(found) > PAGE)  # fmt: skip


routes = [get("/staff/houses", Permission.NEWS, show)]
