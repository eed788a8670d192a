"""Moving house from the old cabinet: weak passwords are wrapped, people are told, by the minute."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import moving_letters, old_passwords

SECONDS = 20  # of each minute: a third of one core, about 80 passwords; 100,000 take a day


def wrap() -> None:
    """Wrap some."""
    old_passwords.wrap(db=wiring.database(), vault=wiring.vault(), seconds=SECONDS)


def tell() -> None:
    """Write this minute's letters; the outbox sends them."""
    moving_letters.write(
        db=wiring.database(),
        paper=wiring.stationery(),
        until=wiring.old_cabinet().until,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the jobs."""
    jobs.periodic_task(crontab(minute="*"), name="wrap_old_passwords_by_the_minute")(wrap)
    jobs.periodic_task(crontab(minute="*"), name="tell_of_the_move_by_the_minute")(tell)
