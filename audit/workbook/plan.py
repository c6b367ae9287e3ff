"""The sheets Evidence and Actions: what stands behind top grades, what will be done about low ones."""

from collections.abc import Iterator, Sequence

from audit.dates import said
from audit.responses.response import Answer
from audit.scoring.partnership import Row
from audit.standards.question import Question
from audit.workbook.actions_planned import Asked, counted_actions, counts, pressing
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text

COUNTS = "Pieces of evidence by standard, and top grades without any"
UNASKED = "Pieces of evidence by standard"
TOP = ("Questions at the top grade without evidence", "Top grades", "With", "Without")
ITEMS = "Every piece of evidence"
PLANNED = "On critical questions and lowest grades"
OTHERS = "On other questions"
BARE = "Low grades without an action"


def has_evidence(edition: Edition) -> bool:
    """Whether there is anything to say of evidence: it is asked for, or was given unasked."""
    return bool(edition.template.evidence_grades) or any(_pieces(edition))


def has_actions(edition: Edition) -> bool:
    """Whether there is anything to say of actions: they are asked for, or were given unasked."""
    return bool(edition.template.action_grades) or any(_with_action(edition))


def evidence(edition: Edition) -> Page:
    """The sheet Evidence."""
    blocks: list[Block] = [Text(line) for line in _intro(edition)]
    wanted = bool(edition.template.evidence_grades)
    blocks += [_counts(edition)] if wanted or edition.board else []
    blocks += [] if edition.board else [_items(edition)]
    title = f"{edition.results.round.name}: evidence"
    # The columns of the pieces, in which texts stand, and behind them those of counts by standard.
    homes = _homes(edition)[0 if edition.stale else 1 :] if wanted else ()
    widths = (28, 46, 28, 17, 11, 10, *(max(7.0, len(home) * 1.3 + 1) for home in homes))
    return Page("Evidence", title, tuple(blocks), widths=() if edition.board else widths)


def _intro(edition: Edition) -> Iterator[str]:
    covers = (
        "A piece given once for a whole standard covers all its top grades, but for questions that ask for "
        "evidence of their own."
    )
    unasked = "No grade calls for evidence here; these are pieces that were given all the same."
    yield f"From {edition.counted}. {covers if edition.template.evidence_grades else unasked}"
    if edition.board and not edition.public:
        yield "What the pieces are stands in the subgroup's edition."


def _homes(edition: Edition) -> list[str]:
    """The standards by id, and the rest where anything there can have evidence."""
    homes = dict.fromkeys(section.id or "Other" for section in edition.template.sections)
    return [home for home in homes if home != "Other" or any(row[1] == "Other" for row in _pieces(edition))]


def _counts(edition: Edition) -> Table:
    homes = _homes(edition)
    wanted = edition.template.evidence_grades
    return Table(
        COUNTS if wanted else UNASKED,
        (
            *("Agency", *(TOP if wanted else ())),
            *([_older(edition)] if edition.stale else []),
            *homes,
        ),
        tuple(_count_row(edition, row, homes) for row in edition.rows),
        filtered=False,
        empty="No response is signed yet.",
    )


def _count_row(edition: Edition, row: Row, homes: list[str]) -> tuple[Cell, ...]:
    having, top = row.evidenced
    asked = row.interview
    bare = [q.id for section in edition.template.sections for q in asked.without_evidence(section)]
    given = [home for _, home, *_ in _of(edition, row)]
    of_top = (", ".join(bare) or "none", top, having, top - having)
    return (
        edition.name(row),
        *(of_top if edition.template.evidence_grades else ()),
        *([row.interview.all_stale] if edition.stale else []),
        *(given.count(home) for home in homes),
    )


def _older(edition: Edition) -> str:
    return f"Older than {edition.template.evidence_months} months"


def _items(edition: Edition) -> Table:
    heads = ("Agency", "What shows it", "Where it is held", "Date", "Standard", "Question")
    rows = tuple(
        (name, what, where, date, home, question)
        for name, home, question, what, where, date in _pieces(edition)
    )
    return Table(ITEMS, heads, rows, filtered=True, empty="No evidence was given.")


def _pieces(edition: Edition) -> Iterator[tuple[str, ...]]:
    for row in edition.rows:
        yield from _of(edition, row)


