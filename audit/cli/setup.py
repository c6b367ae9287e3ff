"""audit init, standards, templates, check."""

import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, SETTINGS, WORDS, Desk, everywhere, json_option, sqlite_file
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.errors import AuditError, DefinitionError, Problem, StateError
from audit.passing import name_new, passing, write
from audit.wording import harmless

if TYPE_CHECKING:
    from audit.templates import Template

TOML = """\
# The partnership whose workspace this is. Read by every command; change it with any editor.
name = {name}          # printed on workbooks and forms
area = ""
marking = "OFFICIAL-SENSITIVE"   # printed on the cover of every workbook
confidence = 0.95                # of intervals
# retention = "3 years"          # how long ids of cases are kept; 'audit purge' takes older ones out
"""


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--name", type=WORDS, default="", help="The partnership's name.")
@everywhere
def init(desk: Desk, folder: Path | None, name: str) -> None:
    """Make a workspace in DIR, by default here.

    With --store its answers are kept in a PostgreSQL database, and audit.toml says in which; the folder
    holds the samples and your own standards and templates.

    \b
    Examples:
      audit init kingsbridge --name "Kingsbridge Safeguarding Children Partnership"
      audit init kingsbridge --store postgresql://ann@db.kingsbridge.gov.uk/audit
    """
    create(folder or desk.folder, name, desk.url)
    tell(f"A workspace is ready in {(folder or desk.folder).absolute()}. Next: audit agency import LIST.xlsx")


def create(folder: Path, name: str, url: str = "") -> None:
    """Make a workspace: its settings, and its database here or at a URL; StateError where there is one."""
    from audit.store.engine import is_synchronised
    from audit.store.store import Store

    if (folder / DATABASE).exists():
        raise _there(folder)
    if url:  # before anything is written here: it may not let us in
        Store(url).close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_settings(folder / SETTINGS, name, url)
    except OSError as error:
        raise _not_made(folder, error) from None
    if url:
        return
    with passing(folder) as place:  # it has its name only once its tables are laid down
        Store(f"sqlite:///{place / DATABASE}").close()
        _named(place / DATABASE, folder / DATABASE)
    if is_synchronised(folder.absolute()):
        tell(
            "This folder is synchronised or on a network: the database is kept in its slower, safer mode. "
            "Let only one person at a time work in it."
        )


def _named(made: Path, path: Path) -> None:
    """Give a new database its name; StateError where there is one by now, or it cannot be given."""
    try:
        name_new(made, path)
    except FileExistsError:
        raise _there(path.parent) from None
    except OSError as error:
        raise _not_made(path.parent, error) from None


def _there(folder: Path) -> StateError:
    return StateError(f"There is a workspace in {folder.absolute()} already; nothing was changed.")


def _not_made(folder: Path, error: OSError) -> StateError:
    return StateError(f"No workspace can be made in {folder.absolute()} ({error.strerror}).")


def _write_settings(settings: Path, name: str, url: str) -> None:
    """The settings, unless they are there; a password is never written into them."""
    from audit.store.engine import without_password

    line, secret = "", False
    if url and "://" in url and not sqlite_file(url):
        told, secret = without_password(url)
        line = f"store = {_quoted(told)}   # where the answers are kept\n"
    if not settings.exists():
        write(settings, (TOML.format(name=_quoted(name)) + line).encode())
    elif line and "store" not in tomllib.loads(settings.read_text(encoding="utf-8-sig")):
        tell(f"Put this line into {settings}, so that every command finds the store: {line.split('   #')[0]}")
    if secret:
        tell(
            "The password was not written into audit.toml: let each person keep theirs in a file of their "
            "own (PGPASSFILE), or in AUDIT_STORE."
        )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@click.command()
