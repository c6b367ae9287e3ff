"""The learning themes: what each is called, what it means, and the sub-group that owns it."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.definitions import Block, Library, Reading, read, unique

HOME = "themes/"


@dataclass(frozen=True, slots=True)
class Theme:
    """A learning theme, with the other words that plans and reviews use for it.

    `title` is empty where a file adds to a theme that another file names; `sub_group` is who owns it.
    """

    id: str
    title: str = ""
    definition: str = ""
    words: tuple[str, ...] = ()
    sub_group: str = ""


def parse_themes(block: Block, where: str) -> tuple[Theme, ...]:
    """The themes in a mapping; DefinitionError with every problem."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "themes"), "a file of themes")
    found = tuple(_theme(reading, item) for item in reading.blocks(block, "themes", "a theme"))
    unique(reading, found, "theme", lambda theme: (theme.id, theme.title, *theme.words))
    reading.finish()
    return found


def _theme(reading: Reading, item: Block) -> Theme:
    block = reading.block(item, ("id", "title", "definition", "words", "sub-group"), "a theme")
    return Theme(
        id=reading.text(block, "id", "a theme"),
        title=reading.text(block, "title"),
        definition=reading.text(block, "definition"),
        words=reading.words(block, "words"),
        sub_group=reading.text(block, "sub-group"),
    )


def all_themes(library: Library) -> Mapping[str, Theme]:
    """Every theme by its id: the shipped ones in their order, then the workspace's own.

    What a file of the workspace says of a shipped theme goes before, part by part.
    """
    files = [path for ref, path in library.files("standards") if ref.startswith(HOME)]
    found: dict[str, Theme] = {}
    for path in reversed(files):
        for theme in parse_themes(read(path), str(path)):
            found[theme.id] = _over(theme, found.get(theme.id, theme))
    return found


def _over(theme: Theme, below: Theme) -> Theme:
    return Theme(
        theme.id,
        theme.title or below.title or theme.id,
        theme.definition or below.definition,
        tuple(dict.fromkeys((*theme.words, *below.words))),
        theme.sub_group or below.sub_group,
    )
