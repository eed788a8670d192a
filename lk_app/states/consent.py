"""/consent: whose document it is and which version."""

from datetime import date

from lk_app import wiring
from lk_app.domain.registration import CONSENT_VERSION
from lk_app.states.session import SessionState
from lk_app.wording import day


class ConsentState(SessionState):
    """The supplier is baked into the built page and replaced on hydrate."""

    operator: str = wiring.supplier().name
    address: str = wiring.supplier().address
    inn: str = wiring.supplier().inn
    email: str = wiring.supplier().email
    version: str = day(date.fromisoformat(CONSENT_VERSION))
