"""How a person reads things: 1 234,56 ₽, 152 кВт·ч, октябрь 2026, and why something was refused."""

from lk_app.wording.dates import (
    clock,
    day,
    day_span,
    in_period,
    moment,
    of_period,
    period_name,
    remaining,
    short_date,
    timezone_note,
)
from lk_app.wording.faults import incident
from lk_app.wording.figures import (
    account_number,
    balance,
    kwh,
    number,
    phone,
    plural,
    roubles,
    signed,
)
from lk_app.wording.names import (
    BASES,
    CATEGORIES,
    PAYMENT_SOURCES,
    PAYMENT_STATES,
    READING_SOURCES,
    READING_STATES,
    REGISTERS,
    ZONES,
    address,
    name_of,
)
from lk_app.wording.operations import operation, operation_state
from lk_app.wording.refusals import question, refusal
from lk_app.wording.sentences import GENERAL, QUESTIONS, SENTENCES

__all__ = [
    "BASES",
    "CATEGORIES",
    "GENERAL",
    "PAYMENT_SOURCES",
    "PAYMENT_STATES",
    "QUESTIONS",
    "READING_SOURCES",
    "READING_STATES",
    "REGISTERS",
    "SENTENCES",
    "ZONES",
    "account_number",
    "address",
    "balance",
    "clock",
    "day",
    "day_span",
    "in_period",
    "incident",
    "kwh",
    "moment",
    "name_of",
    "number",
    "of_period",
    "operation",
    "operation_state",
    "period_name",
    "phone",
    "plural",
    "question",
    "refusal",
    "remaining",
    "roubles",
    "short_date",
    "signed",
    "timezone_note",
]
