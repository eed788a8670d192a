"""`lk questions`: what readers asked under articles, and what the supplier answers."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app.cli.files import AsJson
from lk_app.domain.questions import QuestionState

if TYPE_CHECKING:
    from lk_app.domain.questions import Question

app = typer.Typer(help="Questions under articles.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The question's number in lk questions list.")]


@app.callback()
def questions() -> None:
    """Questions under articles; nobody sees one before it is answered."""


@app.command("list", epilog="Example: lk questions list --state waiting")
def show(state: QuestionState = QuestionState.WAITING, as_json: AsJson = False) -> None:
    """Print the questions in a state, the oldest first."""
    from lk_app import wiring
    from lk_app.usecases import questions

    found = questions.of_state(db=wiring.database(), state=state)
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"— {one.id}, {one.asked_at:%Y-%m-%d %H:%M} UTC, {one.path}, {one.name} —")
        typer.echo(one.text + (f"\n\n{one.reply}" if one.reply else "") + "\n")
    typer.echo(f"вопросов: {len(found)}")


@app.command(epilog='Example: lk questions answer 12 "Счётчик заменим бесплатно."')
def answer(
    number: Number, text: Annotated[str, typer.Argument(help="What the supplier says.")]
) -> None:
    """Show a question with its answer under the article; its author gets a letter."""
    from lk_app import wiring
    from lk_app.usecases import questions

    done = questions.answer(
        db=wiring.database(),
        paper=wiring.stationery(),
        question_id=number,
        text=text,
        now=wiring.real_now(),
    )
    typer.echo(f"{done.path}: вопрос {done.id} опубликован с ответом, письмо автору написано")


@app.command(epilog='Example: lk questions refuse 12 --reason "В вопросе чужие данные."')
def refuse(
    number: Number, reason: Annotated[str, typer.Option(help="What its author is told.")]
) -> None:
    """Do not show a question, or take it off; its author gets a letter."""
    from lk_app import wiring
    from lk_app.usecases import questions

    done = questions.refuse(
        db=wiring.database(),
        paper=wiring.stationery(),
        question_id=number,
        reason=reason,
        now=wiring.real_now(),
    )
    typer.echo(f"{done.path}: вопрос {done.id} не публикуется, письмо автору написано")


def _record(one: "Question") -> dict[str, object]:
    return {
        "number": one.id,
        "path": one.path,
        "name": one.name,
        "email": one.email,
        "text": one.text,
        "state": one.state,
        "asked_at": one.asked_at.isoformat(),
        "reply": one.reply,
    }
