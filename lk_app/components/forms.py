"""Fields that say what is wrong beside themselves, and buttons that say what they do."""

from collections.abc import Callable, Sequence

import reflex as rx
from reflex_components_core.el.elements.inline import A

from lk_app.components.cards import Text, Tone, notice, said
from lk_app.components.icons import icon


def form(*children: rx.Component, **props: object) -> rx.Component:
    """A form on the app's own event (`on_submit`); what was typed stays after a refusal."""
    return rx.el.form(*children, class_name="form", no_validate=True, **props)


def post_form(*children: rx.Component, action: str, class_name: str = "form") -> rx.Component:
    """A real HTTP POST, for what sets or ends the session cookie; works without JavaScript."""
    return rx.el.form(
        *children, action=action, method="post", on_submit=None, class_name=class_name
    )


def field(
    label: Text,
    name: str,
    *,
    type: str = "text",
    error: Text = "",
    hint: Text = "",
    **props: object,
) -> rx.Component:
    """A labelled input; `error` (a var) stands under it, is read out, and marks the field.

    Pass `default_value`, not `value`: a controlled input asks the server about every key.
    Other props go to the input: auto_complete, input_mode, placeholder, required, on_blur, id…
    """
    extra, props = props.pop("class_name", ""), _described(name, error, hint, props)
    control = rx.el.input(name=name, type=type, class_name=f"input {extra}".strip(), **props)
    return _labelled(label, props["id"], control, error, hint)


def password_field(
    label: Text, name: str, *, error: Text = "", hint: Text = "", **props: object
) -> rx.Component:
    """A password with «Показать»; paste and password managers work (auto_complete)."""
    props = _described(name, error, hint, props)
    secret = rx.el.div(
        rx.el.input(
            name=name,
            type="password",
            class_name="input",
            spell_check=False,
            auto_capitalize="none",
            **props,
        ),
        rx.el.button(
            "Показать",
            type="button",
            data_reveal=props["id"],
            aria_pressed="false",
            aria_label="Показать символы",  # not the field's own name: that names one control
            aria_controls=props["id"],
        ),
        class_name="secret",
    )
    return _labelled(label, props["id"], secret, error, hint)


def select(
    label: Text,
    name: str,
    options: Sequence[tuple[str, str]] | rx.Var,
    *,
    error: Text = "",
    hint: Text = "",
    **props: object,
) -> rx.Component:
    """The phone's own list of choices; `options` are (value, words) pairs or a var of them."""
    props = _described(name, error, hint, props)
    choices = (
        rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0]))
        if isinstance(options, rx.Var)
        else rx.fragment(*(rx.el.option(words, value=value) for value, words in options))
    )
    box = rx.el.div(
        rx.el.select(choices, name=name, class_name="input", **props),
        icon("down"),
        class_name="select",
    )
    return _labelled(label, props["id"], box, error, hint)


def text_area(
    label: Text, name: str, *, error: Text = "", hint: Text = "", rows: int = 5, **props: object
) -> rx.Component:
    """A labelled field of several lines."""
    props = _described(name, error, hint, props)
    control = rx.el.textarea(name=name, class_name="input", custom_attrs={"rows": rows}, **props)
    return _labelled(label, props["id"], control, error, hint)


def address_search(
    label: Text,
    name: Text,
    options: rx.Var,
    option: Callable[[rx.Var], rx.Component],
    *,
    nothing: rx.Var | bool = False,
    error: Text = "",
    hint: Text = "",
    **props: object,
) -> rx.Component:
    """A combobox over a list too long to send whole: the state answers `on_change` with `options`.

    `option` draws one as an `li` with role="option"; the list is seen while the field or the list
    has the focus. Arrows, Enter and Escape are handled in the browser (assets/lk.js).
    """
    props = _described(name, error, hint, props)
    ident = props["id"]
    control = rx.el.input(
        name=name,
        role="combobox",
        auto_complete="off",
        aria_autocomplete="list",
        aria_expanded=rx.cond(options.length() > 0, "true", "false"),
        aria_controls=f"{ident}-list",
        class_name="input",
        **props,
    )
    found = rx.el.ul(
        rx.foreach(options, option), id=f"{ident}-list", role="listbox", aria_label=label
    )
    none = rx.el.p("Такого дома нет в списке. Проверьте улицу и номер.", class_name="hint")
    box = rx.el.div(control, found, class_name="finder")
    said_none = rx.el.div(rx.cond(nothing, none, rx.fragment()), role="status")
    return _labelled(label, ident, rx.fragment(box, said_none), error, hint)


def checkbox(
    label: Text | rx.Component, name: str, *, error: Text = "", hint: Text = "", **props: object
) -> rx.Component:
    """A box that is never ticked for the person, with its words as the target."""
    props = _described(name, error, hint, props)
    return rx.el.div(
        rx.el.input(name=name, type="checkbox", **props),
        rx.el.label(label, html_for=props["id"]),
        said(hint, rx.el.p(hint, id=f"{props['id']}-hint", class_name="hint")),
        _error(props["id"], error),
        class_name="tick",
    )


