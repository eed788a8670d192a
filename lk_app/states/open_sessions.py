"""/cabinet/profile: where the cabinet is open, and closing it there."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.domain.customers import Session
from lk_app.states.session import SessionState
from lk_app.usecases import sessions
from lk_app.usecases.sessions import Visitor
from lk_app.wording import moment
from lk_app.wording.devices import device


@dataclasses.dataclass(frozen=True)
class OpenSession:
    """One signed-in browser, in finished words."""

    id: int
    device: str
    place: str
    seen: str
    here: bool


class OpenSessionsState(SessionState):
    """The list, and what was done to it."""

    sessions: list[OpenSession] = []  # noqa: RUF012  Reflex copies defaults per client
    others: bool = False
    done: str = ""

    @rx.event
    async def show(self):
        """List the open sessions, the latest used first."""
        me = await self._visitor()
        if me is None:
            return self._to_login()
        await self._list(me)
        self.done = ""

    @rx.event
    async def end(self, session_id: int):
        """End one; a stranger's id changes nothing."""
        me = await self._visitor()
        if me is None:
            return self._to_login()
        if isinstance(session_id, int) and session_id != me.session.id:
            await wiring.in_thread(
                sessions.end_one,
                db=wiring.database(),
                customer_id=me.customer.id,
                session_id=session_id,
                now=wiring.real_now(),
            )
            self.done = "Сеанс закончен."
        await self._list(me)

    @rx.event
    async def end_others(self):
        """End all but this one."""
        me = await self._visitor()
        if me is None:
            return self._to_login()
        await wiring.in_thread(
            sessions.end_others, db=wiring.database(), me=me, now=wiring.real_now()
        )
        await self._list(me)
        self.done = "Остальные сеансы закончены."

    async def _list(self, me: Visitor) -> None:
        found = await wiring.in_thread(
            sessions.open_of,
            db=wiring.database(),
            customer_id=me.customer.id,
            now=wiring.real_now(),
        )
        self.sessions = sorted(
            (_open(one, me.session.id) for one in found), key=lambda row: not row.here
        )
        self.others = len(found) > 1


def _open(session: Session, mine: int) -> OpenSession:
    zone = wiring.settings().zone
    kept = ", запомнен на 60\u00a0дней" if session.remembered else ""
    return OpenSession(
        id=session.id,
        device=device(session.user_agent),
        place=f"сетевой адрес {session.address}" if session.address else "",
        seen=f"вход {moment(session.created_at, zone)}{kept}"
        if session.id == mine
        else f"последний раз {moment(session.last_seen_at, zone)}{kept}",
        here=session.id == mine,
    )
