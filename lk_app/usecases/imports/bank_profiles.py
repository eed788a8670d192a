"""How each bank writes its registers: a profile is a data file, so a new bank needs no program."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lk_app.domain.imports import ImportRefused

OURS = Path(__file__).parent / "profiles"
NEEDED = ("account_number", "paid_on", "amount")

Cell = Annotated[int, Field(ge=1)]  # counted from 1
Bank = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,19}$")]  # one letter is payments.csv's own


class ControlLine(BaseModel):
    """Where the totals stand: the first or the last line, how it begins, and which cells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: Literal["first", "last"]
    begins: Annotated[str, Field(min_length=1)]
    count: Cell
    sum: Cell
    number: Cell | None = None  # the register's own number


class Profile(BaseModel):
    """One bank's way of writing; `name` is the bank's in the books and begins payments' numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Bank
    title: str
    source: str
    encoding: Literal["cp1251", "cp866", "utf-8"]
    day: str
    columns: tuple[str, ...]
    control: ControlLine
    period: str = ""
    header: int = 0

    @field_validator("columns")
    @classmethod
    def _says_enough(cls, columns: tuple[str, ...]) -> tuple[str, ...]:
        if missing := [name for name in NEEDED if name not in columns]:
            raise ValueError(f"needs {', '.join(missing)}")
        return columns

    @property
    def numbers_operations(self) -> bool:
        """Whether the bank gives each operation a number of its own."""
        return "reference" in self.columns


def load(name: str) -> Profile:
    """A profile of ours by its name, or the supplier's own by the path of its .toml file.

    Raises ImportRefused: profile.unknown, profile.wrong.
    """
    path = Path(name) if name.endswith(".toml") else OURS / f"{name}.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        return Profile.model_validate({**facts, "name": path.stem})
    except OSError:
        raise ImportRefused("profile.unknown", name=name, known=", ".join(names())) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ImportRefused("profile.wrong", name=name, reason=f"{where}: {first['msg']}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused("profile.wrong", name=name, reason=str(error)) from None


def names() -> list[str]:
    """The profiles that come with the product."""
    return sorted(path.stem for path in OURS.glob("*.toml"))
