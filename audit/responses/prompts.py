"""The few kinds of prompt that an interview needs, each with its keys. Home of questionary."""

import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import questionary
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from questionary import Choice, Separator
from questionary.prompts.common import InquirerControl

from audit.responses.concerns import SIGN, nearly, typed
from audit.wording import harmless

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
    Act.WHOLE: "The whole standard does not apply",
    Act.REVIEW: "Review everything",
    Act.QUIT: "Save and quit",
}
MORE = "m"
CONFIRM, CONFIRM_KEY = "#confirm", "y"  # no id or choice; the key that confirms an earlier answer
AT_ONCE = (Act.GUIDANCE, Act.SKIP, Act.BACK)
ALARM = "Ctrl-G"
WRITE_SIGN = f"Write {SIGN} to raise an immediate concern."
ALARM_WORDS = f"{ALARM}  Immediate concern about a child"


class _Key(str):
    """What was chosen by a single key: the prompt does not echo it, so that is left to us."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands at a prompt: the text typed, the value pointed at, those ticked.

    `line` is whether `!` was typed at a list, where no line can be written.
    """

    text: str = ""
    pointed: str | None = None
    ticked: tuple[str, ...] = ()
    line: bool = False


class EndOfInput(Exception):  # noqa: N818 - it is no error: the person closed the input
    """The person closed the input (Ctrl-D): everything is saved, so it ends as quitting does."""


def width() -> int:
    """How wide text is set: the terminal's width, at most 100."""
    return max(20, min(shutil.get_terminal_size().columns, 100) - 1)


def say(text: str = "", indent: str = "") -> None:
    """Print text, each line wrapped to the terminal."""
    lines = harmless(text).split("\n")
    wrapped = (
        textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for line in lines
    )
    questionary.print("\n".join(wrapped))


@dataclass(frozen=True, slots=True)
class Prompts:
    """The kinds of prompt. At Ctrl-G, or a line `!concern`, `alarm` is called with the words, if any.

    The prompt then comes back with what was typed, pointed at or ticked. Without an alarm there is none.
    """

    alarm: Callable[[str], None] | None = None

    def pick(
        self,
        message: str,
        options: Sequence[tuple[str, str, str]],
        *,
        default: str | None = None,
        acts: Sequence[Act] = (),
        more: bool = False,
        confirm: str = "",
    ) -> str:
        """One of some options (value, title, description), by arrow keys or number; or an act, or MORE.

        `confirm` is what the key that confirms stands for; it gives CONFIRM, and there is none without words.
        """
        values = [value for value, _, _ in options]
        choices = _choices(options, acts, more=more, alarm=bool(self.alarm and acts), confirm=confirm)
        keys = {act.value: act.value for act in (Act if acts else ())} | ({MORE: MORE} if more else {})
        keys |= {str(number): value for number, value in enumerate(values[:9], 1)}
        keys |= {CONFIRM_KEY: CONFIRM} if confirm else {}

        def _prompt(kept: _Kept) -> questionary.Question:
            prompt = questionary.select(
                harmless(message),
                choices,
                default=kept.pointed,
                use_jk_keys=False,
                instruction="(arrow keys and Enter, or its key)",
                qmark=">",
            )
            _bind(prompt, keys)
            return self._listed(prompt)

        picked = self._run(_prompt, _Kept(pointed=default if default in {*values, *acts} else None))
        if isinstance(picked, _Key):
            titles = {Act.SKIP.value: WORDS[Act.SKIP], Act.BACK.value: WORDS[Act.BACK], CONFIRM: confirm}
            say((titles | {value: title for value, title, _ in options}).get(picked, ""), "   ")
        return str(picked)

    def tick(
        self, message: str, options: Sequence[str], chosen: Sequence[str], confirm: str = ""
    ) -> list[str]:
        """Any of some options, by space and Enter; CONFIRM alone by its key, where `confirm` has words."""
        also = f"; {CONFIRM_KEY}: {confirm[:1].lower()}{confirm[1:]}" if confirm else ""
        concern = f"; {ALARM}: concern" if self.alarm else ""
        instruction = f"(space to tick, Enter when done{also}{concern})"

        def _prompt(kept: _Kept) -> questionary.Question:
            choices = [Choice(option, option, checked=option in kept.ticked) for option in options]
            prompt = questionary.checkbox(
                harmless(message),
                choices,
                initial_choice=kept.pointed,
                use_jk_keys=False,
                qmark=">",
                instruction=instruction,
            )
            _bind(prompt, {CONFIRM_KEY: CONFIRM} if confirm else {})
            return self._listed(prompt)

        found: Any = self._run(_prompt, _Kept(ticked=tuple(chosen))) or []
        if isinstance(found, _Key):
            say(confirm, "   ")
            return [CONFIRM]
        return [str(value) for value in found]

    def write(
        self, message: str, *, default: str = "", check: Callable[[str], str | None] | None = None
    ) -> str:
        """A line of text; `check` gives a sentence on what is wrong with it, or None."""

        def _valid(text: str) -> bool | str:
            if self.alarm and typed(text) is not None:
                return True
            if self.alarm and nearly(text):
                return WRITE_SIGN
            return (check(text) if check else None) or True

        def _prompt(kept: _Kept) -> questionary.Question:
            # A line of text takes its keys when it is made.
            keys = _alarm_keys(_deaf(KeyBindings())) if self.alarm else _deaf(KeyBindings())
            return questionary.text(
                harmless(message), default=kept.text, validate=_valid, qmark=">", key_bindings=keys
            )

        while True:
            text = str(self._run(_prompt, _Kept(default))).strip()
            words = typed(text) if self.alarm else None
            if self.alarm is None or words is None:
                return text
            self.alarm(words)

    def _listed(self, prompt: questionary.Question) -> questionary.Question:
        """A list with the keys that a line of text has too: Ctrl-D, and those of an alarm."""
        bindings: Any = _deaf(prompt.application.key_bindings)
        bindings.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError))
        if self.alarm:
            _alarm_keys(bindings)
            bindings.add("!", eager=True)(
                lambda event: event.app.exit(result=replace(_standing(event.app), line=True))
            )
        return prompt

    def _line(self, alarm: Callable[[str], None]) -> None:
        """Take the rest of a line `!concern` that was begun at a list; `!` alone raises none."""

        def _valid(text: str) -> bool | str:
            return typed(text) is not None or not text.strip("! ") or WRITE_SIGN

        def _keep(text: str) -> None:
            words = typed(text)
            if words is not None:
                alarm(words)

        write_or_leave(f"{SIGN} and what it is (Enter alone goes back):", _keep, "!", _valid)

    def _run(self, make: Callable[[_Kept], questionary.Question], kept: _Kept) -> object:
        """What a prompt gives; made again with what was there whenever an alarm was raised at it."""
        while True:
            given = _ask(make(kept))
            if self.alarm is None or not isinstance(given, _Kept):
                return given
            kept = given
            if given.line:
                self._line(self.alarm)
            else:
                self.alarm("")


