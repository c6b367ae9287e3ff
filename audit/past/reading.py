"""A file with the matrix of a past cycle, taken in: all of it, or nothing with all that is wrong in it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from audit import tables
from audit.agencies import Agency, codes
from audit.errors import FileError, Problem, UnknownError, gathered
from audit.past.cycle import ONLY, Body, Measure, Past, Said, Source
from audit.past.entries import Entries, Entry, entries_of
from audit.past.layout import Known
from audit.past.legends import clip
from audit.past.naming import LEAVE, Agencies, Headings
from audit.past.remarks import NOT_WORKED, denied, of_blanks, of_legend, of_number, unnamed
from audit.past.sheets import UNWORKED, chosen, grids_of, sheet_notes
from audit.past.spelling import Spelling, folded
from audit.past.words import FILLS, NUMBER, Meanings, Span, in_legend, own_words
from audit.tables.colours import NAMES
from audit.templates import Template

KINDS = ("agency", "standard", "grade")  # what a heading may be said to be beside a standard or question
CELLS = 1_000_000  # cells of a sheet from A1 to its last one; such a matrix is a document for people
FILLED = 100_000  # cells of it that hold something: five hundred agencies on two hundred questions


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be read: its sheet, what its names, headings and words are, what its numbers mean.

    `agencies` and `columns` say what words are, LEAVE of what is to be left out; `keep_unknown` takes
    agencies that are not known here, `keep_words` words that are no grade; `in_order` takes numbers for
    places.
    """

    sheet: str = ""
    agencies: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    in_order: bool = False
    keep_unknown: bool = False
    keep_words: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A past cycle that was read; what headings and names were taken for, and what is to be said of it."""

    past: Past
    headings: tuple[tuple[str, str], ...]  # as written, and the id
    names: tuple[tuple[str, str], ...]  # as written, and the agency where that is called otherwise
    notes: tuple[str, ...]


def read_past(
    path: Path, name: str, template: Template, agencies: Sequence[Agency], spelling: Spelling, wanted: Wanted
) -> Read:
    """The past cycle in a file; FileError with every problem, UnknownError where an option names nothing."""
    found = tables.read(path, CELLS)
    _check_filled(path, found)
    known = _known(template, agencies, spelling, wanted)
    sheet, placed = chosen(path, grids_of(path, found), known, wanted.sheet)
    base = Meanings(template, spelling, {}, wanted.span, wanted.keep_words)
    own = own_words(base, wanted.words.items())
    words = (*spelling.levels, *spelling.colours, *base.targets(standard=True), *NAMES)
    levels = frozenset(map(folded, words))
    entries = entries_of(placed, known, levels)
    legend = in_legend(base, entries.legend)
    meanings = Meanings(template, spelling, legend | own, wanted.span, wanted.keep_words)
    reading = _Reading(entries, known, meanings, wanted)
    bodies, cells = reading.bodies, reading.cells()
    if problems := reading.problems():
        raise FileError(str(path), problems)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    items = tuple(one for one in known.headings.titles if one in set(reading.items.values()))
    notes = (
        *entries.notes,
        *reading.notes,
        *of_legend(legend),
        *of_blanks(path, entries, meanings),
        *_idle(found, entries, wanted),
        *sheet_notes(path, found, sheet),
    )
    every = tuple(dict.fromkeys(bodies.values()))
    past = Past(name, template, every, items, cells, source=Source(path.name, sheet, digest), notes=notes)
    return Read(past, reading.taken(), reading.renamed(), notes)


def _check_filled(path: Path, found: Sequence[tables.Table]) -> None:
    """FileError where more is written than any past cycle had: the words of each cell are looked up."""
    filled = sum(len(row) - row.count(None) for sheet in found for row in sheet.rows)
    if filled > FILLED:
        text = f"{filled:,} cells hold something, and at most {FILLED:,} are read; keep the matrix alone."
        raise FileError(str(path), [Problem("", text)])


def _known(template: Template, agencies: Sequence[Agency], spelling: Spelling, wanted: Wanted) -> Known:
    """What is known of names and headings; UnknownError where an option says something that is not."""
    headings = Headings(template, {}, wanted.in_order)
    kinds = {folded(word): item for word, item in wanted.columns.items() if item in KINDS}
    for word, item in wanted.columns.items():
        if item not in {LEAVE, *KINDS} and headings.item(item).item.casefold() != item.casefold():
            end = f"; did you mean {near!r}?" if (near := headings.near(item)) else "."
            raise UnknownError(f"--column '{word}={item}': {template.title} has no {item!r}{end}")
    from audit.rounds import find_agency

    codes_ = {
        folded(word): LEAVE if code == LEAVE else find_agency(agencies, code).code
        for word, code in wanted.agencies.items()
    }
    columns = {folded(word): item for word, item in wanted.columns.items() if item not in KINDS}
    return Known(Headings(template, columns, wanted.in_order), Agencies(agencies, codes_), spelling, kinds)


def _idle(found: Sequence[tables.Table], entries: Entries, wanted: Wanted) -> Iterator[str]:
    """That a name, heading or word was settled which stands nowhere: it may be typed wrongly."""
    there = {folded(tables.text(cell)) for one in found for row in one.rows for cell in row}
    there |= {folded(one.fill) for one in entries.cells}
    there |= {folded(" ".join(heads)) for heads, _ in entries.headings}
    options = (("agency", wanted.agencies), ("column", wanted.columns), ("word", wanted.words))
    for option, given in options:
        for word, meaning in given.items():
            if not any(folded(word) in one for one in there) and not word.endswith("…"):
                yield f"--{option} '{word}={meaning}' says nothing: {word!r} stands nowhere in the file."


@dataclass
class _Reading:
    """The cells of a file on their way to be a past cycle, and all that is wrong on it."""

    entries: Entries
    known: Known
    meanings: Meanings
    wanted: Wanted
    items: dict[tuple[str, ...], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)

    def cells(self) -> dict[tuple[str, str], Said]:
        """What each agency, by its code, says of each standard or question."""
        self._headings()
        colours = any(one.fill in FILLS for one in self.entries.cells)
        found: dict[tuple[str, str], tuple[Said, Entry]] = {}
        for one in self.entries.cells:
            item = self.items.get(one.heads, "")
            said = self._said(one, item, colours) if item else None
            if said is None:
                continue
            before = found.setdefault((self.bodies[folded(one.agency)].code, item), (said, one))
            if (before[0].measure, before[0].value) != (said.measure, said.value):
                whose = f"{clip(one.agency)!r} for {item}"
                text = f"this is another grade of {whose} than in {before[1].where}; leave one."
                self.wrong.append(Problem(one.where, text))
        return {key: said for key, (said, _) in found.items()}

    def _headings(self) -> None:
        """What each heading stands for; those that stand for nothing, or for the same, are wrong."""
        seen: dict[str, str] = {}
        for heads, where in self.entries.headings:
            if heads in self.items:
                if not self.entries.long:
                    self._twice(heads, where, seen[self.items[heads]])
                continue
            found = [self.known.headings.item(one) for one in (*heads, " ".join(heads))]
            items = _finest(self.known.headings, [one.item for one in found if one.item])
            if len(items) != 1:
                self._unheaded(heads, where, items, next((one.why for one in found if one.why), ""))
                continue
            item = self.items[heads] = items[0]
            if seen.setdefault(item, where) != where and not self.entries.long:
                self._twice(heads, where, seen[item])

    def _twice(self, heads: tuple[str, ...], where: str, first: str) -> None:
        text = f"{clip(heads[-1])!r} is {self.items[heads]}, as {first} is; keep one, or say --column."
        self.wrong.append(Problem(where, text))

    def _unheaded(self, heads: tuple[str, ...], where: str, items: Sequence[str], why: str) -> None:
        text, near = clip(heads[-1]), self.known.headings.near(heads[-1])
        own = text.replace("'", "’")
        titles = self.known.headings.titles
        if len(items) > 1:
            why = f"it may be {' or '.join(items)}"
        what = f": {why}" if why else ""
        end = f"; --column '{own}=ID' says what it is, and --column '{own}={LEAVE}' leaves it out"
        if near:
            there = f"{near} ({clip(titles[near], 40)})"
            end = f"; the nearest is {there}, which --column '{own}={near}' would settle"
        if self.known.headings.numbered(heads[-1]):
            end += ", or --in-order, where numbers are places in the list of standards"
        self.wrong.append(Problem(where, f"{text!r} is no standard or question of the template{what}{end}."))

    def _said(self, one: Entry, item: str, colours: bool) -> Said | None:
        standard = item in {each.id for each in self.known.headings.template.standards}
        if not one.text and one.fill in self._denied:
            self.wrong.append(Problem(one.where, self._denied[one.fill]))
            return None
        own = self.meanings.of_fill(one.fill)
        if not one.text and one.fill and one.fill not in FILLS and (colours or own):
            return self._other_colour(one, own, standard)
        if one.text == UNWORKED:
            self.wrong.append(Problem(one.where, NOT_WORKED))
            return None
        said = self.meanings.read(one.text, one.fill, standard=standard)
        if said is None:
            self.wrong.append(Problem(one.where, self._unknown(one, standard)))
        elif said.measure is Measure.WORDS:
            self.notes.append(f"Kept as words, in no rank: {clip(one.text)!r} ({one.where}).")
        elif one.text and self.meanings.clash(said, one.fill):
            said_ = f"the word {clip(one.text)!r} stands on {one.fill}; the word counts"
            self.notes.append(f"Word and colour differ at {one.where}: {said_}.")
        return said

    @cached_property
    def _denied(self) -> Mapping[str, str]:
        """What to say of a cell without a word, by colours that are not the grades of the words on them."""
        standards = {each.id for each in self.known.headings.template.standards}
        found: dict[str, list[tuple[Entry, bool]]] = {}
        for one in self.entries.cells:
            item = self.items.get(one.heads, "")
            if one.text and one.fill in FILLS and item:
                said = self.meanings.read(one.text, one.fill, standard=item in standards)
                same = bool(said and self.meanings.colour(said) == one.fill)
                found.setdefault(one.fill, []).append((one, same))
        return {
            fill: denied(fill, clip(others[0].text), others[0].where)
            for fill, every in found.items()
            if (others := [one for one, same in every if not same]) and len(others) * 2 >= len(every)
        }

    def _other_colour(self, one: Entry, own: str, standard: bool) -> Said | None:
        """A cell of another colour without a word, in a file whose colours speak."""
        said = self.meanings.word(own, standard=standard) if own else None
        if said is None:
            self.wrong.append(Problem(one.where, unnamed(one.fill)))
        return said

    def _unknown(self, one: Entry, standard: bool) -> str:
        text = clip(one.text or one.fill)
        own = text.replace("'", "’")
        if NUMBER.fullmatch(text):
            return of_number(text)
        there = ", ".join(self.meanings.targets(standard=standard))
        what = "standard" if standard else "question"
        return (
            f"{text!r} is no grade of a {what} that is known; --word '{own}=GRADE' would settle it ({there})."
        )

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Each agency by its name as it is written, folded; those that are not known are wrong, or kept."""
        names = {folded(name): (name, where) for name, where in reversed(self.entries.agencies)}
        found = {name: self.known.agencies.find(written) for name, (written, _) in names.items()}
        strangers = [name for name in names if found[name] is None]
        made = dict(zip(strangers, codes(strangers), strict=True))
        bodies = {
            name: Body(one.code, one.name) if one else Body(f"{ONLY}{made[name]}", _line(names[name][0]))
            for name, one in found.items()
        }
        for name in reversed(strangers):
            self._stranger(*names[name])
        if not self.entries.long:
            self._repeated(bodies)
        order = dict.fromkeys(folded(name) for name, _ in self.entries.agencies)
        return {name: bodies[name] for name in order}

    def _repeated(self, bodies: Mapping[str, Body]) -> None:
        """Agencies that have more rows than one."""
        seen: dict[str, str] = {}
        for name, where in self.entries.agencies:
            body = bodies[folded(name)]
            if seen.setdefault(body.code, where) != where:
                text = (
                    f"{clip(name)!r} is {body.name}, as in {seen[body.code]}; keep one row, or say --agency."
                )
                self.wrong.append(Problem(where, text))

    def _stranger(self, name: str, where: str) -> None:
        own, near = clip(name).replace("'", "’"), self.known.agencies.near(name)
        if self.wanted.keep_unknown:
            text = f"Not an agency of the workspace, kept in the past alone: {clip(name)!r} ({where})."
            self.notes.append(text)
            return
        offer = f"the nearest is {near.name}, which --agency '{own}={near.code}' would settle" if near else ""
        offer = offer or f"--agency '{own}=CODE' says which it is, --agency '{own}={LEAVE}' leaves it out"
        text = f"{clip(name)!r} is no agency here; {offer}, and --keep-unknown keeps it in the past alone."
        self.wrong.append(Problem(where, text))

    def problems(self) -> list[Problem]:
        """All that is wrong, each told once."""
        bare = not any(one.text or one.fill in FILLS for one in self.entries.cells)
        text = "there is no grade in it; colours are seen in .xlsx files alone, and not those of rules."
        none = [Problem("", text)] if bare else []
        return gathered([*none, *(Problem(*one) for one in self.entries.wrong), *self.wrong])

    def taken(self) -> tuple[tuple[str, str], ...]:
        """The headings as they are written, and what each was taken for."""
        return tuple((clip(" / ".join(heads), 100), item) for heads, item in self.items.items())

    def renamed(self) -> tuple[tuple[str, str], ...]:
        """The names that are not an agency's own, and the agency that each was taken for."""
        found = {folded(name): name for name, _ in self.entries.agencies}
        pairs = ((name, self.known.agencies.find(name)) for name in found.values())
        return tuple(
            (clip(name), one.name) for name, one in pairs if one and folded(one.name) != folded(name)
        )


def _line(text: str) -> str:
    return " ".join(text.split())


def _finest(headings: Headings, items: Sequence[str]) -> list[str]:
    """What several headings of one column stand for together: a question before its standard."""
    found = [*dict.fromkeys(items)]
    inside = headings.template.section_of
    questions = [one for one in found if one in inside]
    standards = [one for one in found if one not in inside]
    if len(questions) == 1 and all(inside[questions[0]].id == one for one in standards):
        return questions
    return found
