"""/simple/photos/RECEIPT: a photo beside a reading just sent, by a form without JavaScript."""

from collections.abc import AsyncGenerator

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.sessions import length_of, same_origin
from lk_app.api.simple.answers import answer, read_form, to_login, visitor_of
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.photos import LARGEST, PhotoRefused
from lk_app.usecases import photos
from lk_app.usecases.sessions import Visitor

AROUND = 8 * 1024  # what the form puts around the file
STALE = "Страница устарела. Откройте показания и приложите фото ещё раз."


async def attach(request: Request) -> Response:
    """Keep the photo and show the receipt again; what was wrong is said on a page of its own."""
    me = await visitor_of(request)
    if me is None:
        return to_login("/simple")
    number, back = request.path_params["receipt_number"], "/simple"
    try:
        form = await _form(request)
        told = read_form(me, str(form.get("form", "")))
        if told is None or told.get("receipt") != number or not same_origin(request):
            return answer("photo", me=me, status=422, error=STALE, back=back)
        back = f"/simple/readings/{told['account']}?receipt={number}"
        await _keep(me, number, form)
    except PhotoRefused as refused:
        return answer("photo", me=me, status=422, error=wording.refusal(refused), back=back)
    return RedirectResponse(back, status_code=303)


async def _keep(me: Visitor, number: str, form: FormData) -> None:
    photo = form.get("photo")
    content = await photo.read() if isinstance(photo, UploadFile) else b""
    await form.close()
    if not content:
        raise PhotoRefused("photo.none")
    try:
        await wiring.in_thread(
            photos.attach,
            db=wiring.database(),
            store=wiring.photos(),
            customer_id=me.customer.id,
            receipt_number=number,
            content=content,
            zone=wiring.settings().zone,
            now=wiring.real_now(),
        )
    except LinkRefused as none:  # a stranger's and none sound alike
        raise PhotoRefused("photo.unknown") from none


async def _form(request: Request) -> FormData:
    """The form's fields; raises PhotoRefused("photo.large") before it has read more than that."""
    if (length_of(request) or 0) > LARGEST + AROUND:
        raise _too_large()
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return FormData()
    parser = MultiPartParser(request.headers, _counted(request), max_files=1, max_fields=2)
    try:
        return await parser.parse()
    except MultiPartException:
        return FormData()


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > LARGEST + AROUND:
            raise _too_large()
        yield chunk


def _too_large() -> PhotoRefused:
    return PhotoRefused("photo.large", megabytes=LARGEST // 1024 // 1024)


routes = [Route("/simple/photos/{receipt_number}", attach, methods=["POST"])]