def _deaf(bindings: Any) -> Any:
    """The same keys, and nothing for the codes of a mouse: a colour that is typed looks like one of these."""
    bindings.add(Keys.Vt100MouseEvent, eager=True)(lambda _: None)
    return bindings


PLAIN = Prompts()
pick, tick, write = PLAIN.pick, PLAIN.tick, PLAIN.write


def write_or_leave(
    message: str,
    keep: Callable[[str], None],
    default: str = "",
    valid: Callable[[str], bool | str] | None = None,
) -> None:
    """Ask for a line of text and keep it, also where Ctrl-C or Ctrl-D cuts it short."""
    keys = _deaf(KeyBindings())
    prompt = questionary.text(
        harmless(message), default=default, validate=valid, qmark=">", key_bindings=keys
    )
    buffer = prompt.application.layout.get_buffer_by_name(DEFAULT_BUFFER)
    try:
        text = str(_ask(prompt))
    except (KeyboardInterrupt, EndOfInput):
        keep(buffer.text if buffer else "")
        raise
    keep(text)


def _choices(
    options: Sequence[tuple[str, str, str]], acts: Sequence[Act], *, more: bool, alarm: bool, confirm: str
) -> list[Choice | Separator]:
    """The lines of a list: numbered options, then what confirms, then acts by their keys."""
    choices: list[Choice | Separator] = [
        Choice(f"{number}  {title}" if number < 10 else title, value, description=_described(description))
        for number, (value, title, description) in enumerate(options, 1)
    ]
    if acts or confirm:
        choices.append(Separator("   " + "-" * 12))
    if confirm:
        choices.append(Choice(f"{CONFIRM_KEY}  {confirm}", CONFIRM))
    choices += [Choice(f"{act}  {WORDS[act]}", act.value) for act in acts]
    if more:
        choices.append(Choice(f"{MORE}  More: comment, jump, whole standard, review, quit", MORE))
    if alarm:
        choices.append(Separator(ALARM_WORDS))
    return choices


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


def _alarm_keys(bindings: Any) -> Any:
    """The same keys with Ctrl-G, which ends a prompt with what stands there."""

    def _leave(event: Any) -> None:
        event.app.exit(result=_standing(event.app))

    bindings.add("c-g", eager=True)(_leave)
    return bindings


def _standing(application: Any) -> _Kept:
    windows = application.layout.find_all_windows()
    for window in windows:
        if isinstance(window.content, InquirerControl):
            return _Kept("", window.content.get_pointed_at().value, tuple(window.content.selected_options))
    return _Kept(application.layout.get_buffer_by_name(DEFAULT_BUFFER).text)


def _ask(prompt: questionary.Question) -> object:
    # unsafe_ask lets Ctrl-C through; ask() would give back None, which looks like an answer.
    try:
        return prompt.unsafe_ask()
    except EOFError:
        raise EndOfInput from None
