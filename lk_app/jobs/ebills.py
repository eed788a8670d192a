"""Posted bills are told to those who asked; the run itself only writes bills."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import ebills


def tell() -> None:
    """Write the letters that are due; the outbox sends them."""
    ebills.tell(
        db=wiring.database(),
        paper=wiring.stationery(),
        signer=wiring.signer(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*"), name="tell_of_posted_bills")(tell)
