"""The first two sheets: what this is and how to read it, and where everything stands."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from audit.dates import in_words
from audit.scoring.membership import by_responses
from audit.scoring.messages import agencies
from audit.standards.scale import decimal_text
from audit.summaries.audience import AUDIENCES
from audit.workbook.edition import Edition
from audit.workbook.page import QUIET, Block, Cell, Filled, Page, Table, Text
from audit.workbook.urgent import urgent

SHEETS = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "The key messages as sentences, and each standard at a glance.",
    "Heat map": "Every agency by every standard: the band and the score, or why there is none.",
    "Movement": "How far agencies moved since the round before, standard by standard.",
    "Movement detail": "Movement question by question, and what does not compare.",
    "Scorecard": "What agencies reported round beside round: target, trend, and who stayed silent.",
    "Verified": "What agencies said of themselves beside what was seen: lower, as told, higher.",
    "Verified detail": "Each grade that was seen beside the agency's own.",
    "Past cycle": "A cycle of which only figures are known, beside this round: wording not checked.",
    "Standards": "Each standard: agencies by band, grades given, the lowest, and what keeps bands down.",
    "Questions": "Each question: how many gave each grade, and who gave the lowest.",
    "Moderation": "Scores by agencies' own grades, at return and today, and how far a panel moved them.",
    "Moderation detail": "The panel's grade beside the agency's own, with its reason, by question.",
    "Returns": "Who has returned, who signed, who is late; the response rate, and returns over time.",
    "Evidence": "What stands behind the top grades, and where nothing does.",
    "Actions": "What will be done about low grades, by whom, and by when.",
    "Detail": "Every answer of every agency, under the score of its standard, to filter and fold.",
    "Method": "How scores and bands are made, the scale, the sources of the standards.",
    "Notes": "What limited a band, why things do not apply, and what was said in words.",
}
BOARD_SHEETS: Mapping[str, str] = {
    "Evidence": "How many pieces of evidence there are, and top grades that have none.",
    "Actions": "What will be done on critical questions and lowest grades; how many others are planned.",
    "Notes": "What limited each band, and how many questions do not apply.",
}
PUBLIC_SHEETS: Mapping[str, str] = {
    **BOARD_SHEETS,
    "Standards": "Each standard: agencies by band, grades given, and what keeps bands down.",
    "Questions": "Each question: how many agencies gave each grade.",
    "Returns": "Who has returned, who is late; the response rate, and returns over time.",
    "Actions": "How many actions are planned, and how many low grades have none.",
    "Limits": "What limited each band, and how many questions do not apply.",
}
LISTED = "answers of this round as a list, and how often each was given."
BOARD_LEAVES_OUT = (
    "This edition leaves out what was written in comments, evidence and reasons; the figures are the same."
)
PUBLIC_LEAVES_OUT = (
    "This edition holds figures only: nothing of what was written in comments, evidence, reasons and "
    "actions, and no names of persons; the figures are the same as in the others."
)


def sheets(edition: Edition) -> Mapping[str, str]:
    """What Contents says of each sheet of an edition."""
    own = {"board": BOARD_SHEETS, "public": PUBLIC_SHEETS}
    lists = {one.title: f"{one.title}: {LISTED}" for one in edition.template.running.listings}
    running = edition.template.running
    come = f"Who is {running.done}, who is late, by whom each was signed; by kind, and over time."
    if edition.public:
        come = f"Who is {running.done}, who is late; by kind of agency, and over time."
    return {**lists, **SHEETS, **own.get(edition.audience, {}), "Progress": come}


def cover(edition: Edition) -> Page:
    """The sheet Cover."""
    facts = Table("", ("About this workbook", "What it is"), tuple(_facts(edition)))
    key = Table("What the words in the cells mean", ("Words", "Meaning"), tuple(_key(edition)))
    blocks: list[Block] = [
        *loud(edition),
        facts,
        Text("How to read it", "heading"),
        Text(_paragraph(edition)),
        key,
    ]
    return Page("Cover", edition.title, tuple(blocks), widths=(36, 100))


def loud(edition: Edition) -> Iterator[Text]:
    """What must not be overlooked: immediate concerns, and that drafts are counted."""
    yield from urgent(edition.concerns, edition.audience, edition.by_code)
    if edition.results.drafts:
        yield Text("Drafts are counted: figures include responses that nobody has signed.", "warning")


def _facts(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    round_, results = edition.results.round, edition.results
    facts = [
        ("Partnership", edition.partnership),
        ("Round", round_.name),
        ("Period", round_.period),
        (_due(edition), in_words(round_.due) + _own_days(edition)),
        ("Date of this report", in_words(results.today)),
        (_done(edition), f"{results.returned} of {results.expected}{by_responses(results)}"),
        ("Figures stand on", edition.counted),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", _left_out(edition)),
        ("Marking", edition.marking),
    ]
    yield from (fact for fact in facts if fact[1])


def _due(edition: Edition) -> str:
    if "signed" in edition.template.running.states:
        return "Due by"
    return "Returns were due" if edition.results.today > edition.results.round.due else "Returns are due"


def _own_days(edition: Edition) -> str:
    """How many agencies have a due day of their own, where somebody else answers about them."""
    if not edition.template.running.respondent:
        return ""
    own = sum(line.expected.due != edition.results.round.due for line in edition.results.lines)
    return f"; {agencies(own)} {'has a day of its' if own == 1 else 'have days of their'} own" if own else ""


def _left_out(edition: Edition) -> str:
    if edition.public:
        return PUBLIC_LEAVES_OUT
    return BOARD_LEAVES_OUT if edition.board else ""


def _paragraph(edition: Edition) -> str:
    best = edition.template.scale.best.label
    printed = "stands beside the number" if edition.public else "is always printed beside its colour"
    panel = ", and where a panel has moderated a grade, the panel's counts" if edition.moderated else ""
    return (
        f"{edition.who}{panel}. Grades are turned into scores from 0 to 1, and a score lies in "
        f"a band, whose word {printed}. A score is not a share of what complies: "
        f"{best!r} counts 1 and lower grades count less, so headlines are counts of agencies instead. Three "
        "things are never mixed up: not applicable (left out of the score, with a reason), not answered "
        "(left out of the score, but shown as owed) and the lowest grade (which counts 0)."
    )


def _key(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for band, meaning in band_meanings(edition):
        yield Filled(band, edition.band_colours[band]), meaning
    top, who = edition.template.bands[0].name, edition.template.running.respondent or "agency"
    example = "0.91" if edition.template.bands[0].edge <= Fraction("0.91") else "1.00"
    rest = [
        (
            f"{top} {example}, provisional, 80 % answered",
            "Not signed yet, or questions are still owed; it may change.",
        ),
        (edition.template.running.silent, _nothing(edition)),
        ("declined, left", "It said that it will not take part, or is no longer in the partnership."),
        ("not applicable", f"The {who} says, with a reason, that the standard does not apply."),
        ("not asked", "The questions are not meant for this kind of agency; they stand in no count."),
        *_not_arising(edition),
        ("no score yet", "Questions are owed, and none of those answered has a grade that counts."),
    ]
    yield from ((Filled(words, QUIET), meaning) for words, meaning in rest)


def _done(edition: Edition) -> str:
    return edition.template.running.done.capitalize()


def _not_arising(edition: Edition) -> Iterator[tuple[str, str]]:
    """What it means that a standard does not arise, where that can be."""
    graded = ([one for one in each.questions if one.graded] for each in edition.template.standards)
    if any(asked and all(one.when for one in asked) for asked in graded):
        yield "does not arise", "What was answered before leaves nothing of it to answer; it is in no count."


def _nothing(edition: Edition) -> str:
    """What it means that there is nothing of an agency."""
    word = edition.template.running.respondent
    why = f"The {word} has said nothing of it yet" if word else "The agency was asked and has sent nothing"
    return f"{why}. That is no score, and it is not 0."


def band_meanings(edition: Edition) -> Iterator[tuple[str, str]]:
    """Each band with its edges in words, and what keeps scores out of the top one."""
    bands = edition.template.bands
    for place, band in enumerate(bands):
        low = decimal_text(band.edge)
        below = f"below {decimal_text(bands[place - 1].edge)}" if place else ""
        span = f"A score of {low} or more" if band.edge else "A score"
        span = f"{span}{', ' if band.edge and below else ' ' if below else ''}{below}."
        if not place and len(bands) > 1:
            span += " Never while a critical question is at its lowest grade, or owed and unanswered."
        yield band.name, span
