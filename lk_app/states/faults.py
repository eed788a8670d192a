"""An unexpected fault in a handler: the person gets a number, the log gets the traceback."""

import reflex as rx

from lk_app import incidents
from lk_app.wording import incident


class FaultState(rx.State):
    """The sentence above the page while a fault was not dismissed."""

    sentence: str = ""

    @rx.event
    def show(self, number: str) -> None:
        """Say the number of an incident; anything else is ignored."""
        if incidents.is_number(number):
            self.sentence = incident(number)

    @rx.event
    def dismiss(self) -> None:
        """The person has read it."""
        self.sentence = ""


def show_incident(exception: Exception) -> rx.event.EventSpec:
    """Reflex's backend_exception_handler; what was typed stays in the page."""
    return FaultState.show(incidents.report(exception))
