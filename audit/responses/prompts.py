"""The few kinds of prompt that an interview needs, each with its keys. Home of questionary."""

import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import questionary
from questionary import Choice, Separator

SHORT_LIST = 9  # grades up to here are picked by arrow keys, longer scales are typed


class Act(StrEnum):
    """What can be done at a question instead of answering it; the value is its key."""

    GUIDANCE = "?"
    SKIP = "s"
    BACK = "b"
    COMMENT = "c"
    JUMP = "j"
    WHOLE = "n"
    REVIEW = "r"
    QUIT = "q"


WORDS: Mapping[Act, str] = {
    Act.GUIDANCE: "Guidance and examples of evidence",
    Act.SKIP: "Skip for now",
    Act.BACK: "Back one question",
    Act.COMMENT: "Write a comment",
    Act.JUMP: "Jump to a standard",
    Act.WHOLE: "The whole standard does not apply to us",
    Act.REVIEW: "Review everything",
    Act.QUIT: "Save and quit",
}
MORE = "m"
AT_ONCE = (Act.GUIDANCE, Act.SKIP, Act.BACK)


class _Key(str):
    """What was chosen by a single key: the prompt does not echo it, so that is left to us."""

    __slots__ = ()


class EndOfInput(Exception):  # noqa: N818 - it is no error: the person closed the input
    """The person closed the input (Ctrl-D): everything is saved, so it ends as quitting does."""


def width() -> int:
    """How wide text is set: the terminal's width, at most 100."""
    return max(20, min(shutil.get_terminal_size().columns, 100) - 1)


def say(text: str = "", indent: str = "") -> None:
    """Print text, each line wrapped to the terminal."""
    lines = text.split("\n")
    wrapped = (
        textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for line in lines
    )
    questionary.print("\n".join(wrapped))


def pick(
    message: str,
    options: Sequence[tuple[str, str, str]],
    *,
    default: str | None = None,
    acts: Sequence[Act] = (),
    more: bool = False,
) -> str:
    """One of some options (value, title, description), by arrow keys or number; or an act, or MORE."""
    choices: list[Choice | Separator] = [
        Choice(f"{number}  {title}" if number < 10 else title, value, description=_described(description))
        for number, (value, title, description) in enumerate(options, 1)
    ]
    if acts:
        choices.append(Separator("   " + "-" * 12))
    choices += [Choice(f"{act}  {WORDS[act]}", act.value) for act in acts]
    if more:
        choices.append(Choice(f"{MORE}  More: comment, jump, whole standard, review, quit", MORE))
    values = [value for value, _, _ in options]
    prompt = questionary.select(
        message,
        choices,
        default=default if default in values else None,
        use_jk_keys=False,
        instruction="(arrow keys and Enter)",
        qmark=">",
    )
    keys = {act.value: act.value for act in (Act if acts else ())} | ({MORE: MORE} if more else {})
    _bind(prompt, keys | {str(number): value for number, value in enumerate(values[:9], 1)})
    picked = _run(prompt)
    if isinstance(picked, _Key):
        titles = {Act.SKIP.value: WORDS[Act.SKIP], Act.BACK.value: WORDS[Act.BACK]}
        say((titles | {value: title for value, title, _ in options}).get(picked, ""), "   ")
    return str(picked)


def _described(description: str) -> str | None:
    # The prompt cuts what is wider than the terminal, so it is wrapped here.
    return "\n  ".join(textwrap.wrap(description, width() - 15)) if description else None


def _bind(prompt: questionary.Question, keys: Mapping[str, str]) -> None:
    """Let single keys end a prompt at once with a value."""
    bindings = prompt.application.key_bindings
    for key, value in keys.items():

        def _leave(event: object, value: str = value) -> None:
            event.app.exit(result=_Key(value))  # type: ignore[attr-defined]

        bindings.add(key, eager=True)(_leave)  # type: ignore[union-attr]


def tick(message: str, options: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Any of some options, by space and Enter."""
    choices = [Choice(option, option, checked=option in chosen) for option in options]
    prompt = questionary.checkbox(
        message, choices, use_jk_keys=False, qmark=">", instruction="(space to tick, Enter when done)"
    )
    return [str(value) for value in _run(prompt) or []]  # type: ignore[attr-defined]


def write(message: str, *, default: str = "", check: Callable[[str], str | None] | None = None) -> str:
    """A line of text; `check` gives a sentence on what is wrong with it, or None."""

    def _valid(text: str) -> bool | str:
        return (check(text) if check else None) or True

    return str(_run(questionary.text(message, default=default, validate=_valid, qmark=">"))).strip()


def _run(prompt: questionary.Question) -> object:
    # unsafe_ask lets Ctrl-C through; ask() would give back None, which looks like an answer.
    try:
        return prompt.unsafe_ask()
    except EOFError:
        raise EndOfInput from None
