"""Evidence at the prompt: piece by piece, those entered before picked from a list."""

from collections.abc import Callable, Sequence

from audit.responses.prompts import Prompts
from audit.responses.response import Evidence

NEW = "new"
LATER = "Enter alone leaves it for later"
Pieces = list[dict[str, str]]


def gather(
    prompts: Prompts,
    message: str,
    given: tuple[Evidence, ...],
    known: Callable[[tuple[Evidence, ...]], Sequence[Evidence]],
    keep: Callable[[Pieces], None],
) -> None:
    """Ask for evidence until there is no more; `keep` is called with all of it at each thing typed.

    `known` gives what was entered elsewhere in the response and is not given here yet.
    """
    while True:
        others = known(given)

        def _also(piece: Evidence, before: tuple[Evidence, ...] = given) -> None:
            keep([{"what": one.what, "where": one.where, "date": one.date} for one in (*before, piece)])

        picked = pick_piece(prompts, message, given, others) if given or others else NEW
        piece = describe(prompts, message, _also) if picked == NEW else None
        if picked.isdigit():
            piece = others[int(picked)]
            _also(piece)
        if piece is None:
            return
        given = (*given, piece)


def pick_piece(prompts: Prompts, message: str, given: Sequence[Evidence], others: Sequence[Evidence]) -> str:
    """The place of a piece entered before, NEW, or empty where there is no more."""
    done = ("", "That is all" if given else "Leave it for later", "")
    old = [(str(place), str(piece), "") for place, piece in enumerate(others)]
    new = (NEW, "Describe another piece", "")
    return prompts.pick(message, [done, *old, new] if given else [*old, new, done])


def describe(prompts: Prompts, message: str, keep: Callable[[Evidence], None]) -> Evidence | None:
    """A new piece of evidence, kept after each of what, where, date; None where nothing was typed."""
    what = prompts.write(f"{message} Describe it ({LATER}):")
    if not what:
        return None
    keep(Evidence(what))
    where = prompts.write("Where is it held?")
    keep(Evidence(what, where))
    piece = Evidence(what, where, prompts.write("Of what date?"))
    keep(piece)
    return piece
