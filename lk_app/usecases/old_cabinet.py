"""The old cabinet while both run side by side: what of it still opens this one. Real time."""

from dataclasses import dataclass
from datetime import datetime

from lk_app.old_passwords import Vault


@dataclass(frozen=True, slots=True)
class OldCabinet:
    """Its names hold until it is switched off, its passwords for as long as somebody has one.

    `digits` is how long account numbers are, 0 where they are no names.
    """

    vault: Vault | None = None
    until: datetime | None = None
    digits: int = 0

    def names_hold(self, now: datetime) -> bool:
        """Whether its logins and account numbers are names here."""
        return self.until is not None and now < self.until


NO_OLD_CABINET = OldCabinet()
