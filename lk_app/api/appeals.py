"""/api/appeals: files that a person puts beside an appeal, in and out. Saved, never shown."""

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.documents import PRIVATE, customer_of, no_file, to_login
from lk_app.api.sessions import length_of, same_origin
from lk_app.domain.appeal_files import ENDINGS, LARGEST
from lk_app.domain.appeals import AppealRefused
from lk_app.domain.photos import PhotoRefused
from lk_app.usecases import appeal_files
from lk_app.usecases.appeal_files import KeptFile

STATUSES = {"appeal.unknown": 404, "appeal.file_large": 413, "appeal.paused": 429}
LONGEST_NAME = 1_000  # as it is sent, %D1%87… and all


async def attach(request: Request) -> Response:
    """POST a file as the body, its name in X-File-Name; {words} says what became of it."""
    customer = await customer_of(request)
    if customer is None:
        return _say("Войдите в кабинет ещё раз и приложите файл.", 401)
    if not same_origin(request):
        return _say("Запрос пришёл с другого сайта.", 403)
    try:
        content = await _body(request)
        file = await wiring.in_thread(
            appeal_files.add,
            db=wiring.database(),
            store=wiring.appeal_files(),
            customer_id=customer.id,
            slot=request.path_params["slot"],
            name=unquote(request.headers.get("x-file-name", "")[:LONGEST_NAME]),
            content=content,
            now=wiring.real_now(),
        )
    except (AppealRefused, PhotoRefused) as refused:
        return _say(wording.refusal(refused), STATUSES.get(refused.code, 422))
    return _say(f"Приложено: {file.name}.", 200)


async def _body(request: Request) -> bytes:
    """What was sent, given up as soon as it is too much; raises AppealRefused."""
    content = bytearray()
    large = AppealRefused("appeal.file_large", megabytes=LARGEST // 1024 // 1024)
    if (length_of(request) or 0) > LARGEST:
        raise large
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise large
    return bytes(content)


async def show(request: Request) -> Response:
    """GET: a file of one's own, to be saved."""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    kept = await wiring.in_thread(
        appeal_files.mine,
        db=wiring.database(),
        store=wiring.appeal_files(),
        customer_id=customer.id,
        file_id=request.path_params["file_id"],
    )
    if kept is None:
        return no_file()
    return attachment(kept)


def attachment(kept: KeptFile) -> Response:
    """The file under its name, saved and never shown as a page of ours."""
    plain = f"appeal-{kept.file.id}.{ENDINGS[kept.file.kind]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(kept.file.name, safe='')}"
    return Response(
        kept.content,
        media_type=kept.file.kind,
        headers={
            **PRIVATE,
            "Content-Disposition": named,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _say(words: str, status: int) -> Response:
    return JSONResponse({"words": words}, status_code=status, headers=PRIVATE)


routes = [
    Route("/api/appeals/files/{file_id:int}", show, methods=["GET"]),
    Route("/api/appeals/{slot}/files", attach, methods=["POST"]),
]
