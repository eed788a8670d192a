"""One row for each handler and route: what a stranger would send to get at the target's things."""

from collections.abc import Callable
from typing import Any

from tests.journeys.trust_calls import GONE, Payload, Request, Row, Target
from tests.journeys.trust_rows_staff import STAFF_ROUTES


def form(**fields: Any) -> Callable[[Target], Payload]:
    """The payload of a form; a callable field is asked for the target's id."""
    return lambda target: {
        "form": {
            name: value(target) if callable(value) else value for name, value in fields.items()
        }
    }


def account(target: Target) -> str:
    return target.account_number


READING = {"single": "99999", "day": "99999", "night": "99999"}
NEW_PASSWORD = {"password": "Chuzhoj-parol-1", "password_again": "Chuzhoj-parol-1"}
OPENS = Row()

HANDLERS: dict[str, Row] = {
    # Reflex's own
    "State.hydrate": OPENS,
    "State.hydrate_and_load": Row(lambda t: {"vars": {}}),
    "State.set_is_hydrated": Row(lambda t: {"value": True}),
    "OnLoadInternalState.on_load_internal": OPENS,
    "OnLoadInternalState.set_is_hydrated": Row(lambda t: {"value": True}),
    "UpdateVarsInternalState.update_vars_internal": Row(lambda t: {"vars": {}}),
    "FrontendEventExceptionState.handle_frontend_exception": Row(
        lambda t: {"info": "x", "component_stack": "x"}
    ),
    # around every page
    "SessionState.greet": OPENS,
    "ShellState.frame": OPENS,
    "ShellState.choose_account": Row(lambda t: {"number": t.account_number}),
    "FaultState.show": Row(lambda t: {"number": "ABCDEFGH"}),
    "FaultState.dismiss": OPENS,
    "LiveState.changed": Row(lambda t: {"topic": "tariffs"}, "/tariffs"),
    "PublicState.open": Row(page="/news"),
    # coming in
    "LoginState.open": Row(page="/login"),
    "RegistrationState.open": Row(page="/register"),
    "RegistrationState.submit": Row(form(last_name="Чужой", email="a@b.example"), "/register"),
    "RegistrationState.resend": Row(page="/register"),
    "RegistrationState.again": Row(page="/register"),
    "RegistrationState.weigh": Row(lambda t: {"password": "12345678"}, "/register"),
    "ActivationState.open": Row(page="/activate?token=guess"),
    "ActivationState.resend": Row(page="/activate?token=guess"),
    "ResetState.open": Row(page="/reset?token=guess"),
    "ResetState.ask": Row(form(email="nobody@nowhere.example"), "/reset"),
    "ResetState.choose": Row(form(**NEW_PASSWORD), "/reset?token=guess"),
    "ResetState.weigh": Row(lambda t: {"password": "12345678"}, "/reset"),
    "UndoState.open": Row(page="/undo?token=guess"),
    "UndoState.take_back": Row(page="/undo?token=guess"),
    "OutboxState.open": Row(page="/demo/outbox"),
    # accounts
    "OverviewState.open": OPENS,
    "AnnouncementsState.open": OPENS,
    "RecentState.open": OPENS,
    "OverviewState.rename": Row(form(account=account, name="Моё")),
    "OverviewState.prove": Row(form(account=account, serial="0")),
    "OverviewState.detach": Row(lambda t: {"number": t.account_number}),
    "LinkState.open": Row(page="/cabinet/link"),
    "LinkState.search": Row(lambda t: {"key": "r1", "typed": "Овсяной"}, "/cabinet/link"),
    "LinkState.pick": Row(lambda t: {"key": "r1", "house_id": 1}, "/cabinet/link"),
    "LinkState.add_row": Row(page="/cabinet/link"),
    "LinkState.remove_row": Row(lambda t: {"key": "r1"}, "/cabinet/link"),
    "LinkState.attach": Row(
        lambda t: {"form": {"flat-r1": "999", "number-r1": t.account_number}}, "/cabinet/link"
    ),
    # readings
    "ReadingsState.open": Row(page="/cabinet/readings?account={account_number}"),
    "ReadingsState.estimate": Row(form(**READING), "/cabinet/readings?account={account_number}"),
    "ReadingsState.send": Row(
        form(**READING), "/cabinet/readings?account={account_number}", acts_on_self=True
    ),
    "ReadingsState.unchanged": Row(
        page="/cabinet/readings?account={account_number}", acts_on_self=True
    ),
    "ReadingsState.photographed": Row(page="/cabinet/readings?account={account_number}"),
    "ReadingsState.disown": Row(
        lambda t: {"number": "2026-11-G000001"}, "/cabinet/readings?account={account_number}"
    ),
    "ReadingsState.use_better": Row(page="/cabinet/readings?account={account_number}"),
    "ReadingsTableState.open": Row(page="/cabinet/readings"),
    "ReadingsTableState.send": Row(
        lambda t: {"form": {f"{t.account_number}-{name}": "99999" for name in READING}},
        "/cabinet/readings",
    ),
    # money
    "PayState.open": Row(page="/cabinet/pay?account={account_number}"),
    "PayState.choose_all": Row(lambda t: {"everything": True}, "/cabinet/pay"),
    "PayState.pay": Row(
        form(amount="1,00", method="card", email="a@b.example"),
        "/cabinet/pay?account={account_number}",
        acts_on_self=True,
    ),
    "PaymentResultState.open": Row(page="/cabinet/pay/result?payment={payment_id}"),
    "PaymentResultState.check": Row(page="/cabinet/pay/result?payment={payment_id}"),
    "PaymentResultState.send_again": Row(page="/cabinet/pay/result?payment={payment_id}"),
    "PaymentResultState.watch": Row(page="/cabinet/pay/result?payment={payment_id}"),
    "AutopayState.open": Row(page="/cabinet/pay/autopay"),
    "AutopayState.turn_on": Row(
        lambda t: {
            "form": {
                "account": t.account_number,
                "card": "1",
                "trigger": "bill",
                "cap": "100",
                "contact": "a@b.example",
            }
        },
        "/cabinet/pay/autopay",
    ),
    "AutopayState.turn_off": Row(lambda t: {"autopay_id": 1}, "/cabinet/pay/autopay"),
    "AutopayState.forget": Row(lambda t: {"card_id": 1}, "/cabinet/pay/autopay"),
    "HistoryState.open": Row(page="/cabinet/history?account={account_number}"),
    "HistoryState.show": Row(
        lambda t: {"form": {"from": "2020-01-01", "to": "2027-01-01"}},
        "/cabinet/history?account={account_number}",
    ),
    "HistoryState.show_preset": Row(
        lambda t: {"preset": "all"}, "/cabinet/history?account={account_number}"
    ),
    "BillsState.open": Row(page="/cabinet/bills?account={account_number}"),
    "BillsState.explain": Row(
        lambda target: {"key": "2026-09"}, page="/cabinet/bills?account={account_number}"
    ),
    "ConsumptionState.open": Row(page="/cabinet/consumption?account={account_number}"),
    "ConsumptionState.choose": Row(
        lambda t: {"unit": "money"}, "/cabinet/consumption?account={account_number}"
    ),
    "ConsumptionState.compare": Row(page="/cabinet/consumption?account={account_number}"),
    # appeals
    "AppealsState.open": Row(page="/cabinet/appeals"),
    "AppealsState.show_more": Row(page="/cabinet/appeals"),
    "NewAppealState.open": Row(page="/cabinet/appeals/new?topic=payment"),
    "NewAppealState.send": Row(
        form(account=account, text="Чужое обращение", paid_on="2026-11-19", amount="1", way="bank"),
        "/cabinet/appeals/new?topic=payment",
    ),
    "NewAppealState.attached": Row(page="/cabinet/appeals/new?topic=payment"),
    "NewAppealState.take_back": Row(lambda t: {"file_id": 1}, "/cabinet/appeals/new?topic=other"),
    "AppealPageState.open": Row(page="/cabinet/appeals/one?number=2026-000001"),
    "AppealPageState.write": Row(
        form(text="Чужие слова"), "/cabinet/appeals/one?number=2026-000001"
    ),
    "AppealPageState.rate": Row(
        form(stars="1", words="Чужие слова"), "/cabinet/appeals/one?number=2026-000001"
    ),
    "AppealPageState.finish": Row(page="/cabinet/appeals/one?number=2026-000001"),
    "AppealPageState.attached": Row(page="/cabinet/appeals/one?number=2026-000001"),
    "AppealPageState.take_back": Row(
        lambda t: {"file_id": 1}, "/cabinet/appeals/one?number=2026-000001"
    ),
    # the person
    "ProfileState.show": Row(page="/cabinet/profile"),
    "NameState.save": Row(
        form(last_name="Чужой", first_name="Чужой"), "/cabinet/profile", acts_on_self=True
    ),
    "EmailState.save": Row(form(email="a@b.example", current="guess"), "/cabinet/profile"),
    "EmailState.call_off": Row(page="/cabinet/profile"),
    "PhoneState.save": Row(form(phone="+79270000009", current="guess"), "/cabinet/profile"),
    "PasswordState.save": Row(form(**NEW_PASSWORD, current="guess"), "/cabinet/profile"),
    "PasswordState.weigh": Row(lambda t: {"password": "12345678"}, "/cabinet/profile"),
    "ConfirmEmailState.open": Row(page="/confirm-email?token=guess"),
    "OpenSessionsState.show": Row(page="/cabinet/profile"),
    "OpenSessionsState.end": Row(lambda t: {"session_id": t.session_id}, "/cabinet/profile"),
    "OpenSessionsState.end_others": Row(page="/cabinet/profile", acts_on_self=True),
    "DeletionState.show": Row(page="/cabinet/profile"),
    "DeletionState.ask": Row(form(current_password="guess"), "/cabinet/profile"),
    "DeletionState.call_off": Row(page="/cabinet/profile", acts_on_self=True),
    "PersonalDataState.show": Row(page="/cabinet/profile"),
    "PersonalDataState.ask": Row(page="/cabinet/profile", acts_on_self=True),
    "PersonalDataState.unlock": Row(form(current_password="guess"), "/cabinet/profile"),
    "GivenConsentsState.show": Row(page="/cabinet/profile"),
    "GivenConsentsState.give_news": Row(page="/cabinet/profile", acts_on_self=True),
    "GivenConsentsState.withdraw_news": Row(page="/cabinet/profile", acts_on_self=True),
    "NoticesState.show": Row(page="/cabinet/profile"),
    "NoticesState.choose": Row(
        lambda t: {"kind": "payment", "wanted": True}, "/cabinet/profile", acts_on_self=True
    ),
    "UnsubscribeState.open": Row(page="/unsubscribe?token=guess"),
    "UnsubscribeState.stop": Row(page="/unsubscribe?token=guess"),
    "RecoveryState.open": Row(page="/recover"),
    "RecoveryState.ask": Row(
        form(account_number=account, serial="0", amount="1", email="a@b.example"), "/recover"
    ),
}

