"""Files of everything held on a person: made at once, and every minute what was left."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import data_exports
from lk_app.usecases.held_files import Sources


def make_files() -> None:
    """Make what is asked for."""
    data_exports.make_due(sources(), wiring.data_exports())


def sources() -> Sources:
    """Where everything is read from, now."""
    return Sources(
        db=wiring.database(),
        paper=wiring.stationery(),
        signer=wiring.signer(),
        photos=wiring.photos(),
        appeal_files=wiring.appeal_files(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the jobs."""
    task = jobs.task(name="make_data_exports")(make_files)
    jobs.periodic_task(crontab(minute="*"), name="make_data_exports_by_the_minute")(make_files)
    wiring.database().listen(data_exports.TOPIC, task)
