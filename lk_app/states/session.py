"""Who is at this screen. Every state of the cabinet inherits `SessionState`; the guard is below.

The cookie is HttpOnly and is looked up in the database on every event (REFLEX.md, Session and
trust): sign-out and revocation act at once, also on open sockets.
"""

from urllib.parse import quote, urlsplit

import reflex as rx
from reflex.app import App
from reflex.event import Event
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import get_hydrate_event

from lk_app import security, wiring
from lk_app.domain.customers import Customer
from lk_app.usecases import sessions

NOBODY = ""


class SessionState(rx.State):
    """What every screen knows of the person in front of it."""

    signed_in: bool = False
    person: str = ""
    moved: bool = False  # another person's page now: reload (components/overlay.py)
    _owner: str | None = None  # the session this state belongs to (owner_of); set by the guard

    async def _visitor(self) -> sessions.Visitor | None:
        """Who sends this event, straight from the database."""
        secret = security.session_secret(self.router.headers.cookie)
        return await wiring.in_thread(
            sessions.visitor, db=wiring.database(), secret=secret, now=wiring.real_now()
        )

    async def _me(self) -> Customer | None:
        """The signed-in customer, or None: then answer with `self._to_login()` and do nothing."""
        found = await self._visitor()
        return found.customer if found else None

    def _address(self) -> str:
        """The network address of this browser, for throttles and consents."""
        forwarded = self.router.headers.raw_headers.get("x-forwarded-for", "")
        return wiring.client_address(self.router.session.client_ip, forwarded)

    def _to_login(self) -> rx.event.EventSpec:
        """Send to the login page and back here afterwards; typed values are kept by the page."""
        url = urlsplit(str(self.router.url))
        here = f"{url.path or '/cabinet'}?{url.query}".rstrip("?")
        return rx.redirect(f"/login?next={quote(here)}")

    @rx.event
    async def greet(self) -> None:
        """Fill what the shell shows; `on_load` of every page."""
        customer = await self._me()
        self.signed_in = customer is not None
        self.person = str(customer.name) if customer else ""


# Sent past the state, which belongs to somebody else
MOVED = {SessionState.get_full_name(): {f"moved{FIELD_MARKER}": True}}


def owner_of(found: sessions.Visitor | None) -> str:
    """A name of the session that no later one will have: SQLite gives the last id out again."""
    if found is None:
        return NOBODY
    return f"{found.session.id} {found.session.created_at.isoformat()}"


class SessionGuard(Middleware):
    """A client token is not a person: state bound to one session never answers another.

    Runs under the state lock before every handler. On hydrate with another owner the whole state
    is forgotten and bound anew; any other event of another owner is answered with a reload.
    """

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        root = state._get_root_state()
        screen = await root.get_state(SessionState)
        found = await screen._visitor()
        owner = owner_of(found)
        if screen._owner == owner:
            return None
        if screen._owner is None or event.name.startswith(get_hydrate_event(root)):
            if screen._owner is not None:
                root.reset()
            screen._owner = owner
            return None
        return StateUpdate(delta=MOVED)
