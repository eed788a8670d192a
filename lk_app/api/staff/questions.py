"""/staff/questions: what readers asked under articles, answered or not published."""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.finding import PAGE
from lk_app.domain.questions import LONGEST_ANSWER, Question, QuestionState
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import questions
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE, QUESTION_STATES

PATH = "/staff/questions"
LIMIT = 12 * LONGEST_ANSWER  # bytes: a Cyrillic letter of a form takes six, and as much to spare


async def show(request: Request, me: OnDuty) -> Response:
    """Those that wait, or those that were decided; a page of them."""
    done = DONE.get(asked(request, "done"), "")
    q, state = asked(request, "q"), _state(asked(request, "state"))
    return await _page(me, state=state, q=q, number=page_number(request), done=done)


async def decide(request: Request, me: OnDuty) -> Response:
    """Publish a question with its answer, or tell its author why it is not published."""
    form = await small_form(request, limit=LIMIT)
    if form is None:
        return Response(status_code=413)
    number, text = request.path_params["question_id"], form.get("text", "")
    refuses = form.get("do") == "refuse"
    said = text.replace("\r\n", "\n")
    decision: Callable[..., Question] = (
        partial(questions.refuse, reason=said) if refuses else partial(questions.answer, text=said)
    )
    try:
        await wiring.in_thread(
            decision,
            db=wiring.database(),
            paper=wiring.stationery(),
            question_id=number,
            now=wiring.real_now(),
            by=me.actor,
        )
    except Refusal as refused:
        return await _page(me, chosen=number, typed=text, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done={'unasked' if refuses else 'answered'}", status_code=303)


def _state(typed: str) -> QuestionState:
    return QuestionState(typed) if typed in set(QuestionState) else QuestionState.WAITING


async def _page(
    me: OnDuty,
    *,
    state: QuestionState = QuestionState.WAITING,
    q: str = "",
    number: int = 1,
    chosen: int = 0,
    typed: str = "",
    error: str = "",
    done: str = "",
) -> Response:
    found = await wiring.in_thread(
        questions.of_state,
        db=wiring.database(),
        state=state,
        typed=q,
        limit=PAGE + 1,
        offset=(number - 1) * PAGE,
    )
    return answer(
        "questions",
        me=me,
        active="questions",
        status=422 if error else 200,
        states=[(one.value, QUESTION_STATES[one]) for one in QuestionState],
        state=state.value,
        rows=[_row(one) for one in found[:PAGE]],
        q=q,
        number=number,
        more=len(found) > PAGE,
        chosen=chosen,
        typed=typed,
        error=error,
        done=done,
    )


def _row(one: Question) -> dict[str, object]:
    return {
        "id": one.id,
        "path": one.path,
        "name": one.name,
        "text": one.text,
        "at": wording.moment(one.asked_at, wiring.settings().zone),
        "reply": one.reply,
        "open": one.state is not QuestionState.REFUSED,
    }


routes = [
    get(PATH, Permission.QUESTIONS, show),
    post(f"{PATH}/{{question_id:int}}", Permission.QUESTIONS, decide),
]
