"""Where few stand behind a figure of one agency, a place or a group: which are not told, and how that is said."""

from collections.abc import Iterable, Mapping, Sequence

from audit.cases.figure import Figure
from audit.sampling.public import SMALLEST_SHOWN
from audit.standards.question import Question
from audit.workbook.case_edition import CaseEdition

BASES = (
    f"{{hidden}} stands where fewer than {SMALLEST_SHOWN} {{plural}} of an agency count, or where the others "
    "would give such a number away."
)


def few(counts: Mapping[str, int], *, adds_up: bool) -> set[str]:
    """The agencies by whose number on a question somebody could be known, by their numbers.

    Those with 1 to 5; where the numbers of all add up to one that is told, also as many of the least
    others as make the hidden ones two or more, with 6 or more between them.
    """
    out = {name for name, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    left = sorted((count, name) for name, count in counts.items() if count and name not in out)
    while adds_up and out and left and (len(out) < 2 or sum(counts[one] for one in out) < SMALLEST_SHOWN):
        least = left[0][0]
        # Equal numbers are hidden together, so that the choice between them tells nothing.
        out |= {name for count, name in left if count == least}
        left = [pair for pair in left if pair[0] != least]
    alone = len(out) < 2 or sum(counts[one] for one in out) < SMALLEST_SHOWN
    return set(counts) if adds_up and out and alone else out


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


def is_hidden(
    hidden: Mapping[str, Iterable[str]], asked: Sequence[Question], code: str
) -> bool:
    """Whether the answers of an agency to some questions together would tell of one that is not told."""
    return any(code in hidden.get(question.id, ()) for question in asked)
