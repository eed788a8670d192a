"""/staff/people: who works here. Invitations go by letter, never through the inviter's hands."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import among, page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, Role, StaffMember, StaffRefused
from lk_app.usecases import staff
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE, ROLES, STANDINGS

PATH = "/staff/people"
FIELDS = ("email", "name", "role")
NOTHING: Mapping[str, str] = dict.fromkeys(FIELDS, "")


async def show(request: Request, me: OnDuty) -> Response:
    """Everybody, also those who were sent away, and a form for one more."""
    done = DONE.get(asked(request, "done"), "")
    return await _page(me, q=asked(request, "q"), number=page_number(request), done=done)


async def act(request: Request, me: OnDuty) -> Response:
    """Invite somebody, send them away, or let them set password and second factor anew."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:200].strip() for name in FIELDS}
    todo = form.get("do", "")
    try:
        done = await _do(todo, typed, me)
    except Refusal as refused:
        errors = {refused.field or "form": wording.refusal(refused)}
        return await _page(me, typed=typed if todo == "invite" else NOTHING, errors=errors)
    return RedirectResponse(f"{PATH}?done={done}", status_code=303)


async def _do(todo: str, typed: Mapping[str, str], me: OnDuty) -> str:
    db, email, by, now = wiring.database(), typed["email"], me.actor, wiring.real_now()
    paper = wiring.stationery()
    if todo == "disable":
        await wiring.in_thread(staff.disable, db=db, email=email, by=by, now=now)
        return "disabled"
    if todo == "reset":
        await wiring.in_thread(
            staff.reset_second_factor, db=db, email=email, by=by, now=now, paper=paper
        )
        return "reset"
    name, role = typed["name"], _role(typed["role"])
    await wiring.in_thread(
        staff.add, db=db, email=email, name=name, role=role, by=by, now=now, paper=paper
    )
    return "invited"


def _role(typed: str) -> Role:
    if typed not in set(Role):
        raise StaffRefused("staff.role", field="role")
    return Role(typed)


async def _page(
    me: OnDuty,
    *,
    typed: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] | None = None,
    q: str = "",
    number: int = 1,
    done: str = "",
) -> Response:
    everybody = await wiring.in_thread(staff.everybody, db=wiring.database())
    found, more = among(everybody, q, number, lambda one: f"{one.name} {one.email}")
    said = errors or {}
    return answer(
        "people",
        me=me,
        active="people",
        status=422 if said else 200,
        rows=[_row(one, me) for one in found],
        q=q,
        number=number,
        more=more,
        roles=[(role.value, words) for role, words in ROLES.items()],
        typed=typed,
        errors={name: said.get(name, "") for name in (*FIELDS, "form")},
        done=done,
    )


def _row(one: StaffMember, me: OnDuty) -> dict[str, object]:
    return {
        "email": one.email,
        "name": one.name,
        "role": ROLES[one.role],
        "state": STANDINGS[one.standing],
        "away": one.disabled_at is not None,
        "own": one.id == me.member.id,
    }


routes = [get(PATH, Permission.STAFF, show), post(PATH, Permission.STAFF, act)]
