"""Payments that nobody told us about: every minute the gateways are asked about those due."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import payment_refunds, settlements


def check_unfinished() -> None:
    """Ask about payments and refunds that are not over."""
    db, gateways = wiring.database(), wiring.payment_gateways()
    now, real_now = wiring.business_now(), wiring.real_now()
    settlements.check_unfinished(
        db=db, gateways=gateways, paper=wiring.stationery(), now=now, real_now=real_now
    )
    payment_refunds.check_unfinished(db=db, gateways=gateways, now=now, real_now=real_now)


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*"), name="check_payments_by_the_minute")(check_unfinished)
