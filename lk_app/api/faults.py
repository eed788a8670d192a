"""An unexpected fault in a plain route: the person gets a number, the log gets the traceback."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lk_app import incidents
from lk_app.wording import incident


async def show_incident(request: Request, exception: Exception) -> Response:
    """Starlette's handler of last resort."""
    number = incidents.report(exception, path=request.url.path)
    return PlainTextResponse(incident(number), status_code=500)
