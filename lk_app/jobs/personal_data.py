"""Files of everything held on a person, made at once; logins deleted when their week is over."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import data_exports, login_deletion
from lk_app.usecases.held_files import Sources


def make_files() -> None:
    """Make what is asked for."""
    data_exports.make_due(sources(), wiring.data_exports())


def delete_logins() -> None:
    """Delete what is due."""
    archive = login_deletion.Archive(wiring.signer(), wiring.appeal_files(), wiring.data_exports())
    login_deletion.apply_due(
        db=wiring.database(), paper=wiring.stationery(), archive=archive, now=wiring.real_now()
    )


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
    jobs.periodic_task(crontab(minute="*/5"), name="delete_logins")(delete_logins)
    wiring.database().listen(data_exports.TOPIC, task)
