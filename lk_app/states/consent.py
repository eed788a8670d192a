"""/consent: whose document it is and which version; /cabinet/profile: what a person agreed to."""

from datetime import date

import reflex as rx

from lk_app import wiring
from lk_app.domain.consents import Consent
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING, CONSENT_VERSION
from lk_app.states.session import SessionState
from lk_app.usecases import consents
from lk_app.wording import day, moment


class ConsentState(SessionState):
    """The supplier is baked into the built page and replaced on hydrate."""

    operator: str = wiring.supplier().name
    address: str = wiring.supplier().address
    inn: str = wiring.supplier().inn
    email: str = wiring.supplier().email
    version: str = day(date.fromisoformat(CONSENT_VERSION))


class GivenConsentsState(SessionState):
    """What this person agreed to; `news` is empty while there is no consent to it."""

    processing: str = ""
    news: str = ""
    done: str = ""

    @rx.event
    async def show(self):
        """Say version and date of each."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await self._say(customer.id)
        self.done = ""

    @rx.event
    async def give_news(self):
        """Agree to news."""
        return await self._set_news(True, "Будем присылать новости на вашу почту.")

    @rx.event
    async def withdraw_news(self):
        """Take the consent to news back."""
        return await self._set_news(False, "Согласие отозвано. Новости больше не придут.")

    async def _set_news(self, wanted: bool, done: str):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(
            consents.set_news,
            db=wiring.database(),
            customer_id=customer.id,
            wanted=wanted,
            address=self._address(),
            now=wiring.real_now(),
        )
        await self._say(customer.id)
        self.done = done

    async def _say(self, customer_id: int) -> None:
        given = await wiring.in_thread(
            consents.standing, db=wiring.database(), customer_id=customer_id
        )
        said = {kind: _dated(consent) for kind, consent in given.items()}
        self.processing = said.get(CONSENT_TO_PROCESSING, "")
        self.news = said.get(CONSENT_TO_NEWS, "")


def _dated(consent: Consent) -> str:
    version = day(date.fromisoformat(consent.version))
    return f"Дано {moment(consent.given_at, wiring.settings().zone)}, текст от {version}"
