"""«Уведомления» in the profile: what goes by mail; the device's column is assets/notices.js."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.domain.notices import ALWAYS_BY_MAIL, NoticeKind
from lk_app.domain.one_time import LinkRefused
from lk_app.states.session import SessionState
from lk_app.states.untrusted import plain
from lk_app.usecases import notice_wishes
from lk_app.wording import refusal
from lk_app.wording.notices import NAMES, NOTES


@dataclasses.dataclass(frozen=True)
class NoticeLine:
    """One kind of notice, in words, and whether it goes to the mailbox."""

    kind: str
    name: str
    note: str
    by_mail: bool
    always: bool  # by mail, whatever is wished


class NoticesState(SessionState):
    """The table; `done` is said when a box was taken.

    A box is the browser's own, so a press shows at once and keeps the focus; `version` draws them
    anew when something else has changed them since, as a letter's link does.
    """

    lines: list[NoticeLine] = []  # noqa: RUF012  Reflex copies defaults per client
    version: int = 0
    done: str = ""

    @rx.event
    async def show(self):
        """What the person asked for."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        before = self.lines
        await self._say(customer.id)
        self.done = ""
        if self.lines != before:
            self.version += 1

    @rx.event
    async def choose(self, kind: str, wanted: bool):
        """A box of the column «Почта»."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        if plain(kind) not in list(NoticeKind) or kind in ALWAYS_BY_MAIL:
            return None
        await wiring.in_thread(
            notice_wishes.wish_by_mail,
            db=wiring.database(),
            customer_id=customer.id,
            kind=NoticeKind(kind),
            wanted=wanted is True,
            address=self._address(),
            now=wiring.real_now(),
        )
        await self._say(customer.id)
        how = "будем присылать на почту" if wanted is True else "на почту больше не присылаем"
        self.done = f"«{NAMES[NoticeKind(kind)]}»: {how}."

    async def _say(self, customer_id: int) -> None:
        wished = await wiring.in_thread(
            notice_wishes.by_mail, db=wiring.database(), customer_id=customer_id
        )
        self.lines = [_line(kind, by_mail=kind in wished) for kind in NoticeKind]


def _line(kind: NoticeKind, *, by_mail: bool) -> NoticeLine:
    always = kind in ALWAYS_BY_MAIL
    return NoticeLine(kind.value, NAMES[kind], NOTES.get(kind, ""), by_mail or always, always)


class UnsubscribeState(SessionState):
    """/unsubscribe from a letter; no session is needed.

    `step` is one of: "" (not known yet), ready, done, dead.
    """

    step: str = ""
    about: str = ""
    mailbox: str = ""
    reason: str = ""

    @rx.event
    async def open(self) -> None:
        """What the link calls off and for whom; opening it changes nothing."""
        if self.step == "done":
            return  # a reconnect repeats this; the answer stays
        try:
            kind, self.mailbox = await wiring.in_thread(
                notice_wishes.called_off_by,
                db=wiring.database(),
                signer=wiring.signer(),
                token=self._token(),
            )
            self.step, self.about = "ready", NAMES[kind]
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)

    @rx.event
    async def stop(self) -> None:
        """«Не присылать»."""
        try:
            await wiring.in_thread(
                notice_wishes.call_off,
                db=wiring.database(),
                signer=wiring.signer(),
                token=self._token(),
                now=wiring.real_now(),
            )
            self.step = "done"
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)

    def _token(self) -> str:
        return self.router.url.query_parameters.get("token", "")
