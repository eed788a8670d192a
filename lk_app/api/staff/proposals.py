"""What a second person decides: one handler for every kind of proposal."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring
from lk_app.api.sessions import small_form
from lk_app.api.staff.guard import Handler
from lk_app.domain.proposals import ProposalKind
from lk_app.domain.refusals import Refusal
from lk_app.usecases import proposals
from lk_app.usecases.staff_sessions import OnDuty


def decides(
    kind: ProposalKind,
    accept: Callable[[OnDuty, int], Awaitable[object]],
    refused: Callable[[OnDuty, Refusal], Awaitable[Response]],
    *,
    path: str,
    done: str,
) -> Handler:
    """Accept a proposal of this kind as its second person, or refuse it with the reason; `refused`
    is the page that says why neither could be done, `done` what its list says after accepting."""

    async def decide(request: Request, me: OnDuty) -> Response:
        form = await small_form(request)
        if form is None:
            return Response(status_code=413)
        accepts, number = form.get("do") == "accept", request.path_params["proposal_id"]
        try:
            await (
                accept(me, number) if accepts else _refuse(kind, me, number, form.get("note", ""))
            )
        except Refusal as why:
            return await refused(me, why)
        return RedirectResponse(f"{path}?done={done if accepts else 'refused'}", status_code=303)

    return decide


async def _refuse(kind: ProposalKind, me: OnDuty, number: int, note: str) -> None:
    await wiring.in_thread(
        proposals.refuse,
        db=wiring.database(),
        proposal_id=number,
        kind=kind,
        note=note,
        me=me,
        now=wiring.real_now(),
    )
