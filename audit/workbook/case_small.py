"""Where few stand behind the figure of one agency: which are not told, and how that is said."""

from collections.abc import Iterable, Mapping, Sequence

from audit.cases.figure import Figure
from audit.disclosure.counts import SMALLEST_SHOWN, small
from audit.disclosure.lists import concealed
from audit.standards.question import Question
from audit.workbook.case_edition import CaseEdition

BASES = (
    f"{{hidden}} stands where fewer than {SMALLEST_SHOWN} {{plural}} of an agency count, or where the others "
    "would give such a number away."
)


def few(counts: Mapping[str, int], *, adds_up: bool) -> set[str]:
    """The agencies whose number on a question is not told, by their numbers.

    Those with 1 to 5; where the numbers of all add up to one that is told, also others that would give
    those away.
    """
    if adds_up:
        names = list(counts)
        return {names[place] for place in concealed(list(counts.values()))}
    return {name for name, count in counts.items() if small(count)}


def hidden_agencies(edition: CaseEdition) -> Mapping[str, frozenset[str]]:
    """The agencies whose figure of a question is not told, by the question's id; none in a subgroup's."""
    if not edition.board:
        return {}
    # An answer of one agency's own staff is in no other's number; a case stands under several.
    adds_up = edition.came
    return {
        question.id: frozenset(few(_counts(edition, question), adds_up=adds_up))
        for question in edition.results.graded
    }


def _counts(edition: CaseEdition, question: Question) -> dict[str, int]:
    own = edition.results.agencies
    return {code: _n(own[code].get(question.id)) for code in edition.codes}


def _n(figure: Figure | None) -> int:
    return figure.n if figure else 0


def is_hidden(hidden: Mapping[str, Iterable[str]], asked: Sequence[Question], code: str) -> bool:
    """Whether the answers of an agency to some questions together would tell of one that is not told."""
    return any(code in hidden.get(question.id, ()) for question in asked)
