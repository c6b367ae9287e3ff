"""The columns of the grid: what one round, review or plan says of each theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit.actions.action import Plan
from audit.actions.followed import Followed, day_of_stamp
from audit.cases.results import Results as CaseResults
from audit.recurring.finding import Finding
from audit.recurring.grid import Cell, Kind, Source
from audit.recurring.listed import Listed
from audit.rounds import Round
from audit.scoring.partnership import Results

NO_PLAN = "Actions in no plan"
KINDS = {"observation": Kind.OBSERVATIONS, "interview": Kind.INTERVIEWS, "reply": Kind.REPLIES}


@dataclass(frozen=True, slots=True)
class Column:
    """A source with its cells by theme; `whole` is of how many a theme that has no cell is none of."""

    source: Source
    cells: Mapping[str, Cell]
    whole: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    def cell(self, theme: str) -> Cell | None:
        """What it says of a theme; None where it did not ask."""
        found = self.cells.get(theme)
        return found if found or self.whole is None else Cell(0, self.whole)


def kind_of(round_: Round) -> Kind:
    """What a round about agencies comes from: themselves, or whoever answers about them."""
    return Kind.OUTSIDE if round_.template.running.respondent else Kind.SELF


def of_agencies(found: Results) -> Column:
    """A round about agencies: of the answers graded on each theme, how many are not graded good.

    Grades count at return, with the panel's where they count.
    """
    counts: dict[str, tuple[int, int]] = {}
    good = {grade.code for grade in found.template.scale.grades if grade.good}
    for one in found.questions:
        below = sum(count for code, count in one.given.items() if code not in good)
        for theme in one.question.themes if one.question.graded else ():
            k, n = counts.get(theme, (0, 0))
            counts[theme] = (k + below, n + one.answered)
    round_ = found.round
    title = round_.template.title
    source = Source(round_.name, title, kind_of(round_), round_.opened[:10], period=round_.period)
    return Column(source, _cells(counts), titles=found.template.words.themes)


def of_cases(found: CaseResults) -> Column:
    """A round about cases: of the answers that count on each theme, how many did not meet the standard."""
    counts = {name: (one.n - one.compliant, one.n) for name, one in found.themes.items()}
    round_ = found.case_round.round
    kind = KINDS.get(round_.template.subject, Kind.CASES)
    source = Source(round_.name, round_.template.title, kind, round_.opened[:10], period=round_.period)
    return Column(source, _cells(counts), titles=round_.template.words.themes)


def _cells(counts: Mapping[str, tuple[int, int]]) -> Mapping[str, Cell]:
    return {theme: Cell(k, n) for theme, (k, n) in counts.items()}


def of_review(name: str, findings: Sequence[Finding]) -> Column:
    """A review: of its findings, how many are on each theme; strengths are counted beside them.

    Its day is that of its earliest finding that has one.
    """
    worries = [one for one in findings if not one.strength]
    cells = {}
    for theme in dict.fromkeys(theme for one in findings for theme in one.themes):
        own = [one for one in worries if theme in one.themes]
        strengths = sum(theme in one.themes for one in findings if one.strength)
        days = tuple(sorted(one.on for one in own if one.on))
        cells[theme] = Cell(len(own), len(worries), strengths, days)
    on = min((one.on for one in findings if one.on), default="")
    return Column(Source(name, name, Kind.REVIEW, on, of=len(findings)), cells, len(worries) or None)


def home(one: Followed) -> str:
    """Where an action stands: its plan, else what it came from."""
    return one.action.plan or one.action.source or NO_PLAN


def of_plan(plan: Plan, actions: Sequence[Followed], listed: Listed) -> Column | None:
    """A plan: of its recommendations (or actions, where it has none), how many are on each theme.

    Several actions for one recommendation count once. None where none of them bears a theme.
    """
    items: dict[str, dict[str, str]] = {}
    for one in actions:
        items.setdefault(_item(one), {}).update(listed.of(one.action))
    titles = {name: title for own in items.values() for name, title in own.items()}
    tagged = sum(bool(own) for own in items.values())
    if not tagged:
        return None
    counts = {name: (sum(name in own for own in items.values()), tagged) for name in titles}
    source = Source(
        *(plan.name, plan.title or plan.name, Kind.PLAN, _begun(actions)),
        untagged=len(items) - tagged,
        of=len(items),
    )
    return Column(source, _cells(counts), tagged, titles)


def _item(one: Followed) -> str:
    """What counts once in a plan: a recommendation by its words, else the action itself."""
    return " ".join(one.action.recommendation.split()).casefold() or one.id


def _begun(actions: Sequence[Followed]) -> str:
    """The day of a plan: the earliest start that it gives, else the day on which actions were typed.

    Of a plan read from a file the day of reading says nothing about when it was made.
    """
    starts = [one.action.start for one in actions if one.action.start]
    if starts or any(one.action.row for one in actions):
        return min(starts, default="")
    return min(day_of_stamp(one.added) for one in actions).isoformat()
