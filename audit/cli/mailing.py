"""Drafts of e-mails (.eml) with a file attached, and their table for a mail merge: written, never sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.cli.whole import write_whole
from audit.errors import FileError, Problem
from audit.wording import plural

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.chasing.letters import Letter, Sender
    from audit.chasing.people import Person
    from audit.chasing.rule import Rule
    from audit.chasing.sending import Parcel
    from audit.cli.letters import Mail
    from audit.rounds import Round

FOLDER, TABLE = "mail", "mail-merge.csv"

mail_option = click.option(
    "--mail/--no-mail", default=None, help="Also drafts of e-mails, or none.  [default: with --all]"
)
no_mail_option = click.option("--no-mail", is_flag=True, help="No drafts of e-mails.")


@dataclass
class Mailing:
    """Files of a round on their way out, each with a draft of the e-mail that it goes with."""

    desk: Desk
    round: "Round"
    letters: "list[Letter]" = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @cached_property
    def rule(self) -> "Rule":
        """What the drafts say."""
        from audit.chasing.rule import SENDING, load

        return load(self.desk.library, SENDING)

    def people(self, agency: "Agency") -> "tuple[Person, ...]":
        """Whom a file for an agency goes to."""
        from audit.chasing.owing import reach

        return reach(agency, self.rule.levels[0].to)[0]

    def add(self, parcel: "Parcel", path: Path) -> None:
        """Have a draft written for a file that stands there."""
        from audit.chasing.sending import covering

        said = covering(self.rule, self.round, parcel, self.desk.today, sender_of(self.desk))
        self.letters.append(said)
        self.files.append(path)

    def write(self, folder: Path) -> None:
        """Write the drafts and their table into a folder, and say what is to be done with them."""
        from audit.chasing.letters import merge_table
        from audit.cli.file_names import make_folder

        make_folder(folder)
        sizes = self._write_drafts(folder)
        files = [str(path.absolute()) for path in self.files]
        table = merge_table(self.letters, files, self.desk.marking())
        _check_table(folder / TABLE, table)
        write_whole(folder / TABLE, table)
        count = plural(len(sizes), "draft of an e-mail is", "drafts of e-mails are")
        whose = "its file" if len(sizes) == 1 else "each with its file"
        tell(f"{count} in {folder}, {whose} attached, and {TABLE} for a mail merge.")
        self._say(sizes)

    def write_beside(self) -> None:
        """Write the draft of one file beside it, and say so."""
        sizes = self._write_drafts(self.files[0].parent)
        tell(f"{self.files[0].with_suffix('.eml')} is the draft of an e-mail with the form attached.")
        self._say(sizes)

    def _write_drafts(self, folder: Path) -> list[int]:
        pairs = zip(self.letters, self.files, strict=True)
        return [self._write_one(letter, path, folder / f"{path.stem}.eml") for letter, path in pairs]

    def _say(self, sizes: Sequence[int]) -> None:
        say_bare(self.letters)
        say_odd(self.letters, sizes)
        tell("Nothing was sent: open each draft in your e-mail, look at it, and send it.")

    def _write_one(self, letter: "Letter", path: Path, to: Path) -> int:
        """Write one draft, over an earlier one only; its size in bytes."""
        from audit.chasing.mail import eml
        from audit.chasing.sending import draft_of

        _check_draft(to)
        content = eml(draft_of(letter, self.desk.marking(), (), path.name, path.read_bytes()))
        write_whole(to, content)
        return len(content)


def sender_of(desk: Desk) -> "Sender":
    """Who writes."""
    from audit.chasing.letters import Sender

    return Sender(desk.partnership, desk.setting("contact"))


def say_bare(letters: "Sequence[Letter]") -> None:
    """Say which drafts have nobody to go to."""
    from audit.chasing.mail import sendable

    if bare := [one.agency for one in letters if not any(map(sendable, one.addresses))]:
        tell(f"No e-mail address is known, so the draft has nobody under To: {', '.join(bare)}.")


def say_odd(letters: "Sequence[Letter]", sizes: Sequence[int]) -> None:
    """Say which addresses no mail can hold, and which drafts are too large for many mail systems."""
    from audit.chasing.mail import HEAVY, sendable

    odd = [f"{one.agency} ({a})" for one in letters for a in one.addresses if not sendable(a)]
    if odd:
        tell(f"Left out of the draft, since no mail takes such an address: {', '.join(odd)}.")
    sized = zip(letters, sizes, strict=True)
    heavy = [f"{one.agency} ({size / 1e6:.0f} MB)" for one, size in sized if size >= HEAVY]
    if heavy:
        tell(f"25 MB or more, which many mail systems do not take: {', '.join(heavy)}.")


def say_drafts(letters: "Sequence[Letter]", mail: "Mail") -> None:
    """Say that a draft stands beside each letter, and what is odd about them."""
    tell("Beside each stands a draft of an e-mail (.eml) with the form attached: open it, look, send it.")
    if mail.without:
        tell(f"No form goes with it, since there is none to fill in: {', '.join(mail.without)}.")
    say_odd(letters, mail.sizes)


def _check_draft(path: Path) -> None:
    """FileError where something else than a draft that was not sent stands there."""
    from audit.chasing.mail import UNSENT
    from audit.workbook.standing import TAKEN

    if path.is_file() and not begins(path, UNSENT):
        raise FileError(str(path), [Problem("", TAKEN)])


def _check_table(path: Path, content: bytes) -> None:
    """FileError where a table of somebody else's stands there."""
    from audit.workbook.standing import other_table

    if wrong := other_table(path, content):
        raise FileError(str(path), [Problem("", wrong)])


def goes_out(path: Path) -> bool:
    """Whether a file is a draft that was written to go out, the letter beside one, or their table."""
    from audit.chasing.letters import HEADINGS
    from audit.chasing.mail import UNSENT

    match path.suffix.casefold():
        case ".eml":
            return begins(path, UNSENT)
        case ".txt":
            return begins(path.with_suffix(".eml"), UNSENT)
        case ".csv":
            return begins(path, b"\xef\xbb\xbf" + ",".join(HEADINGS).encode())
    return False


def begins(path: Path, start: bytes) -> bool:
    """Whether a file begins with some bytes; not where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return False
