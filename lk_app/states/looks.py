"""/cabinet/profile, «Кто смотрел»: employees of the supplier who opened the person's accounts."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.states.session import SessionState
from lk_app.usecases import account_views
from lk_app.wording import account_number, moment


@dataclasses.dataclass(frozen=True)
class AccountLook:
    """One look, in finished words."""

    who: str
    what: str  # «№ 64101-001-01, 20 ноября 2026, 10:00»


class LooksState(SessionState):
    """The latest looks."""

    looks: list[AccountLook] = []  # noqa: RUF012  Reflex copies defaults per client

    @rx.event
    async def show(self):
        """List them, the newest first."""
        me = await self._me()
        if me is None:
            return self._to_login()
        zone, groups = wiring.settings().zone, wiring.supplier().account_number_groups
        found = await wiring.in_thread(
            account_views.looks, db=wiring.database(), customer_id=me.id, tz=zone
        )
        self.looks = [
            AccountLook(
                who=one.name,
                what=f"№\u00a0{account_number(one.account_number, groups)}, {moment(one.at, zone)}",
            )
            for one in found
        ]
