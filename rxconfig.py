"""What Reflex builds with. Nothing here depends on LK_*: one build serves on any port and address.

What differs between two starts of the same build (origins, state manager) is set by
`lk_app.serving.server` through Reflex's own environment variables.
"""

import reflex as rx

from lk_app.components.tokens import TAILWIND
from lk_app.serving.early_press import EarlyPress
from lk_app.serving.first_frame import FirstFrame
from lk_app.serving.prerender import PrerenderSamples
from lk_app.serving.slimming import Slimming

config = rx.Config(
    app_name="lk_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[
        rx.plugins.TailwindV4Plugin(TAILWIND),
        PrerenderSamples(),
        FirstFrame(),
        EarlyPress(),
        Slimming(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
