"""Autopay: every five minutes what is due is announced, charged or ended."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import autopay_charges


def attend() -> None:
    """One round."""
    autopay_charges.run(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*/5"), name="attend_to_autopay")(attend)
