"""The sheet Summary of rounds side by side: concerns first, what sources agree on, where they part."""

from collections.abc import Iterator

from audit.cases.plan import number
from audit.dates import in_words
from audit.summaries.asking import asked as given_first
from audit.summaries.choosing import chosen
from audit.summaries.count import Count
from audit.summaries.message import Matter, Message
from audit.wording import listed, plural, some
from audit.workbook.beside_actions import ACTIONS, CONCERNS, own
from audit.workbook.beside_edition import Beside, BesideEdition, Together, names_of
from audit.workbook.beside_grid import COMPARED, GRID
from audit.workbook.page import Page, Text
from audit.workbook.telling import asks, key_messages
from audit.workbook.urgent import KEY, counted, to_note, urgent
from audit.workbook.year_theme import disagreement

MOST_APART = 3  # sentences on sources that disagree


def summary(edition: BesideEdition) -> Page:
    """The sheet Summary. Immediate concerns stand above everything, so not among the messages again."""
    found = [one for one in told(edition) if one.key != KEY]
    blocks = (*loud(edition), *asks(edition.audience, asked(edition)), key_messages(found))
    return Page("Summary", "Several sources side by side: summary", blocks, widths=(122.0, 24.0), tall=2)


def loud(edition: BesideEdition) -> Iterator[Text]:
    """Immediate concerns before anything else: each by reference and round, or for a board their number."""
    yield from urgent(edition.concerns, edition.audience, whose=True)


def asked(edition: BesideEdition) -> tuple[str, ...]:
    """What the reader is asked to do: as it was given, then what open concerns ask of a board."""
    return given_first(edition.audience, map(edition.actions.typed, edition.asks), to_note(edition.concerns))


def told(edition: BesideEdition) -> tuple[Message, ...]:
    """The key messages, at most ten, by what matters."""
    parts = (_basis, _unread, _concerns, _apart, _alike, _weakest, _planned)
    return chosen(one for part in parts for one in part(edition))


def _basis(edition: BesideEdition) -> Iterator[Message]:
    parts = [_came(one) for one in edition.sources]
    yield Message(
        f"{plural(len(parts), 'source')} side by side: {listed(parts)}.", "Method", Matter.BASIS, "sources"
    )


def _came(one: Beside) -> str:
    roles = one.results.case_round.plan.together
    together = f", read together by {len(roles)} roles" if roles else ""
    many = number(len(one.results.usable), one.edition.template.subject)
    return f"{one.name} ({many}, {one.looked.how}{together})"


def _unread(edition: BesideEdition) -> Iterator[Message]:
    left = [
        f"{len(one.results.usable) - one.results.read:,} of {one.name}"
        for one in edition.sources
        if one.results.read < len(one.results.usable)
    ]
    if left:
        text = f"Not read to the end yet, so figures may change: {listed(left)}."
        yield Message(text, "Method", Matter.BASIS, "unread")


def _concerns(edition: BesideEdition) -> Iterator[Message]:
    yield from counted(edition.concerns, edition.audience, CONCERNS)


def _apart(edition: BesideEdition) -> Iterator[Message]:
    """The themes on which sources disagree, the furthest apart first; that none do, if any are compared."""
    found = [(one, one.disagreeing[0]) for one in edition.which(Together.DISAGREE)]
    found.sort(key=lambda each: each[1].apart, reverse=True)
    for one, pair in found[:MOST_APART]:
        sentence = disagreement(pair)
        text = f"{one.title}: {sentence[0].lower()}{sentence[1:]}"
        yield Message(text, COMPARED, Matter.DISAGREE, f"theme.{one.id}")
    pairs = sum(len(one.disagreeing) for one in edition.themes)
    if pairs > min(len(found), MOST_APART):
        text = f"{plural(pairs, 'pair')} of sources disagree in all, on {plural(len(found), 'theme')}."
        yield Message(text, COMPARED, Matter.DISAGREE, "themes.disagree")
    if not found and any(one.pairs for one in edition.themes):
        text = "No two sources disagree on any theme by the rule that Method prints."
        yield Message(text, COMPARED, Matter.DISAGREE, "themes.disagree")


def _alike(edition: BesideEdition) -> Iterator[Message]:
    """On what the sources agree: what is weak in all that ask, what is mostly good in all that ask."""
    if weak := _many(edition, Together.WEAK):
        text = f"Weak in every source that asks, a third or more not good: {some(weak)}."
        yield Message(text, GRID, Matter.WEAKEST, "agree.weak")
    if sound := _many(edition, Together.SOUND):
        text = f"Mostly good in every source that asks, less than a third not good: {some(sound)}."
        yield Message(text, GRID, Matter.DISAGREE, "agree.sound")


def _many(edition: BesideEdition, together: Together) -> list[str]:
    return [f"{one.title} ({plural(len(one.saying), 'source')})" for one in edition.which(together)]


def _weakest(edition: BesideEdition) -> Iterator[Message]:
    """What is critical in each source, and what is weakest, which gives way to what they say together."""
    for one in edition.sources:
        for matter, own_matter in ((Matter.CRITICAL, Matter.CRITICAL), (Matter.WEAKEST, Matter.OTHER)):
            first = next((each for each in one.looked.report.messages if each.matter is matter), None)
            if first:
                text = f"{one.name}: {first.text}"
                yield Message(text, edition.sheets[one.name], own_matter, f"{one.name}.{first.key}")


def _planned(edition: BesideEdition) -> Iterator[Message]:
    found = edition.actions.found
    if not found:
        yield Message(
            "No action in a plan came of these sources yet.", ACTIONS, Matter.UNASSURED, "actions.planned"
        )
        return
    of = names_of(one for one in edition.sources if own(edition, one))
    came = "1 action" if len(found) == 1 else f"{len(found):,} actions"
    late = len(edition.actions.late)
    end = f"; {late:,} {'is' if late == 1 else 'are'} overdue" if late else ""
    text = f"{came} in plans came of {listed(of)}: {len(edition.actions.figures.open):,} open{end}."
    # Those that are not late are news only after what the sources say.
    yield Message(text, ACTIONS, Matter.UNASSURED if late else Matter.DISAGREE, "actions.planned")


def counts(edition: BesideEdition) -> tuple[Count, ...]:
    """What is kept of it, so that the next one of the same rounds can say what has moved."""
    themes = len(edition.themes)
    found = [
        Count(
            "themes.disagree",
            "Themes whose sources disagree",
            len(edition.which(Together.DISAGREE)),
            themes,
            COMPARED,
        ),
        Count("themes.weak", "Themes weak in every source", len(edition.which(Together.WEAK)), themes, GRID),
        Count("actions", "Actions that came of these sources", len(edition.actions.found), sheet=ACTIONS),
    ]
    found += [
        Count(
            f"{one.name}.read",
            f"Read to the end of {one.name}",
            one.results.read,
            len(one.results.usable),
            "Method",
        )
        for one in edition.sources
    ]
    if not edition.public:
        raised = "Immediate concerns without a recorded outcome"
        found.append(Count("concerns.open", raised, edition.waiting, sheet=CONCERNS))
    return tuple(found)


def made(edition: BesideEdition) -> str:
    """How the figures came about, in a sentence."""
    return (
        f"Figures are those of the single reports on {listed(names_of(edition.sources))}, as of "
        f"{in_words(edition.today)}; two sources disagree where they lie a third apart or more and by more "
        "than chance."
    )
