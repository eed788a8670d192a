"""Our own stroke icons on a 24-unit grid; decoration only, the words beside them carry meaning."""

import reflex as rx

PATHS: dict[str, tuple[str, ...]] = {
    "home": ("M3.5 11.5 12 4l8.5 7.5", "M6 9.5v10h4.25v-5.25h3.5v5.25H18v-10"),
    "readings": (
        "M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z",
        "M7.5 8h9v4.75h-9z",
        "M10.5 8v4.75M13.5 8v4.75",
        "M7.5 16.25h4",
    ),
    "consumption": ("M5.5 19.5v-6M12 19.5v-15M18.5 19.5v-9.5",),
    "pay": (
        "M5.5 5.5h13A2.5 2.5 0 0 1 21 8v8a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 16V8"
        "a2.5 2.5 0 0 1 2.5-2.5Z",
        "M3 10h18",
        "M6.5 14.75H10",
    ),
    "history": ("M9.5 6.5H20M9.5 12H20M9.5 17.5H20", "M5 6.5h.01M5 12h.01M5 17.5h.01"),
    "bills": (
        "M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4Z",
        "M9.25 8h5.5M9.25 11.75h5.5",
    ),
    "tariffs": ("M4 12.6V5.5A1.5 1.5 0 0 1 5.5 4h7.1l7.4 7.4-8.6 8.6Z", "M8.25 8.25h.01"),
    "profile": (
        "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
        "M4.5 20c.7-3.3 3.7-5 7.5-5s6.8 1.7 7.5 5",
    ),
    "appeals": (
        "M5 4.5h14A2.5 2.5 0 0 1 21.5 7v7.5A2.5 2.5 0 0 1 19 17h-7l-4.5 3.5V17H5a2.5 2.5 0 0 1-2.5"
        "-2.5V7A2.5 2.5 0 0 1 5 4.5Z",
        "M7.5 9h9M7.5 12.75h5.5",
    ),
    "plus": ("M12 5v14M5 12h14",),
    "check": ("m5 12.5 4.5 4.5L19 7.5",),
    "cross": ("m6.5 6.5 11 11M17.5 6.5l-11 11",),
    "warning": ("M12 4.25 21 19.75H3Z", "M12 10.25v4M12 17h.01"),
    "info": ("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M12 11.25v5M12 7.75h.01"),
    "done": ("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "m8 12.25 2.75 2.75L16 9.5"),
    "clock": ("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M12 7v5.25l3.5 2"),
    "moon": ("M20 14.5A8.25 8.25 0 0 1 9.5 4a8.25 8.25 0 1 0 10.5 10.5Z",),
    "sun": (
        "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
        "M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4"
        "M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
    ),
    "download": ("M12 4v11M7.5 10.75 12 15.25l4.5-4.5", "M5 19.75h14"),
    "chevron": ("M9 5.5 15.5 12 9 18.5",),
    "down": ("M5.5 9 12 15.5 18.5 9",),
    "back": ("M15 5.5 8.5 12l6.5 6.5",),
    "menu": ("M4 7h16M4 12h16M4 17h16",),
    "eye": (
        "M2.5 12S6 5.75 12 5.75 21.5 12 21.5 12 18 18.25 12 18.25 2.5 12 2.5 12Z",
        "M12 14.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5Z",
    ),
    "exit": ("M10 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h4", "M15 8l4 4-4 4M19 12H9.5"),
    "link": (
        "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1",
        "M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    ),
    "mail": (
        "M5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17V7"
        "A1.5 1.5 0 0 1 5 5.5Z",
        "m4 7 8 6 8-6",
    ),
    "offline": (
        "M3.5 9.5a13 13 0 0 1 4-2.5M12 6c3.2 0 6.2 1.3 8.5 3.5",
        "M7 13a7.3 7.3 0 0 1 3-1.7M15 12a7 7 0 0 1 2 1",
        "M12 17.5h.01",
        "M4.5 4l15 16",
    ),
    "camera": (
        "M4.5 7.5h3L9 5h6l1.5 2.5h3A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.5h-15"
        "A1.5 1.5 0 0 1 3 18V9a1.5 1.5 0 0 1 1.5-1.5Z",
        "M12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5Z",
    ),
}


def icon(name: str, size: int = 20, class_name: str = "") -> rx.Component:
    """An icon in the colour of the text around it; `size` in pixels at the usual font size."""
    side = f"{size / 16}rem"
    return rx.el.svg(
        *(rx.el.path(d=path) for path in PATHS[name]),
        view_box="0 0 24 24",
        width=side,
        height=side,
        class_name=f"icon {class_name}".strip(),
        aria_hidden="true",
        custom_attrs={
            "fill": "none",
            "stroke": "currentColor",
            "strokeWidth": "1.75",
            "strokeLinecap": "round",
            "strokeLinejoin": "round",
        },
    )
