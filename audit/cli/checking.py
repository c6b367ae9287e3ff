"""What `audit check` looks at: any YAML file of ours, told apart by its keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

from audit import templates
from audit.chasing import rule
from audit.chasing.feedback import load_feedback
from audit.definitions import Block, Library, library, read
from audit.errors import AuditError, DefinitionError, Problem
from audit.past import spelling
from audit.plans import profile as plan_profile
from audit.programme.reading import parse as parse_programme
from audit.registers import profile
from audit.standards.catalogue import parse_catalogue
from audit.standards.scale import parse_scale
from audit.standards.themes import parse_themes
from audit.standards.words import parse_kinds


def check_all(found: Library) -> Iterator[tuple[str, AuditError | None]]:
    """Every shipped and local file with what is wrong in it, or None."""
    for folder in ("standards", "templates"):
        for ref, path in found.files(folder):
            yield str(path), check_file(found, path, ref)


def check_file(found: Library, path: Path, ref: str = "") -> AuditError | None:
    """What is wrong in a file, or None."""
    home = _home(path)
    if home and home not in found.roots:
        found = library(home, *found.roots[:-1])
    try:
        block = read(path)
        _check(found, block, ref or path.stem, str(path))
    except AuditError as error:
        return error
    return None


def _home(path: Path) -> Path | None:
    """The folder whose `standards/` or `templates/` a file lies in."""
    parents = path.absolute().parents
    return next((parent.parent for parent in parents if parent.name in {"standards", "templates"}), None)


def _check(found: Library, block: Block, ref: str, where: str) -> None:
    reads: dict[str, Callable[[], object]] = {
        "scale": lambda: parse_scale(block, ref, where),
        "themes": lambda: parse_themes(block, where),
        "kinds": lambda: parse_kinds(block, where),
        "register": lambda: profile.parse(block, ref, where),
        "plan": lambda: plan_profile.parse(block, ref, where),
        "past": lambda: spelling.parse(block, where),
        "letters": lambda: rule.parse(block, where),
        "template": lambda: _template(found, block, ref, where),
        "catalogue": lambda: parse_catalogue(block, ref, where, found),
        "programme": lambda: parse_programme(block, where),
        "holidays": lambda: templates.holidays_from(block, where),
    }
    read_as = reads.get(_kind(block, where))
    if read_as is None:
        text = "this is neither a catalogue ('standards:'), a template ('against:') nor a scale ('grades:')."
        raise DefinitionError(where, [Problem("line 1", text)])
    read_as()


def _template(found: Library, block: Block, ref: str, where: str) -> None:
    """A template, and the letters that it names against its questions."""
    made = templates.parse(block, ref, where, found)
    if made.running.feedback:
        load_feedback(found, made)


def _kind(block: Block, where: str) -> str:
    for key, kind in (
        ("against", "template"),
        *(("grades", "scale"), ("themes", "themes"), ("kinds", "kinds"), ("columns", "register")),
        *(("headings", "past"), ("fields", "plan"), ("colours", "plan"), ("states", "plan")),
        *(("meetings", "programme"), ("audits", "programme"), ("reports", "programme")),
        *(("follow-ups", "programme"),),
        *(("paragraphs", "letters"), ("levels", "letters")),
        *(("days", "holidays"), ("standards", "catalogue"), ("scale", "catalogue")),
        *(("questions", "template"), ("bands", "template"), ("needs", "template")),
    ):
        if key in block:
            return kind
    if "extends" not in block:
        return ""
    return (
        "template" if "templates" in Path(where).absolute().parts or _adds_questions(block) else "catalogue"
    )


def _adds_questions(block: Block) -> bool:
    added = block.get("add", [])
    return any(isinstance(item, dict) and "text" in item and "questions" not in item for item in added)
