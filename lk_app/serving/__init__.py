"""How the built cabinet gets onto one port: build, addresses, server. Knows no page and no rule."""


class ServingError(Exception):
    """Why the build or the start failed: one line that says what to do."""
