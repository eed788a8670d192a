"""The old cabinet held against ours: what differs, why, and whether it may be switched off.

A difference is explained where the person made it here (another phone, an account detached): the
last file brought in said the same as this one. Everything else is for somebody to look at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lk_app.domain.consents import Consent, in_force
from lk_app.domain.imports import BadRow
from lk_app.domain.money import Kopecks
from lk_app.domain.old_customers import Moved, OldCustomer
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands otherwise here; `who` is their name, `what` the column."""

    old_id: str
    who: str
    what: str
    there: str
    here: str
    explained: bool


@dataclass(slots=True)
class Report:
    """Counts and sums of both sides, every difference, and what still waits."""

    there: Counter[str] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    weak: int = 0
    untold: int = 0

    @property
    def unexplained(self) -> int:
        """How many somebody has to look at."""
        return len(self.bad) + sum(not one.explained for one in self.differences)

    @property
    def may_switch_off(self) -> bool:
        """Nobody loses anything, no weak hash waits, and everybody was told."""
        return not self.unexplained and not self.weak and not self.untold


@dataclass(frozen=True, slots=True)
class Ours:
    """What this cabinet holds on a person: facts as in OldCustomer.facts, accounts by name."""

    facts: Mapping[str, str]
    has_password: bool
    links: Mapping[str, str]
    consents: list[Consent]


def compared(person: OldCustomer, before: Moved | None, ours: Ours | None) -> Iterator[Difference]:
    """Everything of one person that differs."""
    if before is None:
        yield _of(person, "old_id", person.old_id, "", explained=False)
        return
    if ours is None:
        yield _of(person, "old_id", person.old_id, "login deleted", explained=True)
        return
    now = person.facts
    for name, value in ours.facts.items():
        if value != now[name]:
            yield _of(person, name, now[name], value, now[name] == before.facts[name])
    yield from _password(person, before, ours)
    yield from _links(person, before, ours)
    yield from _consents(person, before, ours)


def _password(person: OldCustomer, before: Moved, ours: Ours) -> Iterator[Difference]:
    if person.mark != before.facts["password"]:
        yield _of(person, "password_hash", "newer", "older", explained=False)
    elif person.mark and not ours.has_password:
        yield _of(person, "password_hash", "there", "none", explained=False)


def _links(person: OldCustomer, before: Moved, ours: Ours) -> Iterator[Difference]:
    was, now = before.facts["links"], person.facts["links"]
    for number in now.keys() - ours.links.keys():
        yield _of(person, "account_number", number, "", number in was)
    for number in (was.keys() - now.keys()) & ours.links.keys():
        yield _of(person, "account_number", "", number, explained=False)
    for number in now.keys() & ours.links.keys():
        if now[number] and now[number] != ours.links[number]:
            known = was.get(number) == now[number]
            yield _of(person, f"link_name {number}", now[number], ours.links[number], known)


def _consents(person: OldCustomer, before: Moved, ours: Ours) -> Iterator[Difference]:
    given = person.consent
    signed = {(one.version, one.given_at) for one in ours.consents}
    if given and (given.version, given.at) not in signed:
        newer = any(one.kind == CONSENT_TO_PROCESSING for one in ours.consents)
        yield _of(person, "consent", given.version, "", explained=newer)
    wanted, has = person.news is not None, in_force(ours.consents, CONSENT_TO_NEWS) is not None
    if wanted != has:
        same = wanted == before.facts["news"]
        yield _of(person, "news", _yes(wanted), _yes(has), explained=same)


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def gone(old_id: str) -> Difference:
    """Somebody came from the old cabinet and stands in its file no more."""
    return Difference(old_id, "", "old_id", "", old_id, explained=False)


def balance(person: OldCustomer, number: str, there: Kopecks, here: Kopecks) -> Difference:
    """An account that owes another sum."""
    return _of(person, f"balance {number}", _roubles(there), _roubles(here), explained=False)


def _roubles(kopecks: Kopecks) -> str:
    sign = "-" if kopecks < 0 else ""
    return f"{sign}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"


def _of(person: OldCustomer, what: str, there: Any, here: Any, explained: bool) -> Difference:
    return Difference(person.old_id, str(person.name), what, str(there), str(here), explained)
