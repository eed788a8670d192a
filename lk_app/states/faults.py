"""An unexpected fault in a handler: the person gets a number, the log gets the traceback."""

import json

import reflex as rx

from lk_app import incidents
from lk_app.wording import incident


def show_incident(exception: Exception) -> rx.event.EventSpec:
    """Reflex's backend_exception_handler; what was typed stays in the page."""
    sentence = incident(incidents.report(exception))
    return rx.call_script(f"window.lkIncident({json.dumps(sentence)})")
