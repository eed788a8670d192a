"""Which addresses the build draws beside the static ones: one sample of each page with a free path.

React Router prerenders no free path by itself (`/news/2025/12/slug`) and no unknown address. Their
built samples are what `api/public` puts the content into; the browser matches the real address.
"""

import shutil
from pathlib import Path

import reflex as rx

CONFIG = "react-router.config.js"
FREE = ("/news", "/about", "/consumers", "/disclosure", "/guest")
NOWHERE = "/nowhere"  # what every unknown address looks like
FALLBACK = "__spa-fallback.html"
EVERY_STATIC = '"prerender": true'


class PrerenderSamples(rx.plugins.Plugin):
    """Adds the samples to React Router's own list."""

    def post_build(self, **context: object) -> None:
        """Have unknown addresses answered with their sample, which Reflex copies to 404.html."""
        output = Path(str(context["static_dir"]))
        sample = output / NOWHERE.strip("/")
        (sample / "index.html").replace(output / FALLBACK)
        shutil.rmtree(sample)
        sample.with_suffix(".html").unlink(missing_ok=True)

    def pre_compile(self, **context: object) -> None:
        """Have the one setting rewritten after Reflex has written it."""
        context["add_modify_task"](CONFIG, with_samples)  # type: ignore[operator]


def with_samples(config: str) -> str:
    """The list instead of «true»; without prerendering (development) there is nothing to change."""
    samples = ", ".join(f'"{path}"' for path in (*FREE, NOWHERE))
    wanted = f'"prerender": ({{getStaticPaths}}) => [...getStaticPaths(), {samples}]'
    return config.replace(EVERY_STATIC, wanted)