def radios(
    legend: Text,
    name: str,
    options: Sequence[tuple[str, str]],
    *,
    chosen: str = "",
    error: Text = "",
    **props: object,
) -> rx.Component:
    """A choice of one among few, each a full-width target; `options` are (value, words)."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="label mb-2"),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name=name,
                        value=value,
                        default_checked=value == chosen,
                        **props,
                    ),
                    words,
                    class_name="choice",
                )
                for value, words in options
            ),
            class_name="grid gap-2",
        ),
        _error(name, error),
        class_name="field",
    )


def form_notice(text: Text, tone: Tone = "debt") -> rx.Component:
    """What is wrong with the whole form, above its button; silent while empty."""
    return rx.el.div(said(text, notice(text, tone=tone)), role="alert", class_name="empty:hidden")


def primary_button(text: Text, **props: object) -> rx.Component:
    """The one thing to do on this screen. With `href` it is a link that looks the same."""
    return _button(text, "primary", props)


def quiet_button(text: Text, **props: object) -> rx.Component:
    """Another thing that may be done here. `look="plain"` and `look="danger"` are quieter kin."""
    return _button(text, str(props.pop("look", "quiet")), props)


def submit_button(
    label: Text, busy: rx.Var | bool = False, *, quiet: bool = False, **props: object
) -> rx.Component:
    """Sends the form once: while `busy` it turns, says so to a reader and takes no second press."""
    look = "quiet" if quiet else "primary"
    props.setdefault("type", "submit")
    turning = rx.fragment(
        rx.el.span(class_name="spin", aria_hidden="true"),
        rx.el.span("Подождите: ", class_name="seen-by-readers"),
    )
    return rx.el.button(
        rx.cond(busy, turning, rx.fragment()),
        label,
        aria_busy=rx.cond(busy, "true", "false"),
        disabled=busy,
        class_name=f"btn btn-{look} btn-wide",
        **props,
    )


def segment(words: Text, **props: object) -> rx.Component:
    """One of several ways of showing, inside `segments`: quiet, for it is no deed.

    A link with `href` (the chosen one has `aria_current="page"`), else a button (`aria_pressed`).
    """
    if "href" in props:
        return rx.el.a(words, class_name="segment", **props)
    return rx.el.button(words, type="button", class_name="segment", **props)


def text_link(text: Text, href: Text, *, alone: bool = False, **props: object) -> rx.Component:
    """A link within a text; `alone` gives it a full-height target of its own."""
    props.setdefault("class_name", "link link-alone" if alone else "link")
    return anchor(text, href=href, **props)


def anchor(*children: rx.Component | Text, href: Text, **props: object) -> rx.Component:
    """An `a`. `rx.el.a` asks the router for the page, so a file of ours (`/api/…`, or `file=True`
    when the address is a var) and a place on this page need the browser's own."""
    own = props.pop("file", False) or (isinstance(href, str) and href.startswith(("/api/", "#")))
    return (A.create if own else rx.el.a)(*children, href=href, **props)


def paper_link(text: Text, href: Text, *, alone: bool = False, **props: object) -> rx.Component:
    """A link to a paper of /api/documents, which is saved; the router would look for a page."""
    return rx.el.a(
        text,
        href=href,
        download=True,
        custom_attrs={"reloadDocument": True},
        class_name="link link-alone" if alone else "link nowrap",
        **props,
    )


def _button(text: Text, look: str, props: dict) -> rx.Component:
    mark, narrow = props.pop("icon", ""), props.pop("narrow", False)
    name = f"btn btn-{look}" + ("" if narrow else " btn-wide")
    content = (*([icon(mark)] if mark else []), text)
    if "href" in props:
        return anchor(*content, class_name=name, **props)
    return rx.el.button(*content, class_name=name, type=props.pop("type", "button"), **props)


def _described(name: str, error: Text, hint: Text, props: dict) -> dict:
    """The control's id and the ties from it to its hint and its error."""
    ident = props.get("id", name)
    ties = [f"{ident}-hint"] if isinstance(hint, rx.Var) or hint else []
    return {
        **props,
        "id": ident,
        "aria_describedby": " ".join([*ties, f"{ident}-error"]),
        "aria_invalid": rx.cond(error, "true", "false") if isinstance(error, rx.Var) else "false",
    }


def _labelled(
    label: Text, ident: object, control: rx.Component, error: Text, hint: Text
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=ident),
        said(hint, rx.el.p(hint, id=f"{ident}-hint", class_name="hint")),
        control,
        _error(ident, error),
        class_name="field",
    )


def _error(ident: object, error: Text) -> rx.Component:
    """The region is always there, so that a reader hears what comes into it."""
    words = rx.el.p(icon("warning", 20), rx.el.span(error), class_name="error")
    return rx.el.div(
        said(error, words), id=f"{ident}-error", role="alert", class_name="empty:hidden"
    )
