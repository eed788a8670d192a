"""The open month ahead, as the banners above readings say it."""

from lk_app import wiring
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.forecasts import Forecast
from lk_app.usecases import forecasts
from lk_app.wording.bills import BASIS
from lk_app.wording.windows import OTHERWISE


async def forecast_of(customer_id: int, account_number: str) -> Forecast | None:
    """One account's open month; None where it cannot be told."""
    settings = wiring.settings()
    try:
        return await wiring.in_thread(
            forecasts.forecast,
            db=wiring.database(),
            customer_id=customer_id,
            account_number=account_number,
            policy=Policy(settings.missing_reading_policy),
            now=wiring.business_now(),
            tz=settings.zone,
        )
    except LinkRefused:
        return None


def otherwise(ahead: Forecast | None) -> str:
    """How a month without a reading is billed: for this account where it is known."""
    if ahead is None or ahead.without.basis is None:
        return OTHERWISE[wiring.settings().missing_reading_policy]
    return BASIS[ahead.without.basis]
