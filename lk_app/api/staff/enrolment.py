"""/staff/enrol?token=: an invited employee sets a password and proves the second factor."""

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.sessions import address_of, small_form
from lk_app.api.staff.guard import answer
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import PASSWORD_MIN, StaffMember, StaffRefused
from lk_app.usecases import staff
from lk_app.wording import refusal


async def show(request: Request) -> Response:
    """The form with the QR; an invitation that is over says so."""
    return await _page(request.query_params.get("token", ""), {})


async def enrol(request: Request) -> Response:
    """Set both; the recovery codes are shown in this answer and never again."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    token = form.get("token", "")
    try:
        codes = await wiring.in_thread(
            staff.enrol,
            db=wiring.database(),
            signer=wiring.signer(),
            secret=token,
            password=form.get("password", ""),
            repeated=form.get("password_again", ""),
            code="".join(form.get("code", "").split()),
            address=address_of(request),
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(token, {refused.field or "form": refusal(refused)})
    return answer("enrolled", me=None, codes=codes)


async def _page(token: str, errors: dict[str, str]) -> Response:
    try:
        member = await wiring.in_thread(
            staff.invited, db=wiring.database(), secret=token, now=wiring.real_now()
        )
    except StaffRefused as refused:
        return answer("invitation_over", me=None, status=404, why=refusal(refused))
    secret = wiring.signer().totp_secret(member.factor_salt)
    return answer(
        "enrol",
        me=None,
        status=422 if errors else 200,
        member=member,
        token=token,
        qr=_picture(member, secret),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        errors={name: errors.get(name, "") for name in ("password", "password_again", "code")},
        minimum=PASSWORD_MIN,
    )


def _picture(member: StaffMember, secret: str) -> str:
    """The QR as the address of an image: nothing of it is asked from anywhere."""
    link = security.totp_link(secret, whose=member.email, issuer=wiring.supplier().brand)
    return segno.make(link, error="m").svg_data_uri(scale=4, border=4, light="white")


routes = [
    Route("/staff/enrol", show, methods=["GET"]),
    Route("/staff/enrol", enrol, methods=["POST"]),
]
