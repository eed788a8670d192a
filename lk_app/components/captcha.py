"""«Я не робот»: a box that a keyboard and a screen reader tick like any other; no pictures.

Behind it works the widget of npm altcha, kept in assets/altcha and loaded by assets/lk.js once
somebody fills the form in: its 36 KB would keep the page from its first paint. It puts the
solution into a hidden field `captcha` of its form.
"""

import json

import reflex as rx

from lk_app.components.cards import Text
from lk_app.components.forms import checkbox

OPTIONS = json.dumps({"minDuration": 0, "name": "captcha"})
# As HTML: Reflex makes JavaScript names of tags, and this one has a hyphen; and who ticks the box
# before React starts has words in the status line that React would not know, and draw the page
# anew. The widget's own words stay English because nobody sees or hears them.
WIDGET = (
    '<p role="status" class="hint empty:hidden" data-captcha-says></p>'
    '<altcha-widget challenge="/api/captcha/challenge" display="invisible" language="en"'
    f" name=\"captcha\" configuration='{OPTIONS}'></altcha-widget>"
)


def captcha(*, error: Text = "", **props: object) -> rx.Component:
    """The box. Give it `key=State.captcha_round` and count up to have it start anew."""
    return rx.el.div(
        checkbox("Я не робот", "robot", error=error),
        rx.html(WIDGET),
        custom_attrs={"data-captcha": ""},
        **props,
    )
