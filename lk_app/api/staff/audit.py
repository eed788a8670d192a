"""/staff/audit: who did what, the newest first."""

from starlette.requests import Request
from starlette.responses import Response

from lk_app import wiring, wording
from lk_app.api.staff.guard import answer, asked, asked_number, get
from lk_app.domain.audit import AuditRecord
from lk_app.domain.staff import Permission
from lk_app.usecases import audit
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.audit import action, change, who

PAGE = 50


async def show(request: Request, me: OnDuty) -> Response:
    """One page of the log; `before` is the last record of the page before it."""
    before, actor = asked_number(request, "before"), asked(request, "actor")
    found = await wiring.in_thread(
        audit.latest, db=wiring.database(), limit=PAGE + 1, before_id=before, actor=actor
    )
    older = found[PAGE - 1].id if len(found) > PAGE else None
    rows = [_row(one) for one in found[:PAGE]]
    return answer("audit", me=me, active="audit", rows=rows, older=older, actor=actor)


def _row(one: AuditRecord) -> dict[str, str]:
    return {
        "at": wording.moment(one.at, wiring.settings().zone),
        "who": who(one.by),
        "mailbox": one.by.name,
        "where": one.by.address,
        "action": action(one.deed.action),
        "subject": one.deed.subject,
        "change": change(one.deed),
    }


routes = [get("/staff/audit", Permission.AUDIT, show)]
