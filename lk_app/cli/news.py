"""`lk news`: news, announcements for named houses and standing pages, from Markdown files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from lk_app.cli.files import AsJson
from lk_app.domain.articles import ArticleRefused, Outcome, Published

app = typer.Typer(help="News and pages (docs/formats.md).", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(help="UTF-8 Markdown files with front matter.")]
Path_ = Annotated[str, typer.Argument(help="An address on the site: /news/2026/12/slug.")]
SAID = {Outcome.NEW: "опубликовано", Outcome.EDITED: "исправлено", Outcome.SAME: "без изменений"}


@app.callback()
def news() -> None:
    """News, announcements and pages."""


@app.command(epilog="Example: lk news publish vremennoe-otklyuchenie.md")
def publish(files: Files, as_json: AsJson = False) -> None:
    """Put files on the site; open pages show them at once, the same file again changes nothing."""
    from lk_app import wiring
    from lk_app.usecases import articles

    for file in files:
        source = _text(file)
        done = articles.publish(
            db=wiring.database(),
            source=source,
            now=wiring.business_now(),
            tz=wiring.settings().zone,
            pictures=_pictures(source, file.parent),
        )
        _say(done, as_json)


@app.command(epilog="Example: lk news undo /news/2026/12/vremennoe-otklyuchenie")
def undo(path: Path_, as_json: AsJson = False) -> None:
    """Put back what an address said before its latest edition."""
    from lk_app import wiring
    from lk_app.usecases import articles

    done = articles.undo(
        db=wiring.database(), path=path, now=wiring.business_now(), tz=wiring.settings().zone
    )
    _say(done, as_json)


@app.command(epilog="Example: lk news preview /news/draft/vremennoe-otklyuchenie")
def preview(path: Path_) -> None:
    """Print a link that shows a draft or a scheduled text to whoever has it, for a week."""
    from lk_app import wiring
    from lk_app.usecases.public import preview

    typer.echo(
        preview.link(db=wiring.database(), signer=wiring.signer(), site=wiring.site(), path=path)
    )


@app.command(epilog="Example: lk news history /news/2026/12/vremennoe-otklyuchenie")
def history(path: Path_, as_json: AsJson = False) -> None:
    """Print every edition of an address, the newest last."""
    from lk_app import wiring
    from lk_app.usecases import articles

    for one in articles.history(db=wiring.database(), path=path):
        facts = {"edition": one.number, "saved_at": one.saved_at.isoformat()}
        if as_json:
            typer.echo(json.dumps({**facts, "source": one.source}, ensure_ascii=False))
        else:
            typer.echo(f"— {one.number}, {one.saved_at:%Y-%m-%d %H:%M} UTC —\n{one.source}\n")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ArticleRefused("article.unreadable", file=file.name) from None


def _pictures(source: str, folder: Path) -> dict[str, bytes]:
    """The pictures of a text that lie beside its file."""
    from lk_app.documents.site.markdown import pictures_of

    own = [name for name in pictures_of(source) if "/" not in name and ":" not in name]
    try:
        return {name: (folder / name).read_bytes() for name in own}
    except OSError as error:
        raise ArticleRefused("article.picture", file=Path(str(error.filename)).name) from None


def _say(done: Published, as_json: bool) -> None:
    if as_json:
        facts = {"path": done.path, "outcome": done.outcome.value, "edition": done.edition}
        return typer.echo(json.dumps({**facts, "visible": done.visible}, ensure_ascii=False))
    hidden = "" if done.visible else " (ещё не видно: черновик или назначено на потом)"
    typer.echo(f"{done.path}: {SAID[done.outcome]}, редакция {done.edition}{hidden}")
