"""/staff/personal-data: a person's data on a written request; /staff/looks: who looked at whose."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.personal_data import zip_answer
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, asked_number, get, missing, post
from lk_app.api.staff.proposals import decides
from lk_app.domain.audit import WHY, AuditRecord
from lk_app.domain.finding import PAGE
from lk_app.domain.personal_data import DataExport, PersonalDataRefused
from lk_app.domain.proposals import NOTE_LIMIT, Proposal
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import audit, person_requests
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.audit import action, who
from lk_app.wording.staff import DONE

PATH, LOOKS = "/staff/personal-data", "/staff/looks"
FIELDS = ("email", "request")
NOTHING_TYPED = dict.fromkeys(FIELDS, "")


async def show(request: Request, me: OnDuty) -> Response:
    """What waits for a second person, one's own files, and a form for one more."""
    done = DONE.get(asked(request, "done"), "")
    q, number = asked(request, "q"), page_number(request)
    return await _page(me, NOTHING_TYPED, q=q, number=number, done=done)


async def propose(request: Request, me: OnDuty) -> Response:
    """Keep a request until another person accepts it."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:NOTE_LIMIT] for name in FIELDS}
    try:
        await wiring.in_thread(
            person_requests.propose, db=wiring.database(), me=me, now=wiring.real_now(), **typed
        )
    except Refusal as refused:
        return await _page(me, typed, refused=refused)
    return RedirectResponse(f"{PATH}?done=proposed", status_code=303)


async def _accept(me: OnDuty, number: int) -> None:
    await wiring.in_thread(
        person_requests.accept, db=wiring.database(), paper=wiring.stationery(),
        proposal_id=number, me=me, now=wiring.real_now(),
    )  # fmt: skip


async def _not_decided(me: OnDuty, why: Refusal) -> Response:
    return await _page(me, NOTHING_TYPED, refused=why)


async def take(request: Request, me: OnDuty) -> Response:
    """The file, for whoever proposed it."""
    try:
        handed = await wiring.in_thread(
            person_requests.take,
            db=wiring.database(),
            store=wiring.data_exports(),
            export_id=request.path_params["export_id"],
            me=me,
            now=wiring.real_now(),
        )
    except PersonalDataRefused:
        return missing(me)
    return zip_answer(handed)


async def looks(request: Request, me: OnDuty) -> Response:
    """The register of looks, the newest first; of an account, a mailbox or an employee if asked."""
    q, before = asked(request, "q"), asked_number(request, "before")
    found = await wiring.in_thread(
        audit.looks, db=wiring.database(), typed=q, before_id=before, limit=PAGE + 1
    )
    older = found[PAGE - 1].id if len(found) > PAGE else None
    return answer(
        "looks", me=me, active="personal_data", q=q, older=older,
        rows=[_look(one) for one in found[:PAGE]],
    )  # fmt: skip


async def _page(
    me: OnDuty,
    typed: dict[str, str],
    *,
    q: str = "",
    number: int = 1,
    refused: Refusal | None = None,
    done: str = "",
) -> Response:
    place = {"limit": PAGE + 1, "offset": (number - 1) * PAGE}
    found = await wiring.in_thread(
        person_requests.desk, db=wiring.database(), me=me, typed=q, **place
    )
    said = wording.refusal(refused) if refused else ""
    beside = refused.field if refused and refused.field in FIELDS else ""
    return answer(
        "personal_data",
        me=me,
        active="personal_data",
        status=422 if refused else 200,
        waiting=[_proposal(me, one) for one in found.waiting[:PAGE]],
        files=[_file(one, email) for one, email in found.files],
        q=q,
        number=number,
        more=len(found.waiting) > PAGE,
        typed=typed,
        errors={name: said if name == beside else "" for name in FIELDS},
        error="" if beside else said,
        done=done,
    )


def _proposal(me: OnDuty, one: Proposal) -> dict[str, object]:
    return {
        "id": one.id,
        "email": one.subject,
        "request": one.facts["request"],
        "by": one.proposed_by,
        "at": wording.moment(one.proposed_at, wiring.settings().zone),
        "own": one.proposed_by_id == me.member.id,
    }


def _file(one: DataExport, email: str) -> dict[str, object]:
    ready = one.is_ready(wiring.real_now())
    until = wording.moment(one.expires_at, wiring.settings().zone) if one.expires_at else ""
    return {
        "id": one.id,
        "email": email,
        "request": one.request,
        "size": wording.size(one.size) if ready else "",
        "until": until,
        "failed": one.is_given_up,
    }


def _look(one: AuditRecord) -> dict[str, str]:
    return {
        "at": wording.moment(one.at, wiring.settings().zone),
        "who": who(one.by),
        "where": one.by.address,
        "action": action(one.deed.action),
        "subject": one.deed.subject,
        "why": str(one.deed.after.get(WHY, "")),
    }


decide = decides(person_requests.KIND, _accept, _not_decided, path=PATH, done="gathering")
routes = [
    get(PATH, Permission.PERSONAL_DATA, show),
    post(PATH, Permission.PERSONAL_DATA, propose),
    post(f"{PATH}/{{proposal_id:int}}", Permission.PERSONAL_DATA, decide),
    get(f"{PATH}/{{export_id:int}}.zip", Permission.PERSONAL_DATA, take),
    get(LOOKS, Permission.PERSONAL_DATA, looks),
]
