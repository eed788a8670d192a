"""What every form with a new password shows: how strong it is."""

import reflex as rx

from lk_app import security, wiring
from lk_app.domain.customers import PASSWORD_MAX
from lk_app.wording.passwords import STRENGTH


class NewPassword(rx.State, mixin=True):
    """A mixin: the hint under a new password."""

    strength: str = ""

    @rx.event
    async def weigh(self, password: str) -> None:
        """On leaving the field; common passwords are refused on submit, weak ones only named."""
        if not isinstance(password, str) or not 0 < len(password) <= PASSWORD_MAX:
            self.strength = ""
            return
        score = await wiring.in_thread(security.password_strength, password)
        self.strength = STRENGTH[score]


def text(form: dict, name: str) -> str:
    """One field of a submitted form; whatever is not text counts as empty."""
    value = form.get(name, "") if isinstance(form, dict) else ""
    return value if isinstance(value, str) else ""


def ticked(form: dict, name: str) -> bool:
    """One box of a submitted form."""
    return isinstance(form, dict) and form.get(name) in ("on", True)
