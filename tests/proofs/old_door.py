"""People of the old cabinet at the door: every kind of hash signs in over HTTP, at full cost."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx

from lk_app.db.engine import Database
from lk_app.old_passwords import Vault
from lk_app.security import SESSION_COOKIE, Signer
from lk_app.usecases import old_passwords
from tests.proofs.old_people import KINDS, OldBase, OldPerson

if TYPE_CHECKING:
    from tests.proofs.moving_house import House

AT_ONCE = 4  # browsers; the server has two cores
PATIENCE = 120  # seconds for one answer on a loaded machine
NAMES = ("login", "account number", "phone", "e-mail")


def prove(house: "House", old: OldBase) -> Iterator[str]:
    """Half of everybody first; then the weak hashes are wrapped; then the other half."""
    cabinet, who = house.cabinet, old.who_sign_in()
    print("    serving", flush=True)
    cabinet.start()
    try:
        half = len(who) // 2
        took = _sign_in(cabinet.url, who[:half])
        print("    wrapping", flush=True)
        wrapped = _wrap(house, len(who))
        took += _sign_in(cabinet.url, who[half:])
        _guess(cabinet.url, who[:: max(1, len(who) // 20)])
    except AssertionError:
        print(cabinet.said(), flush=True)  # an incident has its reason there
        raise
    finally:
        cabinet.stop()
    kinds = Counter(one.kind for one in who)
    assert set(kinds) == set(KINDS) and len(set(kinds.values())) == 1
    each = kinds[KINDS[0]]
    yield ""
    yield f"{len(who):,} people signed in over HTTP with their old password, {each} of each kind"
    yield f"({', '.join(KINDS)}), by turns by {', '.join(NAMES)};"
    yield "then each again by e-mail with the hash that is ours by now. bcrypt 12, phpass 2^13,"
    yield f"PBKDF2 {old.costs.pbkdf2:,} times; {wrapped} of them came after their hash was wrapped."
    took.sort()
    yield f"A sign-in took {took[len(took) // 2]:.2f} s at the median, {took[-1]:.2f} s at most,"
    yield f"{AT_ONCE} at once. A wrong password opened nothing."
    yield ""


def _sign_in(url: str, who: Sequence[OldPerson]) -> list[float]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda one: _twice(url, one), who))


def _twice(url: str, one: OldPerson) -> float:
    name = (one.login, one.account_number, one.phone, one.email)[one.number // len(KINDS) % 4]
    started = time.monotonic()
    assert _opens(url, name, one.password), f"{one.kind} by {name}"
    took = time.monotonic() - started
    assert _opens(url, one.email, one.password), f"{one.kind} again"
    return took


def _opens(url: str, name: str, password: str) -> bool:
    form = {"login": name, "password": password}
    answer = httpx.post(f"{url}/api/login", data=form, timeout=PATIENCE)
    assert answer.status_code == 303, answer.text[:300]
    return SESSION_COOKIE in answer.cookies


def _guess(url: str, who: Sequence[OldPerson]) -> None:
    for one in who:
        assert not _opens(url, one.email, one.password + "x")


def _wrap(house: "House", people: int) -> int:
    """The job, here: by itself it would take a third of a core. Only those who sign in wait for it:
    they were brought in first."""
    from tests.proofs.moving_house import SECRET_KEY

    vault = Vault(Signer(SECRET_KEY.encode()).derive("old-passwords", ""))
    db, theirs = Database(house.url), f"old_customers WHERE weak AND id <= {people}"
    while house.count(theirs):
        old_passwords.wrap(db=db, vault=vault, seconds=5)
    db.close()
    return house.count(f"customers WHERE password_hash LIKE 'wrapped:%' AND id <= {people}")
