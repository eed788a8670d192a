"""/guest: forms and links of people who did not sign in, answered in finished words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lk_app import security, wiring, wording
from lk_app.domain.guest_readings import Proposal, ProposalState
from lk_app.domain.payments import Payment
from lk_app.domain.readings import ReadingSet
from lk_app.usecases import guest_payments, guest_readings, paper_checks, payment_receipts
from lk_app.usecases.guest_payments import GuestOrder
from lk_app.usecases.guest_readings import Caller
from lk_app.usecases.paper_checks import Checked
from lk_app.wording.guests import PROPOSALS, hidden
from lk_app.wording.payments import payment_outcome, payment_title

Typed = Mapping[str, str]
Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: what happened, what comes next, and the figures."""

    title: str
    text: str
    facts: Facts = ()
    here: str = ""
    waits: bool = False
    again: bool = False
    refused: bool = False
    token: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """A payment that only its payer can finish."""

    number: str
    account: str
    amount: str
    email: str
    href: str


def caller(source: str) -> Caller:
    """Who asks, by both clocks."""
    return Caller(source, wiring.business_now(), wiring.real_now())


async def reading(_path: str, typed: Typed, source: str) -> Said:
    """A reading by account number and meter serial."""
    given = await wiring.in_thread(
        guest_readings.propose,
        db=wiring.database(),
        paper=wiring.stationery(),
        signer=wiring.signer(),
        typed=typed,
        account_digits=wiring.supplier().account_number_digits,
        caller=caller(source),
        zone=wiring.settings().zone,
    )
    one = given.proposal
    month = wording.period_name(one.counts_for)
    if one.state is ProposalState.REVIEW:
        text = f"Их сверит оператор, и тогда они войдут в счёт за {month}."
    else:
        text = f"Они войдут в счёт за {month}, если абонент не передаст свои."
    facts = (*_of_proposal(one), ("Номер", one.number), ("Код документа", given.code))
    return Said("Показания получены", text, facts)


async def pay(_path: str, typed: Typed, source: str) -> Started:
    """A payment by account number, up to the bank's page."""
    order = GuestOrder(
        account_number=typed.get("account_number", ""),
        amount=typed.get("amount", ""),
        email=typed.get("email", ""),
        method=typed.get("method", ""),
        key=security.new_secret(),
    )
    made = await wiring.in_thread(
        guest_payments.start,
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        routes=wiring.payment_routes(),
        order=order,
        account_digits=wiring.supplier().account_number_digits,
        caller=caller(source),
    )
    return Started(
        number=made.public_id,
        account=_printed(made.parts[0].account_number),
        amount=wording.roubles(made.amount),
        email=made.receipt_contact,
        href=made.checkout_url or made.return_path,
    )


async def paid(_path: str, typed: Typed, _source: str) -> Said:
    """Back from the bank: being back proves nothing, so the bank is asked."""
    payment = await wiring.in_thread(
        guest_payments.returned,
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        public_id=typed.get("payment", "")[:40],
        key=typed.get("key", "")[:80],
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )
    code = payment_receipts.code(wiring.signer(), payment, payment.state)
    return Said(
        payment_title(payment),
        payment_outcome(payment),
        (*_of_payment(payment), ("Код документа", code)),
        here=payment.return_path,
        waits=not payment.finished,
        again=payment.may_be_repeated,
    )


async def check(_path: str, typed: Typed, source: str) -> Said:
    """A paper by its number and its code."""
    found = await wiring.in_thread(
        paper_checks.check,
        db=wiring.database(),
        signer=wiring.signer(),
        number=typed.get("number", ""),
        code=typed.get("code", ""),
        caller=caller(source),
    )
    return _checked(found)


def _checked(found: Checked) -> Said:
    title = "Документ настоящий"
    if isinstance(found, Proposal):
        return Said(title, f"Показания без входа: {PROPOSALS[found.state]}.", _of_proposal(found))
    subject, detail = found
    if isinstance(subject, Payment):
        was = wording.name_of(wording.PAYMENT_STATES, str(detail))
        is_now = wording.name_of(wording.PAYMENT_STATES, subject.state)
        later = "" if was == is_now else f" Сейчас платёж {is_now}."
        return Said(title, f"В нём сказано: платёж {was}.{later}", _of_payment(subject))
    assert isinstance(detail, ReadingSet)
    facts = [("Лицевой счёт", hidden(subject)), *_values(detail.values)]
    at = wording.moment(detail.received_at, wiring.settings().zone)
    return Said(title, f"Показания получены {at}.", facts)


async def not_me(_path: str, typed: Typed, _source: str) -> Said:
    """«Это не я», said: the proposal will not count."""
    await wiring.in_thread(
        guest_readings.not_me,
        db=wiring.database(),
        signer=wiring.signer(),
        token=typed.get("token", ""),
        now=wiring.real_now(),
    )
    return Said("Не учтём", "Эти показания в счёт не войдут. Передайте свои.", refused=True)


async def ask_not_me(_path: str, typed: Typed, _source: str) -> Said:
    """«Это не я», opened: mail scanners open every link, so opening changes nothing."""
    token = typed.get("token", "")
    found = await wiring.in_thread(
        guest_readings.by_link, db=wiring.database(), signer=wiring.signer(), token=token
    )
    words = ", ".join(f"{name} {value}" for name, value in _values(found.values))
    at = wording.moment(found.received_at, wiring.settings().zone)
    text = f"{at} по счёту {hidden(found.account_number)} передали показания: {words}."
    return Said("Передавали не вы?", text, token=token)


def _of_proposal(one: Proposal) -> Facts:
    at = wording.moment(one.received_at, wiring.settings().zone)
    return [("Получено", at), ("Лицевой счёт", hidden(one.account_number)), *_values(one.values)]


def _of_payment(payment: Payment) -> Facts:
    accounts = ", ".join(hidden(part.account_number) for part in payment.parts)
    return [
        ("Платёж", payment.public_id),
        ("Сумма", wording.roubles(payment.amount)),
        ("Лицевой счёт", accounts),
    ]


def _values(values: Mapping[str, int]) -> Facts:
    return [(wording.name_of(wording.REGISTERS, name), str(one)) for name, one in values.items()]


def _printed(number: str) -> str:
    return wording.account_number(number, wiring.supplier().account_number_groups)
