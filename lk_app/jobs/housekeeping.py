"""What is over is forgotten, a little every hour: a demonstration seldom runs through the night."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import appeal_files, data_exports, housekeeping, photos, retention


def tidy() -> None:
    """Forget what is due."""
    housekeeping.tidy(db=wiring.database(), now=wiring.real_now())
    appeal_files.forget_waiting(
        db=wiring.database(), store=wiring.appeal_files(), now=wiring.real_now()
    )
    data_exports.forget_expired(
        db=wiring.database(), store=wiring.data_exports(), now=wiring.real_now()
    )
    retention.forget_old(db=wiring.database(), store=wiring.appeal_files(), now=wiring.real_now())
    appeal_files.forget_unnamed(
        db=wiring.database(), store=wiring.appeal_files(), now=wiring.real_now()
    )
    photos.forget_unnamed(db=wiring.database(), store=wiring.photos(), now=wiring.real_now())


def add_to(jobs: Huey) -> None:
    """Register the job."""
    jobs.periodic_task(crontab(minute="17"), name="forget_what_is_over")(tidy)
