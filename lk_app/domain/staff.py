"""Staff (сотрудники поставщика): who may do what in the console, and how long they stay in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lk_app.domain.customers import Throttle
from lk_app.domain.refusals import Refusal

IDLE = timedelta(minutes=15)  # nobody at the desk: the screen shows other people's data
SHIFT = timedelta(hours=12)  # however busy
INVITATION_LIFE = timedelta(hours=72)
PASSWORD_MIN = 12  # it opens everybody's accounts, so it is longer than a subscriber's
NAME_LIMIT = 80
RECOVERY_CODES = 10
STAFF_BY_NAME = Throttle(5, timedelta(minutes=1), timedelta(hours=1))
STAFF_BY_ADDRESS = Throttle(15, timedelta(minutes=1), timedelta(hours=1))


class StaffRefused(Refusal):
    """A change of the staff, or an invitation, that cannot be."""


class StaffSignInRefused(Refusal):
    """The sign-in did not succeed; does not tell which of the three things was wrong."""


class Role(StrEnum):
    """What somebody is employed for."""

    OPERATOR = "operator"
    EDITOR = "editor"
    ADMIN = "admin"


class Permission(StrEnum):
    """One kind of thing that the console does."""

    FIND = "find"  # people, accounts, meters, payments: personal data
    ACCOUNTS = "accounts"  # a controller's reading, a meter's act, who moved out
    READINGS = "readings"  # which count: suspicious, refused, guests', late ones; a controller's
    PAYMENTS = "payments"  # whose a payment is, what becomes of one in review
    REFUNDS = "refunds"
    NEWS = "news"
    QUESTIONS = "questions"  # of readers, under articles
    WINDOWS = "windows"
    TARIFFS = "tariffs"
    FIGURES = "figures"  # counts and sums of the whole, nobody's data
    NORMS = "norms"  # and the rate of late fees
    IMPORTS = "imports"  # files from and to the supplier's other systems
    BILLING = "billing"
    APPEALS = "appeals"
    PERSONAL_DATA = "personal_data"  # appeals about them: what people ask under 152-ФЗ
    STAFF = "staff"
    AUDIT = "audit"


class Standing(StrEnum):
    """Whether somebody works here."""

    INVITED = "invited"
    WORKING = "working"
    DISABLED = "disabled"


# An editor sees nobody's data, an operator changes no prices.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset(
        {
            *(Permission.FIND, Permission.ACCOUNTS, Permission.READINGS),
            *(Permission.PAYMENTS, Permission.REFUNDS),
            *(Permission.IMPORTS, Permission.BILLING, Permission.APPEALS),
            Permission.FIGURES,
        }
    ),
    Role.EDITOR: frozenset(
        {
            *(Permission.NEWS, Permission.QUESTIONS, Permission.WINDOWS),
            *(Permission.TARIFFS, Permission.NORMS, Permission.FIGURES),
        }
    ),
    Role.ADMIN: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An employee. `factor_salt` makes the second factor's secret, together with the server's key;
    `last_step` is the time step of the last code that was taken."""

    id: int
    email: str
    name: str
    role: Role
    password_hash: str
    factor_salt: str
    last_step: int
    created_at: datetime
    enrolled_at: datetime | None = None
    disabled_at: datetime | None = None
    invited_until: datetime | None = None

    @property
    def may_sign_in(self) -> bool:
        """Whether a password and a second factor were set and nobody was sent away."""
        return self.enrolled_at is not None and self.disabled_at is None

    @property
    def standing(self) -> Standing:
        """How somebody stands: an employee who lost the phone is invited once more."""
        if self.disabled_at is not None:
            return Standing.DISABLED
        return Standing.WORKING if self.enrolled_at else Standing.INVITED

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A browser at work. `id` is no secret; the cookie's secret is kept hashed."""

    id: int
    staff_id: int
    created_at: datetime
    last_seen_at: datetime
    user_agent: str
    address: str


def open_since(now: datetime) -> tuple[datetime, datetime]:
    """A session is open that was made and last used after these two moments."""
    return now - SHIFT, now - IDLE


def staff_name(typed: str) -> str:
    """What an employee is called on screens and in the log; raises StaffRefused."""
    name = " ".join(typed.split())
    if not name or len(name) > NAME_LIMIT:
        raise StaffRefused("staff.name", field="name", limit=NAME_LIMIT)
    return name


def check_invitation(member: StaffMember | None, *, now: datetime) -> StaffMember:
    """Whose an invitation is; raises StaffRefused("staff.invitation") when it opens nothing."""
    if member is None or member.disabled_at or not member.invited_until:
        raise StaffRefused("staff.invitation")
    if now >= member.invited_until:
        raise StaffRefused("staff.invitation")
    return member


def check_long_enough(password: str) -> None:
    """Raises StaffRefused("staff.password")."""
    if len(password) < PASSWORD_MIN:
        raise StaffRefused("staff.password", field="password", minimum=PASSWORD_MIN)


def recovery_code(typed: str) -> str:
    """A recovery code as it is compared: «7k3m 9qxa-2bhf» is 7K3M9QXA2BHF, O is read as 0."""
    plain = "".join(filter(str.isalnum, typed.upper()))
    return plain.translate(str.maketrans("OIL", "011"))[:40]
