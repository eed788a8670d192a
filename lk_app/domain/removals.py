"""A meter's removal is a reading (docs/decisions/0007): what its act must say."""

from collections.abc import Sequence
from datetime import date, tzinfo

from lk_app.domain.meters import Meter, runs_backwards
from lk_app.domain.readings import ReadingSet
from lk_app.domain.refusals import Refusal


class RemovalRefused(Refusal):
    """The act contradicts what is known of the meter."""


def check_act(meter: Meter, history: Sequence[ReadingSet], tz: tzinfo) -> None:
    """Whether a removed meter's `removed_on` and `final_readings` may stand.

    `history` are its stored sets in any order. Raises RemovalRefused: removal.unread, .undated,
    .before_installation, .backwards.
    """
    if meter.removed_on is None:
        if meter.final_readings is not None:
            raise RemovalRefused("removal.undated", serial=meter.serial)
        return
    if meter.final_readings is None:
        raise RemovalRefused("removal.unread", serial=meter.serial)
    if meter.removed_on < meter.installed_on:
        raise RemovalRefused("removal.before_installation", serial=meter.serial)
    _check_direction(meter, meter.removed_on, history, tz)


def _check_direction(
    meter: Meter, removed_on: date, history: Sequence[ReadingSet], tz: tzinfo
) -> None:
    """The final values lie after those of the last set before: later ones are no readings."""
    assert meter.final_readings is not None
    usable = (one for one in history if one.is_usable and one.received_on(tz) < removed_on)
    last = max(usable, key=lambda one: (one.received_on(tz), one.received_at, one.id), default=None)
    before = last.values if last else meter.initial_readings
    for register, value in meter.final_readings.items():
        if runs_backwards(meter, before[register], value):
            raise RemovalRefused(
                "removal.backwards",
                field="final_readings",
                register=register,
                value=value,
                last=before[register],
                since=last.received_on(tz) if last else meter.installed_on,
            )
