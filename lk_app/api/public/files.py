"""/api/files/…: pictures and disclosed documents, for anyone; an address never changes content."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.usecases import site_files

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


async def send(request: Request) -> Response:
    """A picture is shown, a document saved."""
    key = request.path_params["key"]
    found = await wiring.in_thread(site_files.file, db=wiring.database(), key=key)
    if found is None or found.name != request.path_params["name"]:
        return PlainTextResponse("Такого файла нет.", status_code=404)
    way = "inline" if found.width else "attachment"
    headers = {**FOREVER, "Content-Disposition": f'{way}; filename="{found.name}"'}
    return Response(found.content, media_type=found.media_type, headers=headers)


routes = [Route("/api/files/{key}/{name}", send)]
