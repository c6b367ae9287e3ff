"""audit results of several rounds about agencies: what they reported, round beside round."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.scored import score_round
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.recurring.measures import Measure
    from audit.recurring.scorecard import Line, Period, Scorecard
    from audit.templates import Band

WHO, EACH, ENDS = 22, 11, 18  # characters for an agency, for each round beside it, for target and trend


def print_scorecard(
    desk: Desk, names: Sequence[str], *, whole: bool = False, drafts: bool, as_json: bool
) -> None:
    """The scorecard of rounds about agencies, in the order in which they are named.

    `whole` says that one round is named for all of its series, in the order in which they are due.
    """
    from audit.recurring.scorecard import scorecard
    from audit.recurring.scorecard_json import as_json as block

    if whole:
        names = series_of(desk, names[0])
    for name in names:
        if desk.store.round(name).template.subject != "agency":
            raise StateError(
                f"{name!r} is not about agencies, and a scorecard is of what agencies report; 'audit "
                "compare' shows what moved in rounds about cases."
            )
    rounds = [score_round(desk, name, drafts) for name in names]
    found = scorecard(rounds)
    if as_json:
        print_json(block(found))
        return
    _print(found, rounds[-1].template.bands)


def series_of(desk: Desk, name: str) -> tuple[str, ...]:
    """The rounds of the series of a round, by their due dates; itself alone where there is none."""
    from audit.store.series import series

    return series(desk.store, name)


def _print(found: "Scorecard", bands: "tuple[Band, ...]") -> None:
    from audit.recurring.scorecard_words import notes, sentences

    for measure in found.measures:
        _measure(found, measure, bands)
    rows = [[one.label, one.came, _silent(one)] for one in found.periods]
    table(["Round", "Returned", found.owing], rows)
    for sentence in sentences(found, bands):
        item(sentence)
    for sentence in notes(found):
        tell(sentence)


def _silent(one: "Period") -> str:
    """Who has not returned; how far each is, where the template has words of its own for it."""
    from audit.wording import listed

    if one.states:
        return "; ".join(f"{name} ({state})" for name, state in one.states.items())
    return listed(one.silent) or "none"


def _measure(found: "Scorecard", measure: "Measure", bands: "tuple[Band, ...]") -> None:
    """A table of one measure: as many rounds side by side as the screen holds, then target and trend."""
    from audit.statistics.words import percent

    target = "" if measure.target is None else f" (target {percent(measure.target)})"
    line(f"{measure.id}  {measure.text}{target}")
    labels = [one.label for one in found.periods]
    wide = max(1, (columns() - WHO - ENDS) // EACH)
    lines = [*found.totals(measure), *(one for one in found.of(measure) if one.agency)]
    for start in range(0, len(labels), wide):
        part = slice(start, start + wide)
        last = start + wide >= len(labels)
        ends = [["Target" if measure.target is not None else "", "Trend"]] if last else []
        heads = ["Who", *labels[part], *("\n".join(filter(None, one)) for one in ends)]
        rows = [
            [one.name, *_cells(found, one, part, bands), *([_end(found, one)] if last else [])]
            for one in lines
        ]
        table(heads, rows, least=WHO - 6)


def _cells(found: "Scorecard", one: "Line", part: slice, bands: "tuple[Band, ...]") -> list[str]:
    from audit.recurring.scorecard_words import counts, share, silent_word
    from audit.scoring.score import printed

    cells = []
    for entry, why, period in zip(one.entries[part], one.lacking[part], found.periods[part], strict=True):
        if entry is None:
            cells.append(silent_word(why, period, one.name))
        elif one.measure.question:
            cells.append(f"{share(entry, one.measure.target)}\n{counts(entry)}")
        else:
            cells.append(f"{entry.word}\n{printed(entry.value, bands)}")
    return cells


def _end(found: "Scorecard", one: "Line") -> str:
    """Whether the target is met in the last round, or how many are short; and the trend under it."""
    from audit.recurring.scorecard_words import MET, trend

    last, target = one.entries[-1], one.measure.target
    missing = ""
    if last and target is not None:
        more = last.short(target)
        missing = f"{more:,} more" if more else MET
    return "\n".join(filter(None, (missing, trend(one, found))))
