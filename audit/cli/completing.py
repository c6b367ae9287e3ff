"""What fits at the place where somebody typed Tab: asked by the scripts of the shells, answered in lines.

A shell hands over the words so far, a line each, the one being typed last; it gets lines of a kind (`plain`,
`file` or `dir`), a value and a few words on it, with tabs between them. Whatever goes wrong, nothing is said.
"""

import os
from collections.abc import Iterable, Mapping

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
    split_arg_string,
)

SHELL, WORDS = "AUDIT_COMPLETE", "AUDIT_WORDS"  # in the environment
RAW = ("bash", "zsh")  # shells that hand over words as they were typed, with their quotes


def answer(program: click.Command, environment: Mapping[str, str]) -> str:
    """The lines that a shell gets; empty where nothing fits or anything is wrong."""
    try:
        words = words_of(environment[SHELL], environment.get(WORDS, ""))
        found = Completer(program, {}, "audit", SHELL).get_completions(words[:-1], words[-1])
        return "".join(map(_line, found))
    except Exception:  # noqa: BLE001 - nobody wants a message in the middle of a line that they type
        return ""


def words_of(shell: str, text: str) -> list[str]:
    """The words so far, without the quotes that they were typed with; the last may be empty."""
    words = (text if shell in RAW else text.removesuffix("\n")).split("\n")  # others end the last one too
    if shell in RAW:
        words = [_bare(word) for word in words]
    elif shell == "fish":
        words[-1] = _bare(words[-1])
    else:
        words[-1] = words[-1].lstrip("'\"")
    # bash parts a word at '='.
    return [word for place, word in enumerate(words) if word != "=" or place == len(words) - 1]


def _bare(word: str) -> str:
    return os.path.expanduser(word) if word.startswith("~") else "".join(split_arg_string(word))  # noqa: PTH111


class Completer(ShellComplete):
    """Completes as click does, and names that a workspace knows where a word stands for one."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What fits, in order."""
        from audit.cli.completing_names import names

        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        place, incomplete = _resolve_incomplete(context, args, incomplete)
        if place.name == "register":  # a file, or a table of a database
            return [CompletionItem(incomplete, type="file")]
        known = names(context, place) if isinstance(place, click.Parameter) else None
        if known is None:
            return place.shell_complete(context, incomplete)
        return [CompletionItem(name, help=known[name]) for name in beginning(known, incomplete)]


def beginning(known: Iterable[str], typed: str) -> list[str]:
    """The names that begin as typed; where none does, those that do in other capitals, all in the same."""
    own = [name for name in known if name.startswith(typed)]
    others = [name for name in known if name.casefold().startswith(typed.casefold())]
    found = own or [name for name in others if name.startswith(others[0][: len(typed)])]
    return list({name.casefold(): name for name in reversed(found)}.values())[::-1]


def _line(item: CompletionItem[str]) -> str:
    parts = (item.type, item.value, item.help or "")
    return "\t".join(" ".join(part.split()) if part else "" for part in parts) + "\n"
