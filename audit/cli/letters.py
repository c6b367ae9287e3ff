"""Letters as files: a text and the draft of an e-mail for each agency, and one table for a mail merge."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS
from audit.errors import FileError, Problem
from audit.passing import passing

if TYPE_CHECKING:
    from audit.chasing.letters import Letter

TABLE = "letters.csv"

letters_option = click.option(
    "--letters",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write letters there; logged.",
)
note_option = click.option("--note", type=WORDS, default="", help="With --log: what came of it.")


def _nothing(_letter: "Letter") -> "tuple[str, bytes] | None":
    return None


def _no_words(_letter: "Letter", _file: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters are put into drafts of e-mails: marked as what, with which file, and what is said of that.

    `attach` gives a file's name and content for a letter, or None; `below` the paragraphs that name it. The
    sizes of the drafts, and for whom no file goes with it, are kept as they are written.
    """

    marking: str
    attach: "Callable[[Letter], tuple[str, bytes] | None]" = _nothing
    below: "Callable[[Letter, str], tuple[str, ...]]" = _no_words
    sizes: list[int] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def draft(self, letter: "Letter") -> bytes:
        """The draft of an e-mail with a letter."""
        from audit.chasing.mail import eml
        from audit.chasing.sending import draft_of

        file, content = self.attach(letter) or ("", b"")
        below = self.below(letter, file) if file else ()
        if not file:
            self.without.append(letter.agency)
        made = eml(draft_of(letter, self.marking, below, file, content))
        self.sizes.append(len(made))
        return made


def write_letters(
    folder: Path,
    letters: "Sequence[Letter]",
    today: date,
    log: Callable[[], None],
    mail: Mail | None = None,
    *,
    again: bool = False,
) -> list[Path]:
    """Write letters and their table into a folder, logged once all are there; where that fails they go.

    Gives the texts, then the drafts of e-mails where `mail` has them written, the table last. No file is
    written over: a name that is taken gets a number. But a letter that stands there word for word is of a
    command that was killed before it was logged, unless such as were logged today are written `again`.
    FileError where they cannot be written.
    """
    halves: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A place of their own, so that who writes there at the same time takes none of them away.
        with passing(folder) as place:
            for path, content in _contents(folder, letters, today, mail, again=again):
                halves[path] = place / path.name
                halves[path].touch(mode=0o600)  # an agency's own form may go with it
                halves[path].write_bytes(content)
            with _gone_unless_logged([path for path in halves if not path.exists()]):
                for path, half in halves.items():
                    half.replace(path)
                log()
    except OSError as error:
        sentence = f"the letters cannot be written ({error.strerror})."
        raise FileError(str(folder), [Problem("", sentence)]) from None
    return list(halves)


@contextmanager
def _gone_unless_logged(new: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _contents(
    folder: Path, letters: "Sequence[Letter]", today: date, mail: Mail | None, *, again: bool
) -> "Iterator[tuple[Path, bytes]]":
    """The files and their contents, one after another, since what is attached may be large."""
    from audit.chasing.letters import merge_table
    from audit.cli.file_names import safe
    from audit.cli.progress import each

    texts: list[Path] = []
    for one in letters:
        path = folder / f"{safe(one.code)}-{today.isoformat()}.txt"
        texts.append(_free(path, texts, b"" if again else one.text.encode()))
    yield from ((path, one.text.encode()) for path, one in zip(texts, letters, strict=True))
    if mail:
        for path, one in each([*zip(texts, letters, strict=True)], "Drafts"):
            yield path.with_suffix(".eml"), mail.draft(one)
    table = merge_table(letters, (), mail.marking if mail else "")
    yield _free(folder / TABLE, (), b"" if again else table), table


def _free(path: Path, taken: Sequence[Path], same: bytes) -> Path:
    """A path that no file has, nor a draft beside it, numbered where need be; or where the `same` stands."""
    names = {one.name.casefold() for one in taken}
    found, number = path, 1
    while found.exists() or found.with_suffix(".eml").exists() or found.name.casefold() in names:
        if found.name.casefold() not in names and found.is_file() and found.read_bytes() == same:
            break
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def letter_blocks(letters: "Sequence[Letter]", files: Sequence[Path]) -> list[dict[str, Any]]:
    """Letters as plain values, each with its file, and its draft where there are drafts."""
    made = [str(path) for path in files if path.suffix == ".eml"]
    drafts: Sequence[str | None] = made or [None] * len(letters)
    return [
        {
            "agency": one.agency,
            "code": one.code,
            "to": one.to,
            "addresses": list(one.addresses),
            "subject": one.subject,
            "file": str(path),
            "draft": draft,
        }
        for one, path, draft in zip(letters, files, drafts, strict=False)
    ]
