"""The board of figures, counted again and again: it goes over every account there is."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import staff_figures


def count() -> None:
    """Count it, unless that was done lately."""
    staff_figures.refresh(
        db=wiring.database(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
        tz=wiring.settings().zone,
    )


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="*"), name="count_figures_by_the_minute")(count)
