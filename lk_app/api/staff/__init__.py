"""/staff: the supplier's console. Plain pages over the same use cases as `lk`.

Its cookie reaches no other address, not the cabinet's websocket either, so the console is HTTP
alone: every route is made by `guard`, which asks for session and permission before the handler.
"""

from lk_app.api.staff import (
    account_acts,
    accounts,
    appeals,
    audit,
    billing,
    disclosure,
    enrolment,
    exports,
    figures,
    finding,
    home,
    houses,
    imports,
    news,
    norms,
    questions,
    readings,
    refunds,
    reviews,
    sessions,
    tariffs,
    unknown_payments,
    windows,
)

routes = [
    *sessions.routes,
    *enrolment.routes,
    *home.routes,
    *finding.routes,
    *accounts.routes,
    *account_acts.routes,
    *readings.routes,
    *appeals.routes,
    *unknown_payments.routes,
    *reviews.routes,
    *refunds.routes,
    *figures.routes,
    *imports.routes,
    *exports.routes,
    *billing.routes,
    *news.routes,
    *houses.routes,
    *disclosure.routes,
    *questions.routes,
    *tariffs.routes,
    *windows.routes,
    *norms.routes,
    *audit.routes,
    *home.elsewhere,
]
