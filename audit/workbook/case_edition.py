"""For whom the report of a round about cases is written, and the words in which all its sheets speak."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from audit.cases.comparing import Comparison
from audit.cases.figure import NONE, Figure
from audit.cases.plan import PREFIXES
from audit.cases.results import Results, how_many
from audit.cases.subject import Subject
from audit.cases.values import Came
from audit.mentions import Ids, with_parts
from audit.rounds import Round
from audit.sampling.standing import columns_of
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.summaries.audience import ForAudience
from audit.templates import Template
from audit.wording import whole_words
from audit.workbook.page import NOTHING, QUIET, Cell, Filled, Table, Text
from audit.workbook.urgent import urgent

PLURALS = {"reply": "replies"}
DIFFER = "Differ"  # what a cell begins with where readers differ and no panel has agreed
SHORTEST = 4  # characters of an id that is looked for in what people typed: 12 may be twelve weeks


@dataclass(frozen=True, slots=True)
class Ready:
    """A sheet whose figures were put into words elsewhere: sentences, a table, and the figures behind it.

    Of a comparison `tested` is how many questions were tested, against the rounds in `against`, and `moved`
    says which changed by more than could be chance, by their ids.
    """

    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    behind: tuple[str, ...] = ()
    figures: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    tested: int = 0
    against: str = ""


@dataclass(frozen=True)
class CaseEdition(ForAudience):
    """The results of a round about cases as one audience gets them.

    `agreement` and `comparison` are ready lines for sheets of their own, where there are any, `compared`
    the figures behind the latter. `before` is what each public edition printed, oldest first, by table.
    """

    results: Results
    audience: str
    partnership: str = ""
    asks: tuple[str, ...] = ()
    marking: str = ""
    agreement: Ready | None = None
    comparison: Ready | None = None
    compared: Comparison | None = None
    before: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        """Refuse an audience for which there is no edition."""
        super().__post_init__()
        if self.public and not self.results.merged:
            # Shares and limits that weigh strata tell how each came out: few results fit them.
            object.__setattr__(self, "results", replace(self.results, merged=True))

    @property
    def round(self) -> Round:
        """The round."""
        return self.results.case_round.round

    @property
    def template(self) -> Template:
        """The template of the round."""
        return self.round.template

    def count(self, number: int) -> str:
        """So many subjects in words: `1 case`, `1,200 replies`."""
        return f"{number:,} {self.template.subject if number == 1 else self.plural}"

    @property
    def plural(self) -> str:
        """What its subjects are called."""
        return PLURALS.get(self.template.subject, f"{self.template.subject}s")

    @property
    def came(self) -> bool:
        """Whether its subjects gave answers as they came, as people do in a survey, and none were drawn."""
        return not self.results.case_round.plan.sample

    @property
    def by_people(self) -> bool:
        """Whether a subject is what somebody said of themselves, so that nobody else read it."""
        return self.template.subject == "reply"

    @property
    def each(self) -> str:
        """The name of the sheet that shows each subject, question by question."""
        return self.plural.capitalize()

    @property
    def how_many(self) -> str:
        """How many were drawn or came, and what became of them, in a sentence."""
        found = self.results
        if not self.by_people:
            return how_many(found)
        unusable = f", {found.unusable:,} of them unusable" if found.unusable else ""
        made = self.count(found.basis.drawn)
        return f"{made} came{unusable}; {found.read:,} of {len(found.usable):,} are complete."

    @property
    def began(self) -> bool:
        """Whether anything was graded."""
        return any(figure.n for figure in self.results.questions.values())

    @property
    def design(self) -> str:
        """How its subjects were come by, in a sentence.

        For a board and the public without how many each stratum gave, which may be small numbers.
        """
        basis, standing = self.results.basis, self.results.case_round.standing
        if standing is None:
            return (
                f"{self.plural.capitalize()} as they came; nobody was drawn."
                if self.by_people
                else basis.sentence
            )
        if not self.board or basis.design not in {"stratified", "cluster"}:
            return basis.sentence
        frame = standing.certificate["frame"]
        by = " | ".join(frame["by"]) if basis.design == "stratified" else frame.get("cluster") or ""
        within = "each stratum" if basis.design == "stratified" else "some clusters drawn at random"
        named = f" ({by})" if by else ""
        return f"Drawn at random from {within}{named}: {basis.drawn:,} of {basis.register or 0:,}."

    @cached_property
    def several(self) -> bool:
        """Whether several agencies' grades of one case stand side by side, with none of a panel."""
        by_case = self.results.by_case.values()
        return any(value.several for values in by_case for value in values.values())

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The agencies that answered a graded question about their own work."""
        if not self.results.of_agencies:
            return ()
        return tuple(code for code in self.results.codes if self.results.agency(code).n)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        known = self.results.case_round.agencies
        names = {code: known[code].name if code in known else code for code in self.results.codes}
        return {
            code: f"{name} ({code})" if [*names.values()].count(name) > 1 else name
            for code, name in names.items()
        }

    def name(self, code: str) -> str:
        """An agency's name, with its code where two bear the same; a dash for nobody's."""
        return self._names.get(code, code) or NOTHING

    def grade(self, grade: Grade, more: str = "") -> Cell:
        """The label of a grade, and what is to be said of it, on its colour."""
        return Filled(grade.label + more, grade.colour or QUIET)

    @property
    def colours(self) -> dict[str, str]:
        """The colours by the words that a cell begins with: grades, and what is none.

        The latter too, lest `Not asked` be taken for the grade `No`.
        """
        found = dict.fromkeys((DIFFER, *(str(came).capitalize() for came in Came)), QUIET)
        return found | {grade.label: grade.colour or QUIET for grade in self.template.scale.grades}

    # --- what no edition, and what a board's edition, may hold --------------------------------------

    def typed(self, text: str) -> str:
        """What somebody typed, without ids of the register and, for a board, without references."""
        found = self._ids.without(text, "[id]")
        return self._refs.sub(self._hidden, found) if self.board and self._refs else found

    @cached_property
    def _ids(self) -> Ids:
        found = self.results.case_round
        units = {one.unit for one in found.subjects}
        if (sample := found.standing) is None:
            return Ids(units, SHORTEST)
        units |= {str(one["unit"]) for one in sample.reserves}
        return Ids(with_parts(sorted(units), columns_of(sample)), SHORTEST)

    @cached_property
    def _refs(self) -> re.Pattern[str] | None:
        # References of other rounds too, as long as they are written as such.
        others = rf"[{''.join(PREFIXES.values())}][\-\u2010-\u2015]\d+"
        return whole_words([others, *(_loosely(one) for one in self.results.case_round.subjects)])

    def _hidden(self, found: re.Match[str]) -> str:
        # A question may bear an id that looks like a reference typed in haste.
        same = found[0].casefold() in {name.casefold() for name in self.template.by_id}
        return found[0] if same else f"[{self.template.subject}]"


def _loosely(subject: Subject) -> str:
    """A reference also as people type it: C-03, c 3, C03."""
    prefix, _, number = subject.ref.partition("-")
    return rf"{re.escape(prefix)}[\s\-\u2010-\u2015]?0*{re.escape(number.lstrip('0'))}"


def loud(edition: CaseEdition) -> Iterator[Text]:
    """Immediate concerns, before anything else: by reference, or for a board their number.

    None for the public, since a small number of children at risk is told to nobody else.
    """
    for text in urgent(edition.results.case_round.concerns, edition.audience):
        yield replace(text, text=edition.typed(text.text))


def says(edition: CaseEdition, figure: Figure) -> str:
    """A figure in a sentence; why there is no interval is said once elsewhere."""
    if figure.method != NONE or not figure.n:
        return edition.typed(figure.sentence)
    return f"{figure.compliant:,} of {figure.n:,} met the standard."


def in_order(
    edition: CaseEdition, table: Table, widths: tuple[float, ...]
) -> tuple[Table, tuple[float, ...]]:
    """A table that begins with a question's id and its words, and the widths of its columns.

    What is published begins with the words, since its first column is the widest.
    """
    if not edition.public:
        return table, widths
    order = (1, 0, *range(2, len(table.headings)))
    rows = tuple(tuple(row[place] for place in order) for row in table.rows)
    heads = tuple(table.headings[place] for place in order)
    return replace(table, headings=heads, rows=rows), tuple(widths[place] for place in order)


def titled(question: Question) -> str:
    """A question's id and text."""
    return f"{question.id} {question.text}"


def whys(edition: CaseEdition) -> Iterator[str]:
    """Why intervals are what they are, or are not given: each sentence once, with its questions."""
    found: dict[str, list[str]] = {}
    for name, figure in edition.results.questions.items():
        if figure.why and figure.n:
            found.setdefault(edition.typed(figure.why), []).append(name)
    for why, names in found.items():
        yield why if len(names) == len(edition.results.questions) else f"{', '.join(names)}: {why}"
