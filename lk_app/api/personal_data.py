"""/api/personal-data/TOKEN: the file of everything held on a person, for the password anew."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.documents import PRIVATE, no_file, to_login
from lk_app.domain.personal_data import PersonalDataRefused
from lk_app.usecases import data_exports, sessions
from lk_app.usecases.data_exports import Handed
from lk_app.wording import refusal


async def take(request: Request) -> Response:
    """GET: the ZIP, piece by piece."""
    now = wiring.real_now()
    me = await wiring.in_thread(
        sessions.visitor,
        db=wiring.database(),
        secret=request.cookies.get(security.SESSION_COOKIE, ""),
        now=now,
    )
    if me is None:
        return to_login(request)
    try:
        handed = await wiring.in_thread(
            data_exports.hand_over,
            db=wiring.database(),
            store=wiring.data_exports(),
            signer=wiring.signer(),
            me=me,
            token=request.path_params["token"],
            now=now,
        )
    except PersonalDataRefused as refused:
        return no_file(refusal(refused))
    return zip_answer(handed)


def zip_answer(handed: Handed) -> Response:
    """The file to be saved; no cache keeps it."""
    return StreamingResponse(
        handed.pieces,
        media_type="application/zip",
        headers={
            **PRIVATE,
            "X-Content-Type-Options": "nosniff",
            "Content-Length": str(handed.size),
            "Content-Disposition": f'attachment; filename="{handed.name}"',
        },
    )


routes = [Route("/api/personal-data/{token}", take, methods=["GET"])]
