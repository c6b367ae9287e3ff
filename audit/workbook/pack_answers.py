"""The sheets of a pack on answers: grades beside those of others, what changed, where evidence is lacking."""

from collections.abc import Iterator

from audit.dates import said
from audit.packs.gaps import gaps
from audit.packs.pack import FEWEST, Pack
from audit.packs.spread import Beside, counts_words, questions
from audit.scoring.movement import AgencyMovement, Movement
from audit.scoring.movement_pairs import Pair, Way
from audit.scoring.movement_words import moved_words
from audit.scoring.partnership import Row
from audit.standards.scale import Grade
from audit.wording import plural
from audit.workbook.edition import titled
from audit.workbook.movement import COLOURS
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text

NO_ANSWERS = "Nothing that the agency has answered is known here."


def grades(pack: Pack) -> Page:
    """The sheet Grades: each question, its own grade and the panel's, beside how often all said what."""
    heads = ("Question", "What was asked", "Own answer", "Panel's grade", *others(pack))
    rows = tuple(_question(pack, one) for one in questions(pack))
    table = Table("Each question, beside what others said", heads, rows, filtered=True, empty=NO_ANSWERS)
    blocks: list[Block] = [*map(Text, _read(pack)), table]
    title = f"{pack.title}: grades of {pack.round.name}"
    return Page("Grades", title, tuple(blocks), frozen=1, widths=(11, 62, 20, 18, *[36] * len(spreads(pack))))


def others(pack: Pack) -> tuple[str, ...]:
    """The headings of the counts of all, and of its kind where those are enough."""
    kind = (f"Its kind: {len(pack.of_kind)}",) if pack.apart else ()
    return (f"All: {plural(len(pack.counted), 'signed response')}", *kind)


def spreads(pack: Pack) -> tuple[tuple[Row, ...], ...]:
    """The responses behind each of those headings."""
    return (pack.counted, pack.of_kind) if pack.apart else (pack.counted,)


def _read(pack: Pack) -> Iterator[str]:
    """How to read the counts."""
    yield (
        f"Counts are of the {plural(len(pack.counted), 'signed response')} in {pack.round.name}, its own "
        "among them where it is signed; a panel's grade counts in place of an agency's own."
    )
    if not pack.apart:
        yield (
            f"Its kind is counted apart where at least {FEWEST} others of it, and {FEWEST} of other kinds, "
            "have signed."
        )
    elif pack.kind:
        yield f"Its kind: {pack.kind}."


def _question(pack: Pack, one: Beside) -> tuple[Cell, ...]:
    scale = pack.results.template.scale
    own = scale.find(one.own) if one.question.kind == "grade" else None
    return (
        one.question.id,
        f"{one.question.text} (critical)" if one.question.critical else one.question.text,
        _filled(own) if own else one.own,
        _filled(scale.find(one.panel)) if one.panel else NOTHING,
        *(counts_words(found) or NOTHING for found in (one.everybody, one.kind)[: len(spreads(pack))]),
    )


def _filled(grade: Grade | None) -> Cell:
    return Filled(grade.label, grade.colour or QUIET) if grade else NOTHING


def changed(pack: Pack) -> Page:
    """The sheet Changed: what moved since the round before."""
    title = f"{pack.title}: what changed"
    if pack.since is None or pack.row is None:
        why = "No earlier round is known that it can be compared with." if pack.row else NO_ANSWERS
        return Page("Changed", title, (Text(why),), widths=(100.0,))
    before = pack.since.round.name
    if pack.moved is None:
        why = f"The agency answered nothing in {before}, so nothing can be compared."
        return Page("Changed", title, (Text(why),), widths=(100.0,))
    blocks: tuple[Block, ...] = (
        *map(Text, _known(pack, pack.moved)),
        _standards(pack, pack.moved),
        _moved(pack, before),
        _confirmed(pack),
        _apart(pack, pack.moved),
    )
    return Page("Changed", f"{title} since {before}", blocks, widths=(34, 62, 22, 22, 16))


def _known(pack: Pack, moved: AgencyMovement) -> Iterator[str]:
    """What must be known to read it."""
    before = pack.since.round.name if pack.since else ""
    yield (
        f"Compared are {plural(len(moved.compared), 'grade')} of questions that mean the same in {before} "
        f"and {pack.round.name}: {len(pack.went(Way.SAME))} stayed as they were."
    )
    for row, name in ((moved.then, before), (moved.now, pack.round.name)):
        if not row.signed:
            yield f"What it answered in {name} is not signed."
    if mixed := sum(one.panel[0] != one.panel[1] for one in moved.compared):
        yield f"For {plural(mixed, 'grade')} a panel's counts in one of the two rounds alone."


def _standards(pack: Pack, moved: AgencyMovement) -> Table:
    bands = pack.results.template.bands
    rows = []
    for standard in (None, *pack.results.template.standards):
        change = moved.change(standard)
        name = titled(standard) if standard else "Overall"
        if change:
            words = moved_words(change, bands).replace("\n", " ")
            rows.append((name, Filled(words, COLOURS[change.way]), change.questions))
    heads = ("Standard", "From what to what, on the questions that compare", "Questions")
    return Table("Each standard", heads, tuple(rows), empty="No standard compares.")


def _moved(pack: Pack, before: str) -> Table:
    found = (*pack.went(Way.DOWN), *pack.went(Way.UP))
    heads = ("Question", "What was asked", f"In {before}", f"In {pack.round.name}", "Went")
    return Table(
        "Grades that moved, those that fell first", heads, tuple(map(_pair, found)), empty="None moved."
    )


def _pair(one: Pair) -> tuple[Cell, ...]:
    way = str(one.way) if one.way else NOTHING
    ends = (_filled(one.then), _filled(one.now))
    return (one.question.id, one.question.text, *ends, way)


def _confirmed(pack: Pack) -> Table:
    asked = pack.row.interview if pack.row else None
    rows = tuple(
        (name, asked.template.question(name).text, _filled(asked.counts(asked.template.question(name))))
        for name in pack.confirmed
        if asked
    )
    heads = ("Question", "What was asked", "Grade confirmed")
    return Table("Confirmed as still true, not given anew", heads, rows, empty="None was confirmed.")


def _apart(pack: Pack, moved: AgencyMovement) -> Table:
    left = Movement(pack.since, pack.results).left_out if pack.since else ()
    whys = [(one.question, str(one.why)) for one in left]
    whys += [(one.question, one.why) for one in moved.pairs if not one.points and one.why]
    rows = tuple((question.id, question.text, why) for question, why in whys)
    return Table(
        "Not compared", ("Question", "What was asked", "Why"), rows, empty="Every question compares."
    )


def evidence(pack: Pack) -> Page:
    """The sheet Evidence: where it is lacking, what was named, and when the panel asked."""
    heads = ("Of", "What it is about", "Own grade", "What is lacking", "Evidence named", "Asked on")
    rows = tuple(
        (one.of, one.about, one.grade or NOTHING, one.words, one.held or "none", said(one.day) or NOTHING)
        for one in gaps(pack)
    )
    empty = "Nothing is lacking that is written down." if pack.row else NO_ANSWERS
    table = Table("Where evidence is lacking", heads, rows, filtered=True, empty=empty)
    return Page("Evidence", f"{pack.title}: evidence", (table,), frozen=1, widths=(11, 58, 18, 40, 40, 18))
