"""«Присылать квитанцию на почту» in the profile, and /unsubscribe from a letter."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.states.session import SessionState
from lk_app.usecases import ebills
from lk_app.wording import moment, refusal


class EbillState(SessionState):
    """`since` is empty while bills are not sent."""

    since: str = ""
    done: str = ""

    @rx.event
    async def show(self):
        """Say whether bills are sent, and since when."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await self._say(customer.id)
        self.done = ""

    @rx.event
    async def start(self):
        """Send the bills posted from now on."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(
            ebills.start,
            db=wiring.database(),
            customer_id=customer.id,
            address=self._address(),
            now=wiring.real_now(),
        )
        await self._say(customer.id)
        self.done = "Будем присылать: следующая квитанция придёт на почту."

    @rx.event
    async def stop(self):
        """Send none any more."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(
            ebills.stop, db=wiring.database(), customer_id=customer.id, now=wiring.real_now()
        )
        await self._say(customer.id)
        self.done = "Больше не присылаем. Квитанции остаются в кабинете."

    async def _say(self, customer_id: int) -> None:
        since = await wiring.in_thread(ebills.since, db=wiring.database(), customer_id=customer_id)
        self.since = moment(since, wiring.settings().zone) if since else ""


class UnsubscribeState(SessionState):
    """`step` is one of: "" (not known yet), ready, done, dead. No session is needed."""

    step: str = ""
    mailbox: str = ""
    reason: str = ""

    @rx.event
    async def open(self) -> None:
        """Whose bills the link calls off; opening it changes nothing."""
        if self.step == "done":
            return  # a reconnect repeats this; the answer stays
        try:
            self.mailbox = await wiring.in_thread(
                ebills.reader_of,
                db=wiring.database(),
                signer=wiring.signer(),
                token=self._token(),
            )
            self.step = "ready"
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)

    @rx.event
    async def stop(self) -> None:
        """«Не присылать квитанции»."""
        try:
            await wiring.in_thread(
                ebills.stop_by_link,
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
