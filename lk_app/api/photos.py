"""/api/readings/NUMBER/photo: the meter's photo beside its reading, in and out."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.documents import PRIVATE, customer_of, file_answer, no_file, to_login
from lk_app.api.sessions import same_origin
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.photos import LARGEST, PhotoRefused
from lk_app.usecases import photos

STATUSES = {"photo.unknown": 404, "photo.large": 413, "photo.counted": 409}


async def attach(request: Request) -> Response:
    """POST the picture as the body; {words} says what became of it."""
    customer = await customer_of(request)
    if customer is None:
        return _say("Войдите в кабинет ещё раз и приложите фото.", 401)
    if not same_origin(request):
        return _say("Запрос пришёл с другого сайта.", 403)
    try:
        content = await _body(request)
        await wiring.in_thread(
            photos.attach,
            db=wiring.database(),
            store=wiring.photos(),
            customer_id=customer.id,
            receipt_number=request.path_params["receipt_number"],
            content=content,
            zone=wiring.settings().zone,
            now=wiring.real_now(),
        )
    except PhotoRefused as refused:
        return _say(wording.refusal(refused), STATUSES.get(refused.code, 422))
    except LinkRefused:  # a stranger's and none sound alike
        return _say(wording.refusal(PhotoRefused("photo.unknown")), 404)
    return _say("Фото приложено к показаниям.", 200)


async def _body(request: Request) -> bytes:
    """What was sent, given up as soon as it is too much; raises PhotoRefused("photo.large")."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > LARGEST:
        raise PhotoRefused("photo.large", megabytes=LARGEST // 1024 // 1024)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise PhotoRefused("photo.large", megabytes=LARGEST // 1024 // 1024)
    return bytes(content)


async def show(request: Request) -> Response:
    """GET: the photo as a file to keep; a page may show it, too."""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    try:
        file = await wiring.in_thread(
            photos.file,
            db=wiring.database(),
            store=wiring.photos(),
            customer_id=customer.id,
            receipt_number=request.path_params["receipt_number"],
            zone=wiring.settings().zone,
        )
    except (PhotoRefused, LinkRefused):
        file = None
    if file is None:
        return no_file()
    return file_answer(file.content, name=file.name, media_type="image/jpeg")


def _say(words: str, status: int) -> Response:
    return JSONResponse({"words": words}, status_code=status, headers=PRIVATE)


routes = [
    Route("/api/readings/{receipt_number}/photo", show, methods=["GET"]),
    Route("/api/readings/{receipt_number}/photo", attach, methods=["POST"]),
]
