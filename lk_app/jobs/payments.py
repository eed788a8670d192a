"""Payments that nobody told us about: every minute the gateways are asked about those due."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import payments


def check_unfinished() -> None:
    """Ask about what is neither paid nor over."""
    payments.check_unfinished(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*"), name="check_payments_by_the_minute")(check_unfinished)
