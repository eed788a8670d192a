"""Letters leave the outbox: at once after a commit that wrote one, and every minute anyway."""

from functools import partial

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import ebills, letters


def deliver() -> None:
    """Send what is due, with the papers it names."""
    pack = partial(
        ebills.packed, db=wiring.database(), supplier=wiring.supplier(), now=wiring.business_now()
    )
    letters.deliver_due(db=wiring.database(), mail=wiring.mail(), now=wiring.real_now(), pack=pack)


def add_to(jobs: Huey) -> None:
    """Register the job; a commit that wrote a letter in this process asks for it at once."""
    task = jobs.task(name="deliver_letters")(deliver)
    # retries, letters written by `lk` commands, and whatever a crash left behind
    jobs.periodic_task(crontab(minute="*"), name="deliver_letters_by_the_minute")(deliver)
    wiring.database().listen(letters.TOPIC, task)
