"""What the reader of a report is asked to do: as it was given, then what the figures ask of a board."""

from collections.abc import Iterable, Sequence

_ENDS = (".", "?", "!")


def asked(audience: str, given: Iterable[str], noted: Iterable[str] = ()) -> tuple[str, ...]:
    """What is asked of an audience: what was given first; for a board then what is noted from the figures.

    Nothing is made up where there is nothing; the public is asked nothing.
    """
    if audience == "public":
        return ()
    said = [text for one in given if (text := " ".join(one.split()))]
    return (*said, *noted) if audience == "board" else tuple(said)


def heading(audience: str) -> str:
    """The words above what is asked."""
    return f"The {audience} is asked to"


def numbered(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts as numbered sentences: `1. agree the plan.`."""
    return tuple(
        f"{number}. {text}{'' if text.endswith(_ENDS) else '.'}" for number, text in enumerate(texts, 1)
    )
