"""How each bank writes its registers: a profile is a data file, so a new bank needs no program."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lk_app.usecases.imports import profiles

NEEDED = ("account_number", "paid_on", "amount")

Cell = Annotated[int, Field(ge=1)]  # counted from 1


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

    name: profiles.Name
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


def load(name: str, own: Path | None = None) -> Profile:
    """A bank's profile by its name, or by the path of its .toml file; raises as profiles.load."""
    return profiles.load(Profile, name, own)


def names(own: Path | None = None) -> list[str]:
    """The banks whose registers are read."""
    return profiles.names(own, of_banks=True)
