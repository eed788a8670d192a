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
