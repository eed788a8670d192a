"""The names Tailwind knows our colours by; their values, light and dark, stand in assets/lk.css.

Read by rxconfig.py before Reflex has a configuration, so nothing of Reflex is imported here.
"""

TOKENS = (
    "paper",
    "card",
    "ink",
    "soft",
    "line",
    "edge",
    "accent",
    "on-accent",
    "accent-soft",
    "debt",
    "debt-soft",
    "ok",
    "ok-soft",
    "warn",
    "warn-soft",
    "day",
    "night",
    "half",
)

TAILWIND = {
    "content": [  # Reflex's own two, and the public site's templates; seen from .web
        "./app/**/*.{js,ts,jsx,tsx}",
        "./utils/**/*.{js,ts,jsx,tsx}",
        "../lk_app/documents/site/templates/*.j2",
    ],
    "theme": {
        "colors": {
            "transparent": "transparent",
            "current": "currentColor",
            **{name: f"var(--{name})" for name in TOKENS},
        },
    },
}
"""For `rx.plugins.TailwindV4Plugin(TAILWIND)`: `bg-card`, `text-soft`, `border-line` and so on."""

STYLESHEETS = ["/lk.css"]
"""For `rx.App(stylesheets=…)`, with `reset_style=False`: Tailwind's preflight is reset enough."""
