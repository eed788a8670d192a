"""Payments nobody told us about: asked for every minute, held against registers every night."""

from datetime import timedelta

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import payment_refunds, reconciliation, settlements

LOOK_BACK = timedelta(days=3)  # a gateway that was silent yesterday is compared today


def check_unfinished() -> None:
    """Ask about payments and refunds that are not over."""
    db, gateways = wiring.database(), wiring.payment_gateways()
    now, real_now = wiring.business_now(), wiring.real_now()
    settlements.check_unfinished(
        db=db, gateways=gateways, paper=wiring.stationery(), now=now, real_now=real_now
    )
    payment_refunds.check_unfinished(db=db, gateways=gateways, now=now, real_now=real_now)


def reconcile() -> None:
    """Hold the last days against the gateways' registers."""
    now = wiring.business_now()
    reconciliation.run(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        first=(now - LOOK_BACK).date(),
        last=(now - timedelta(days=1)).date(),
        now=now,
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the jobs."""
    jobs.periodic_task(crontab(minute="*"), name="check_payments_by_the_minute")(check_unfinished)
    jobs.periodic_task(crontab(minute="40", hour="0"), name="reconcile_payments_daily")(reconcile)
