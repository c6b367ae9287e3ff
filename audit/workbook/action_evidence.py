"""The sheets Evidence and Asks: what was seen, where it is held; when owners were asked, what came of it."""

from collections import Counter

from audit.actions.asks import Asked
from audit.actions.evidence import Held, register
from audit.actions.figures import UNOWNED
from audit.actions.wording import day_words
from audit.actions.words import State
from audit.dates import days, said
from audit.wording import plural
from audit.workbook.action_edition import ActionEdition, warned
from audit.workbook.page import NOTHING, Block, Cell, Page, Table, Text

REGISTER = "Evidence register"
ROUNDS = "Rounds that are the evidence of an action"
PROPOSED = "Said by owners, not accepted or declined yet"
LOG = "Every time that an owner was asked, the latest first"
NO_EVIDENCE = "No evidence is held."


def evidence(edition: ActionEdition) -> Page:
    """The sheet Evidence."""
    blocks: list[Block] = [Text(_intro(edition)), _bases(edition)]
    if not edition.board:
        blocks = [*warned(edition), *blocks, _rounds(edition), _register(edition)]
    widths = (60, 14, 14) if edition.board else (46, 11, 40, 30, 17, 20, 20)
    return Page("Evidence", edition.title("evidence"), tuple(blocks), widths=widths)


def _intro(edition: ActionEdition) -> str:
    pieces = sum(len(one.evidence) for one in edition.found)
    bare = sum(not each.evidence for one in edition.found for each in one.assurances)
    return (
        f"{plural(pieces, 'piece')} of evidence {'is' if pieces == 1 else 'are'} kept; "
        f"{plural(bare, 'assurance')} {'rests' if bare == 1 else 'rest'} on no piece of evidence."
        + _where(edition)
    )


def _where(edition: ActionEdition) -> str:
    if edition.public:
        return " What they are is not published."
    return " What they are stands in the subgroup's edition." if edition.board else ""


def _bases(edition: ActionEdition) -> Table:
    """How many assured actions rest on what, and how many of those a later check found still done."""
    figures = edition.figures
    rows = tuple(
        (str(basis).capitalize(), number, sum(one.basis == basis for one in figures.sustained))
        for basis, number in figures.bases.items()
    )
    foot = ("All assured actions", len(figures.assured), len(figures.sustained))
    return Table(
        "Assured actions by the strongest that the assurance rests on",
        ("What it rests on" if edition.board else "Basis", "Actions", "Sustained"),
        rows if figures.assured else (),
        foot=foot if figures.assured else (),
        empty="No action is assured.",
    )


def _rounds(edition: ActionEdition) -> Table:
    rows = tuple(
        (
            edition.what(one),
            one.id,
            edition.typed(edition.rounds[one.id]),
            edition.text(one.action.evidence_round),
        )
        for one in edition.found
        if one.id in edition.rounds
    )
    heads = ("What is to be done", "Action", "What came of it", "Round")
    return Table(ROUNDS, heads, rows, empty="No action has a round as its evidence.")


def _register(edition: ActionEdition) -> Table:
    heads = ("What is to be done", "Action", "Evidence", "Where it is held", "Date", "Accepted by", "Basis")
    rows = tuple(_piece(edition, held) for held in register(edition.found))
    return Table(REGISTER, heads, rows, filtered=True, empty=NO_EVIDENCE)


def _piece(edition: ActionEdition, held: Held) -> tuple[Cell, ...]:
    head = (edition.what(held.followed), held.followed.id, edition.text(held.words))
    again = "" if held.stands else ", opened again since"
    when = day_words(held.date) or NOTHING
    return (*head, edition.text(held.where), when, edition.text(held.by), f"{held.based}{again}")


def asks(edition: ActionEdition) -> Page:
    """The sheet Asks."""
    figures = edition.figures
    asked = figures.asked
    text = (
        f"Owners were asked {plural(len(asked), 'time')}. Silences: {len(figures.silences):,}, where nothing "
        "that the owner said or that somebody saw was written down within "
        f"{days(figures.wait)}, or since."
    )
    blocks: list[Block] = [Text(text)] if asked else [Text("No owner was asked yet.")]
    if edition.board:
        blocks.append(_by_owner(edition))
        return Page("Asks", edition.title("asks"), tuple(blocks), widths=(70, 14, 14))
    heads = ("Asked on", "Action", "Owner asked", "How", "Level", "What for", "What came of it", "Note")
    log = Table(
        LOG, heads, tuple(_ask(edition, one) for one in asked), filtered=True, empty="Nobody was asked."
    )
    blocks = [*warned(edition), *blocks, _proposed(edition), log]
    return Page("Asks", edition.title("asks"), tuple(blocks), widths=(18, 16, 34, 18, 10, 24, 26, 40))


def _by_owner(edition: ActionEdition) -> Table:
    silent = Counter(edition.party(_whom(one)) for one in edition.figures.silences)
    times = Counter(edition.party(_whom(one)) for one in edition.figures.asked)
    rows = tuple((name, number, silent[name]) for name, number in times.most_common())
    heads = ("Owner asked", "Times asked", "Silences")
    return Table("Asks by owner", heads, rows, empty="Nobody was asked.")


def _whom(one: Asked) -> str:
    return one.owner or ", ".join(one.followed.action.owners) or UNOWNED


def _ask(edition: ActionEdition, one: Asked) -> tuple[Cell, ...]:
    ask, owners = one.ask, ", ".join(one.ask.to) or ", ".join(one.followed.action.owners)
    head = (said(ask.on), one.followed.id, edition.text(owners), edition.text(ask.how))
    came = one.outcome(edition.today, edition.figures.wait)
    return (*head, ask.level, edition.text(ask.for_), came, edition.text(ask.note))


def _proposed(edition: ActionEdition) -> Table:
    heads = ("Said on", "Action", "By", "State", "Number", "Signed off by", "Evidence", "What was said")
    rows = tuple(
        (
            day_words(said_.on) or NOTHING,
            one.id,
            edition.text(said_.by),
            _state(said_.state),
            said_.number,
            edition.text(said_.signed_off),
            edition.text(", held: ".join(part for part in (said_.evidence, said_.where) if part)),
            edition.text(said_.note),
        )
        for one, said_ in edition.figures.proposed
    )
    return Table(PROPOSED, heads, rows, empty="Nothing waits to be accepted.")


def _state(word: str) -> str:
    return str(State(word)) if word in {*State} else NOTHING
