"""A lost mailbox is replaced when its 72 hours are over."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import recovery


def apply_due() -> None:
    """Replace what is due."""
    recovery.apply_due(db=wiring.database(), paper=wiring.stationery(), now=wiring.real_now())


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*/5"), name="replace_lost_mailboxes")(apply_due)
