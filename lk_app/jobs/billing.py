"""Bills ordered in the console: at once after the order, and every minute what was left undone."""

import os
from threading import Lock

from huey import Huey, crontab

from lk_app import wiring
from lk_app.domain.consumption import Policy
from lk_app.usecases import billing_orders

_at_work = Lock()  # the order and the minute may come together: one of them is enough


def bill() -> None:
    """Do what is ordered, if this process is not at it already."""
    if not _at_work.acquire(blocking=False):
        return
    try:
        billing_orders.carry_out(
            db=wiring.database(),
            policy=Policy(wiring.settings().missing_reading_policy),
            tz=wiring.settings().zone,
            workers=os.cpu_count() or 1,
            real_now=wiring.real_now(),
        )
    finally:
        _at_work.release()


def add_to(jobs: Huey) -> None:
    """Register the job."""
    task = jobs.task(name="bill_what_was_ordered")(bill)
    jobs.periodic_task(crontab(minute="*"), name="bill_what_was_left_by_the_minute")(bill)
    wiring.database().listen(billing_orders.TOPIC, task)
