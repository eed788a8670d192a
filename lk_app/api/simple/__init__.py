"""/simple: the cabinet without JavaScript, for old browsers and a connection that keeps breaking.

The same session and the same use cases as the screens; every answer is a whole page.
"""

from lk_app.api.simple import consent, guests, history, overview, photos, readings, sessions, vision

routes = [
    *sessions.routes,
    *consent.routes,
    *overview.routes,
    *readings.routes,
    *guests.routes,
    *photos.routes,
    *history.routes,
    *vision.routes,
]
