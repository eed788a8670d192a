"""The login form: what was typed and why it was refused come back in a short-lived cookie."""

import reflex as rx

from lk_app import security, wiring
from lk_app.states.session import SessionState

FLASH_SECONDS = 120


class LoginState(SessionState):
    """Errors beside the fields of the login form."""

    login: str = ""
    error: str = ""
    error_field: str = ""
    next_path: str = "/cabinet"

    @rx.event
    async def open(self):
        """Show what the last attempt said; a signed-in person goes on to the cabinet."""
        if await self._me():
            return rx.redirect("/cabinet")
        flash = security.cookie_value(self.router.headers.cookie, "lk_flash")
        facts = wiring.signer().read("flash", flash, max_age=FLASH_SECONDS) or {}
        self.login = facts.get("login", "")
        self.error = facts.get("error", "")
        self.error_field = facts.get("field", "")
        self.next_path = facts.get("next") or self.router.url.query_parameters.get(
            "next", "/cabinet"
        )
