"""The login form: what was typed and why it was refused come back in a short-lived cookie."""

import reflex as rx

from lk_app import security, wiring
from lk_app.settings import DEMO_LOGIN, DEMO_PASSWORD
from lk_app.states.session import SessionState
from lk_app.wording import moving

FLASH_SECONDS = 120


class LoginState(SessionState):
    """Errors beside the fields of the login form."""

    login: str = ""
    login_error: str = ""
    password_error: str = ""
    next_path: str = ""  # until it is known, the server reads it off the page's address
    old_names: str = ""  # what else is a name while the old cabinet works
    demo_login: str = ""
    demo_password: str = ""

    @rx.event
    async def open(self):
        """Show what the last attempt said; a signed-in person goes on to where they wanted."""
        wanted = self.router.url.query_parameters.get("next", "")
        if await self._me():
            return rx.redirect(security.local_path(wanted))
        flash = security.cookie_value(self.router.headers.cookie, "lk_flash")
        facts = wiring.signer().read("flash", flash, max_age=FLASH_SECONDS) or {}
        self.login = facts.get("login", "")  # the field's key: unchanged, it is left alone
        self.login_error = facts.get("error", "") if facts.get("field") == "login" else ""
        self.password_error = facts.get("error", "") if facts.get("field") == "password" else ""
        self.next_path = facts.get("next") or wanted
        self.old_names = moving.names(wiring.old_cabinet().until, wiring.real_now())
        if wiring.settings().demo:
            self.demo_login, self.demo_password = DEMO_LOGIN, DEMO_PASSWORD
