"""How another system writes its tables: which of its headings is which column of ours."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lk_app.domain.imports import ImportRefused
from lk_app.usecases.imports import profiles
from lk_app.usecases.imports.layouts import PLAIN, Heading, Layout


class TableProfile(BaseModel):
    """One system's way of writing, a table a kind of file (accounts, meters, readings…)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: profiles.Name
    title: str
    encoding: Literal["auto", "utf-8", "cp1251", "cp866"] = "auto"
    separator: Literal["auto", ";", ",", "\t"] = "auto"
    above: int = Field(default=0, ge=0)
    day: str = "%d.%m.%Y"
    period: str = "%m.%Y"
    tables: dict[str, dict[str, str | dict[str, str]]]
    values: dict[str, dict[str, str]] = {}
    always: dict[str, str] = {}

    @field_validator("values")
    @classmethod
    def _folded(cls, values: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return {
            column: {word.casefold(): ours for word, ours in words.items()}
            for column, words in values.items()
        }

    def layout(self, kind: str) -> Layout:
        """How it writes files of this kind; raises ImportRefused("profile.kind")."""
        if kind not in self.tables:
            raise ImportRefused("profile.kind", name=self.name, known=", ".join(self.tables))
        columns: dict[str, Heading] = {**self.tables[kind]}
        return Layout(
            name=self.name,
            encoding=self.encoding,
            separator=self.separator,
            above=self.above,
            day=self.day,
            period=self.period,
            columns=columns,
            values=self.values,
            always=self.always,
        )


def load(name: str, own: Path | None = None) -> TableProfile:
    """A profile of tables by its name, or by the path of its .toml file; as profiles.load."""
    return profiles.load(TableProfile, name, own)


def layout(name: str, kind: str, own: Path | None = None) -> Layout:
    """How files of a kind are written by this profile; by the plain form for ""."""
    return load(name, own).layout(kind) if name else PLAIN


def names(own: Path | None = None) -> list[str]:
    """The systems whose tables are read."""
    return profiles.names(own, of_banks=False)
