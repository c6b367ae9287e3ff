"""audit results of a round about cases: by question, theme, agency, stratum or grade."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell

if TYPE_CHECKING:
    from audit.cases.figure import Figure
    from audit.cases.results import Results

BY = ("question", "theme", "agency", "stratum", "grade")
HEADINGS = ("Met", "Of", "Share", "In the whole\nregister", "N/a", "Not\nanswered")

BY_SIZE = "Shares count each stratum by its size, so they can differ a little from met divided by of."
WIDE = 120  # columns from which a count and its share stand in one line


def results_of(desk: Desk, name: str) -> "Results":
    """What came of a round about cases, as of today."""
    from audit.cases.results import Results
    from audit.cli.readings import book_of

    return Results(book_of(desk).round(name), desk.today, confidence_of(desk))


def print_results(found: "Results", by: str, *, as_json: bool) -> None:
    """The results of a round about cases on the screen, or as JSON."""
    from audit.cases.result_json import as_json as block

    if as_json:
        print_json(block(found))
        return
    head(found)
    VIEWS[by](found)
    for note in notes(found):
        tell(note)


def head(found: "Results") -> None:
    """Immediate concerns first; then what was read, and how it was drawn."""
    from audit.cases.concern import lines
    from audit.cases.results import how_many

    for sentence in lines(found.case_round.concerns):
        line(sentence)
    round_ = found.case_round.round
    about = f", {round_.period}" if round_.period else ""
    line(f"{round_.name}: {round_.template.title}{about}. {found.basis.sentence}")
    line(how_many(found))
    if found.case_round.plan.together:
        line(f"Read together by: {found.case_round.plan.panel}.")


def cells(one: "Figure") -> list[str]:
    """A figure as the cells of a table."""
    from audit.statistics.words import nearest, shares

    share = nearest(str(one.share), one.n) if one.share is not None else "-"
    within = "-"
    if one.low is not None and one.high is not None:
        within = shares(str(one.low), str(one.high), one.n)
    if one.low_count is not None and one.high_count is not None:
        ends = (
            f"{one.low_count:,}"
            if one.low_count == one.high_count
            else f"{one.low_count:,} to {one.high_count:,}"
        )
        within = f"{ends}{' ' if columns() >= WIDE else chr(10)}({within})"
    return [
        f"{one.compliant:,}",
        f"{one.n:,}",
        share,
        within,
        f"{one.not_applicable:,}",
        f"{one.unanswered:,}",
    ]


def by_question(found: "Results") -> None:
    """A line for each graded question, and the counts of choices."""
    texts = found.case_round.round.template.by_id
    rows = [[name, texts[name].text, *cells(one)] for name, one in found.questions.items()]
    table(["", "Question", *HEADINGS], rows)
    for name, counts in found.counts.items():
        line(f"{name}  {texts[name].text}")
        for word, count in counts.items():
            item(f"{word}: {count:,}")


def by_theme(found: "Results") -> None:
    """A line for each theme, and a grid of themes and agencies."""
    words = found.case_round.round.template.words.themes
    rows = [[words.get(name, name), *cells(one)] for name, one in found.themes.items()]
    table(["Theme", *HEADINGS], rows)
    codes = [code for code in found.codes if found.agencies[code]]
    if len(codes) > 1 and found.of_agencies:
        grid = [
            [words.get(name, name), *(_of(found.theme_of_agency(name, code)) for code in codes)]
            for name in found.themes
        ]
        table(["Theme", *(_name(found, code) for code in codes)], grid)


def _of(one: "Figure") -> str:
    return f"{one.compliant:,} of {one.n:,}" if one.n else "-"


def _name(found: "Results", code: str) -> str:
    agency = found.case_round.agencies.get(code)
    return agency.name if agency else code


def by_agency(found: "Results") -> None:
    """A line for each agency and question, from the agency's own answers."""
    rows = [
        [_name(found, code), name, *cells(one)]
        for code, figures in found.agencies.items()
        for name, one in figures.items()
    ]
    table(["Agency", "Question", *HEADINGS], rows)
    if not found.of_agencies:
        line("These are the agencies of those who read, not of those whose work was read.")


def by_stratum(found: "Results") -> None:
    """A line for each stratum and question."""
    rows = [
        [name, question, *cells(one)]
        for name, figures in found.strata.items()
        for question, one in figures.items()
    ]
    if not rows:
        line("The cases were not drawn by strata.")
        return
    table(["Stratum", "Question", *HEADINGS], rows)


def by_grade(found: "Results") -> None:
    """How many came to each grade, question by question."""
    scale = found.case_round.round.template.scale
    labels = [step.label for step in scale.steps]
    rows = [
        [
            name,
            *(f"{one.grades.get(step.code, 0):,}" for step in scale.steps),
            f"{one.not_applicable:,}",
            f"{one.unanswered:,}",
        ]
        for name, one in found.questions.items()
    ]
    table(["Question", *labels, "N/a", "Not\nanswered"], rows)


VIEWS: Mapping[str, Callable[["Results"], None]] = {
    "question": by_question,
    "theme": by_theme,
    "agency": by_agency,
    "stratum": by_stratum,
    "grade": by_grade,
}


def notes(found: "Results") -> Iterable[str]:
    """Why intervals are what they are, each sentence once with the questions that it is about."""
    whys: dict[str, list[str]] = {}
    for name, one in found.questions.items():
        if one.why:
            whys.setdefault(one.why, []).append(name)
    if any(one.method == "logit" for one in found.questions.values()):
        yield BY_SIZE
    for why, names in whys.items():
        yield why if len(names) == len(found.questions) else f"{', '.join(names)}: {why}"


def confidence_of(desk: Desk) -> str:
    """How sure intervals are, as audit.toml has it."""
    return str(desk.settings.get("confidence", "0.95"))