@click.argument("ref", required=False)
@json_option
@everywhere
def standards(desk: Desk, ref: str | None, as_json: bool) -> None:
    """List the catalogues of standards, or show the one named REF; of a scale, its grades.

    \b
    Examples:
      audit standards section-11/london
      audit standards scales/met-partly-not
    """
    from audit.standards.catalogue import is_catalogue, load_catalogue

    if ref is None:
        names = [name for name in desk.library.refs("standards") if is_catalogue(name)]
        found = [load_catalogue(desk.library, name) for name in names]
        lines = [
            [c.ref, c.title, c.edition, str(len(c.standards)), str(len(c.questions)), c.scale.ref]
            for c in found
        ]
        headings = ["name", "title", "edition", "standards", "questions", "scale"]
        if as_json:
            print_json([dict(zip(headings, line, strict=True)) for line in lines])
        else:
            table([heading.capitalize() for heading in headings], lines)
        return
    if ref.startswith("scales/"):
        _show_scale(desk, ref, as_json=as_json)
        return
    catalogue = load_catalogue(desk.library, ref)
    if as_json:
        from audit.cli.show import catalogue_block

        print_json(catalogue_block(catalogue))
    else:
        from audit.cli.show import print_catalogue

        print_catalogue(catalogue)


def _show_scale(desk: Desk, ref: str, *, as_json: bool) -> None:
    """A scale: its grades, best first, and what each counts."""
    from audit.standards.scale import load_scale, scale_block

    block = scale_block(load_scale(desk.library, ref))
    if as_json:
        print_json(block)
        return
    line(f"{block['title']} ({ref})")
    keys = ("code", "label", "points", "good", "definition")
    table(
        [key.capitalize() for key in keys],
        [[str(grade.get(key, "none")) for key in keys] for grade in block["grades"]],
    )


@click.command()
@click.argument("ref", required=False)
@everywhere
def templates(desk: Desk, ref: str | None) -> None:
    """List the templates, or show the one named REF.

    \b
    Example:
      audit templates section-11/london
    """
    from audit.cli.show import print_template
    from audit.templates import is_template, load

    if ref is not None:
        print_template(load(desk.library, ref))
        return
    names = filter(is_template, desk.library.refs("templates"))
    found = [load(desk.library, name) for name in names]
    table(
        ["Name", "Title", "Subject", "Questions"],
        [[t.ref, _with_standards(t), t.subject, str(len(t.questions))] for t in found],
    )


def _with_standards(template: "Template") -> str:
    """A template's title, and what it is held against where that has another name."""
    against = template.catalogue.ref
    return template.title if against == template.ref else f"{template.title} (against {against})"


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@everywhere
def check(desk: Desk, files: tuple[Path, ...]) -> None:
    """Find mistakes in standards and templates; without FILE in all of them, shipped and local.

    \b
    Example:
      audit check standards/local/ours.yaml
    """
    from audit.cli.checking import check_all, check_file

    problems: list[tuple[str, Problem]] = []
    checked = (
        chain(check_all(desk.library), _programme(desk))
        if not files
        else ((str(file), check_file(desk.library, file)) for file in files)
    )
    count = 0
    for where, error in checked:
        count += 1
        if isinstance(error, DefinitionError):
            problems += [(error.file, problem) for problem in error.problems]
        elif error is not None:
            problems.append((where, Problem("", str(error))))
    for where, problem in dict.fromkeys(problems):
        click.echo(harmless(f"{where}, {problem}"))
    if problems:
        raise AuditError(f"{len(dict.fromkeys(problems))} to put right in {count} checked.")
    tell(f"Nothing wrong in {count} checked.")


def _programme(desk: Desk) -> "Iterator[tuple[str, AuditError | None]]":
    """The programme of the workspace with what is wrong in it, where there is one."""
    from audit.cli.checking import check_file
    from audit.cli.programme import programme_path

    try:
        path = programme_path(desk)
    except AuditError as error:  # audit.toml itself is wrong
        yield SETTINGS, error
        return
    if path.exists() or "programme" in desk.settings:
        yield str(path), check_file(desk.library, path)