def _of(edition: Edition, row: Row) -> Iterator[tuple[str, ...]]:
    """Each piece of an agency: name, standard, question, what, where, date; only on what it was asked."""
    template = edition.template
    for section in template.sections:
        places = [(section.id, "the whole standard")] if section.id else []
        places += [(q.id, q.id) for q in section.questions if row.interview.arises(q)]
        for key, called in places:
            for item in row.interview.answers.get(key, _EMPTY).evidence:
                old = f", {_older(edition).lower()}" if row.interview.outdated(item) else ""
                ends = (item.where or NOTHING, f"{said(item.date)}{old}" or NOTHING)
                yield edition.name(row), section.id or "Other", called, item.what or NOTHING, *ends


_EMPTY = Answer()


def actions(edition: Edition) -> Page:
    """The sheet Actions."""
    if edition.public:
        return counted_actions(edition)
    found = list(_with_action(edition))
    urgent, others = ([one for one in found if pressing(*one) == first] for first in (True, False))
    heads = ("Agency", "What will be done", "By whom", "By when", "Grade", "Question")
    bare = tuple(_bare(edition))
    lines = tuple(_action(edition, *one) for one in urgent)
    blocks: list[Block] = [
        Text(
            f"From {edition.counted}: what will be done about a low grade. Where nobody was named or no day "
            "was given, it says so."
        ),
        *([Table(BARE, ("Agency", "What was asked", "Question", "Critical", "Grade"), bare)] if bare else []),
        Table(PLANNED, heads, lines, filtered=not edition.board, empty="No action is planned on these."),
        *(_others_counted(edition, others) if edition.board else [_others(edition, heads, others)]),
    ]
    frozen = None if edition.board else 1
    return Page("Actions", f"{edition.results.round.name}: actions", tuple(blocks), frozen=frozen)


def _others(edition: Edition, heads: tuple[str, ...], found: Sequence[tuple[Row, Question]]) -> Table:
    lines = tuple(_action(edition, *one) for one in found)
    return Table(OTHERS, heads, lines, filtered=True, empty="No other action is planned.")


def _others_counted(edition: Edition, found: Sequence[tuple[Row, Question]]) -> Iterator[Block]:
    """How many other actions each agency plans: a board reads those that press, and trusts to the rest."""
    if not found:
        return
    are = "1 other action stands" if len(found) == 1 else f"{len(found):,} other actions stand"
    yield Text(f"{are} in the subgroup's edition, each with its words.")
    asked: dict[str, list[Asked]] = {}
    for row, question in found:
        asked.setdefault(edition.name(row), []).append(Asked(row, question))
    rows = tuple((name, *_counted(ones)) for name, ones in asked.items())
    yield Table(OTHERS, ("Agency", "Actions planned", "No owner", "No date"), rows)


def _counted(found: Sequence[Asked]) -> tuple[int, int, int]:
    """How many actions are planned, how many of them with no owner and with no date."""
    planned, _, no_owner, no_date, _ = counts(found)
    return planned, no_owner, no_date


def _with_action(edition: Edition) -> Iterator[tuple[Row, Question]]:
    for row in edition.rows:
        for question in edition.template.questions:
            if row.interview.arises(question) and row.interview.answer(question).action:
                yield row, question


def _action(edition: Edition, row: Row, question: Question) -> tuple[Cell, ...]:
    action = row.interview.answer(question).action
    what, who, when = (action.what, action.who, action.when) if action else ("", "", "")
    ends = (_counts_as(edition, row, question), f"{question.id} {question.text}")
    return edition.name(row), what or "not said", who or "no owner", said(when) or "no date", *ends


def _counts_as(edition: Edition, row: Row, question: Question) -> Cell:
    """The grade that counts at return, a panel's where it stands."""
    if question.id in row.interview.moderated:
        return edition.grade(row.interview.counts(question))
    return _graded(edition, row, question)


def _graded(edition: Edition, row: Row, question: Question) -> Cell:
    """The agency's own grade in words on its colour; what else was said where there is none."""
    if row.interview.says_not_applicable(question):
        return Filled("Not applicable", QUIET)
    return edition.grade(row.interview.grade(question))


def _bare(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for row in edition.rows:
        for question in edition.template.questions:
            if row.interview.arises(question) and "action" in row.interview.missing(question):
                critical = "critical" if question.critical else NOTHING
                ends = (question.id, critical, _graded(edition, row, question))
                yield edition.name(row), question.text, *ends
