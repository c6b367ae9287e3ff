"""The sheets Moderation and Moderation detail: what a panel made of grades, and what stands today."""

from collections.abc import Iterator
from fractions import Fraction

from audit.dates import said
from audit.moderation import Moderated, Moved
from audit.scoring.challenge import Matter
from audit.scoring.drift import Drift, drift
from audit.scoring.movement_words import signed_change
from audit.scoring.partnership import Row, StandardFigures
from audit.scoring.score import Score, printed
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, said_of, titled
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.pairs import Pair, Said, pairs

SCORED = "Standards: mean scores by agencies' own grades, and with the panel's"
AGENCIES = "Agencies: overall scores, and how the panel's grades lie to their own"
STANDARDS = "Standards: mean scores, and how the panel's grades lie to the agencies' own"
DETAIL = "Every grade that the panel spoke of"
SCORES = ("By own grades", "At return", "Today")
MOVES = ("Moderated", "Up", "Down", "To or from n/a", "Mean drift")
CHANGE = "+0.00;-0.00;0.00"


def moderation(edition: Edition) -> Page:
    """The sheet Moderation: scores by own grades, at return and today; drift; what is still open."""
    rows = [row for row in edition.results.rows if said_of(row)]
    found = drift(edition.rows)
    blocks: list[Block] = [
        *loud(edition),
        *map(Text, _intro(edition)),
        *_pairs(edition),
        Table(
            STANDARDS,
            ("Standard", *SCORES, *MOVES),
            tuple(_standards(edition, found)),
            empty="No response is signed yet.",
        ),
        Table(
            AGENCIES,
            ("Agency", *SCORES, *MOVES, "To be moderated again", "Evidence asked for", "Revised since"),
            tuple(_agency(edition, row) for row in rows),
            filtered=not edition.board,
        ),
    ]
    widths = (44.0, *[13.0] * 11)
    return Page("Moderation", f"{edition.results.round.name}: moderation", tuple(blocks), widths=widths)


def _intro(edition: Edition) -> Iterator[str]:
    yield (
        "At return: with the panel's grades where they stand. Today: with grades revised since an action was "
        "assured too. Drift: the panel's points less the agency's own; above 0 the panel sees more, and 1 is "
        "the whole length of the scale."
    )
    open_ = [one for row in edition.results.rows for one in row.matters if one.open]
    parts = (
        (sum(one.again for one in open_), "to be moderated again, since the agency changed its own grade"),
        (sum(one.evidence_asked for one in open_), "with evidence asked for that is still to come"),
        (
            sum(one.lapsed for one in open_),
            "to be revised again, since the grade at return moved",
        ),
    )
    told = [f"{count} {words}" for count, words in parts if count]
    yield f"Grades still open: {'; '.join(told)}." if told else "Nothing is open between panel and agencies."


def _pairs(edition: Edition) -> Iterator[Block]:
    """Scores by own grades beside those at return, and their chart, where a panel changed any."""
    own = edition.results.as_graded
    if own is None:
        return
    said = Said(
        *(SCORED, "Score by own grades", "Score at return", "Panel less own"),
        "Scores with the panel's grades",
        "The panel's grades moved no standard's score",
    )
    both = zip(own.standards, edition.results.standards, strict=True)
    found = [Pair(now.standard, then.score, now.score) for then, now in both]
    yield from pairs(edition, said, found)
    yield NewPage()


def _standards(edition: Edition, found: Drift | None) -> Iterator[tuple[Cell, ...]]:
    results = edition.results
    views = [(one or results).standards for one in (results.as_graded, results, results.as_today)]
    for own, returned, today in zip(*views, strict=True):
        lies = found.standards.get(returned.standard.id) if found else None
        scores: tuple[StandardFigures, ...] = (own, returned, today)
        yield (titled(returned.standard), *(edition.mean(one.score) for one in scores), *_moves(lies))


def _agency(edition: Edition, row: Row) -> tuple[Cell, ...]:
    own, today = row.self_scored or row.scored, row.today or row.scored
    scores = (one.overall if one else None for one in (own, row.scored, today))
    counts = "" if edition.counts(row) else " (not counted)"
    found = drift([row])
    return (
        edition.name(row) + counts,
        *(_score(edition, one) for one in scores),
        *_moves(found.whole if found else None),
        sum(one.again for one in row.matters),
        sum(one.evidence_asked for one in row.matters),
        len(row.revisions),
    )


def _score(edition: Edition, one: Score | None) -> Cell:
    if one is None or one.band is None:
        return Filled("no score", QUIET)
    return Filled(f"{one.band.name} {printed(one.value, edition.template.bands)}", one.band.colour)


def _moves(one: Moved | None) -> tuple[Cell, ...]:
    if one is None:
        return (0, 0, 0, 0, NOTHING)
    return (one.up + one.down + one.same + one.other, one.up, one.down, one.other, _mean(one.mean))


def _mean(value: Fraction | None) -> Cell:
    return NOTHING if value is None else Number(float(signed_change(value)), CHANGE)


def moderation_detail(edition: Edition) -> Page:
    """The sheet Moderation detail: the panel's grade beside the agency's own, question by question."""
    rows = tuple(_line(edition, row, one) for row in edition.results.rows for one in said_of(row))
    heads = (
        *("Agency", "Question", "Own grade", "Panel's grade", "Reason", "By and on", "Evidence"),
        *("Grade today", "How it was assured", "Still open"),
    )
    blocks = (Table(DETAIL, heads, rows, filtered=True),)
    widths = (26.0, 10.0, 13.0, 13.0, 34.0, 18.0, 22.0, 13.0, 26.0, 18.0)
    title = f"{edition.results.round.name}: each moderated grade"
    return Page("Moderation detail", title, blocks, frozen=2, widths=widths)


def _line(edition: Edition, row: Row, one: Matter) -> tuple[Cell, ...]:
    panel = one.panel
    given = panel if panel and panel.grade else None
    evidence = ": ".join(part for part in (panel.evidence, panel.wanted) if part) if panel else ""
    assured = one.assured if one.assured and one.assured.grade else None
    return (
        edition.name(row),
        one.question.id,
        _grade(edition, one.own),
        _grade(edition, given.grade if given else ""),
        (given.reason if given else "") or NOTHING,
        _who(given, given.day) if given else NOTHING,
        evidence or NOTHING,
        _grade(edition, assured.grade if assured and one.revised else one.at_return),
        f"{assured.reason} ({_who(assured, assured.assured)})" if assured else NOTHING,
        _open(one),
    )


def _open(one: Matter) -> str:
    return one.state if one.open else NOTHING


def _who(one: Moderated, day: str) -> str:
    return f"{one.moderator}, {said(day or one.at[:10])}"


def _grade(edition: Edition, code: str) -> Cell:
    return edition.grade(edition.template.scale[code] if code else None)