PAGES = tuple(f"/cabinet{page}" for page in ("", "/readings", "/pay", "/history", "/profile"))

ROUTES: dict[str, Request] = {
    "/api/health": Request("GET", "/api/health", (200,)),
    "/api/files/{key}/{name}": Request("GET", "/api/files/guess/{account_number}", GONE),
    "/api/readings": Request("POST", "/api/readings", (400, 401)),
    "/robots.txt": Request("GET", "/robots.txt", (200,)),
    "/sitemap.xml": Request("GET", "/sitemap.xml", (200,)),
    "/news.atom": Request("GET", "/news.atom", (200,)),
    **{
        path: Request("GET", path.replace("/{rest:path}", "/{account_number}"), (200, 404))
        for part in ("/news", "/about", "/consumers", "/disclosure", "/guest")
        for path in (part, part + "/{rest:path}")
    },
    "/": Request("GET", "/", (200,)),
    "/tariffs": Request("GET", "/tariffs?kwh={account_number}", (200,)),
    "/tariffs.csv": Request("GET", "/tariffs.csv", (200,)),
    "/sitemap": Request("GET", "/sitemap", (200,)),
    "/search": Request("GET", "/search?q={account_number}", (200,)),
    "/api/captcha/challenge": Request("GET", "/api/captcha/challenge", (200,)),
    "/api/login": Request("POST", "/api/login", (303,), {"login": "a@b.example", "password": "x"}),
    "/simple": Request("GET", "/simple", (200, 303)),
    "/vision": Request("POST", "/vision", (303,), {"size": "huge", "next": "//evil.example"}),
    "/vision.css": Request("GET", "/vision.css", (200,)),
    "/simple/login": Request("POST", "/simple/login", (422,), {"login": "a@b.example"}),
    "/simple/readings/{account_number}": Request(
        "POST", "/simple/readings/{account_number}", GONE, {"do": "unchanged"}
    ),
    "/simple/readings/{account_number}/guest": Request(
        "POST", "/simple/readings/{account_number}/guest", (*GONE, 303), {"proposal": "1"}
    ),
    "/simple/photos/{receipt_number}": Request(
        "POST", "/simple/photos/{receipt_number}", (*GONE, 422), {"form": "made up"}
    ),
    "/simple/consent": Request("GET", "/simple/consent?next=//evil.example", (303,)),
    "/simple/history/{account_number}": Request("GET", "/simple/history/{account_number}", GONE),
    "/api/documents/readings/{receipt_number}.pdf": Request(
        "GET", "/api/documents/readings/{receipt_number}.pdf", GONE
    ),
    "/api/documents/statements/{account_number}.{extension}": Request(
        "GET", "/api/documents/statements/{account_number}.csv", GONE
    ),
    "/api/documents/disputes/{account_number}.pdf": Request(
        "GET", "/api/documents/disputes/{account_number}.pdf", GONE
    ),
    "/api/documents/consumption/{account_number}.csv": Request(
        "GET", "/api/documents/consumption/{account_number}.csv", GONE
    ),
    "/api/documents/payments/{public_id}.pdf": Request(
        "GET", "/api/documents/payments/{payment_id}.pdf", GONE
    ),
    "/api/documents/bills/{account_number}/{period}.pdf": Request(
        "GET", "/api/documents/bills/{account_number}/2026-10.pdf", GONE
    ),
    "/api/letters/unsubscribe": Request("POST", "/api/letters/unsubscribe?token=guess", GONE),
    "/api/readings/{receipt_number}/photo": Request(
        "GET", "/api/readings/{receipt_number}/photo", GONE
    ),
    "/api/personal-data/{token}": Request("GET", "/api/personal-data/guess", GONE),
    "/api/appeals/files/{file_id:int}": Request("GET", "/api/appeals/files/1", GONE),
    "/api/appeals/{slot}/files": Request("POST", "/api/appeals/2026-000001/files", GONE),
    "/api/push": Request("POST", "/api/push", (400, 401)),
    "/api/push/seen": Request("POST", "/api/push/seen", (400, 401)),
    "/api/webhooks/{gateway}": Request("POST", "/api/webhooks/demo_bank", (400, 401, 403, 404)),
    "/demo-bank/api/checkouts": Request("POST", "/demo-bank/api/checkouts", (400, 401, 403, 422)),
    "/demo-bank/api/checkouts/{checkout_id}": Request(
        "GET", "/demo-bank/api/checkouts/guess", GONE
    ),
    "/demo-bank/api/charges": Request("POST", "/demo-bank/api/charges", (400, 401, 403, 422)),
    "/demo-bank/api/refunds": Request("POST", "/demo-bank/api/refunds", (400, 401, 403, 422)),
    "/demo-bank/api/refunds/{refund_id}": Request("GET", "/demo-bank/api/refunds/guess", GONE),
    "/demo-bank/api/register": Request("GET", "/demo-bank/api/register", GONE),
    "/demo-bank/checkout.js": Request("GET", "/demo-bank/checkout.js", (200,)),
    "/demo-bank/checkout/{checkout_id}": Request("GET", "/demo-bank/checkout/guess", GONE),
    **STAFF_ROUTES,
    "/api/{rest:path}": Request("GET", "/api/guess/{account_number}", GONE),
    "/simple/logout": Request("POST", "/simple/logout", (303,)),
    "/api/logout": Request("POST", "/api/logout", (303,)),  # last: it ends the caller's session
}
