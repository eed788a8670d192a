"""Notices: what the calendar brings is looked for by the hour, what waits leaves at once."""

from huey import Huey, crontab

from lk_app import wiring
from lk_app.usecases import notices, reading_notices, reminders


def look_at_the_calendar() -> None:
    """Reminders of readings and of verifications."""
    clerk = _clerk()
    reminders.of_readings(clerk)
    reminders.of_verifications(clerk)


def announce() -> None:
    """Announcements to houses: an outage is no news an hour later; what operators decided."""
    reminders.of_announcements(_clerk())
    reading_notices.of_decisions(
        db=wiring.database(), now=wiring.business_now(), real_now=wiring.real_now()
    )


def deliver() -> None:
    """Hand over what is due."""
    notices.deliver_due(wiring.courier(), now=wiring.business_now(), real_now=wiring.real_now())


def _clerk() -> reminders.Clerk:
    return reminders.Clerk(
        db=wiring.database(),
        policy=wiring.settings().missing_reading_policy,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


def add_to(jobs: Huey) -> None:
    """Register the jobs; a commit that noted something in this process asks for delivery."""
    jobs.periodic_task(crontab(minute="5", hour="*"), name="remind_by_the_hour")(
        look_at_the_calendar
    )
    jobs.periodic_task(crontab(minute="*"), name="announce_by_the_minute")(announce)
    task = jobs.task(name="deliver_notices")(deliver)
    jobs.periodic_task(crontab(minute="*"), name="deliver_notices_by_the_minute")(deliver)
    wiring.database().listen(notices.TOPIC, task)
