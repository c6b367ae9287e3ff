"""The counts of actions that are kept of each report, most pressing first."""

from audit.actions.figures import Figures
from audit.actions.words import Colour, State
from audit.summaries.count import Count


def counts(figures: Figures) -> tuple[Count, ...]:
    """The counts of actions by names that stay the same from report to report."""
    total, colours = len(figures.found), figures.tally.colours
    complete = len(figures.having(State.REPORTED_COMPLETE))
    found = (
        ("actions.overdue", "Overdue actions", len(figures.overdue), "Actions"),
        ("actions.red", "Red actions", colours[Colour.RED], "Actions"),
        ("actions.assured", "Assured actions", len(figures.assured), "Evidence"),
        ("actions.complete", "Actions reported complete and not assured", complete, "Actions"),
        ("actions.open", "Actions neither assured nor closed", len(figures.open), "Actions"),
        ("actions.unowned", "Open actions without an owner", len(figures.unowned), "Actions"),
    )
    silent = Count("asks.silent", "Asks met by silence", len(figures.silences), sheet="Asks")
    return (*(Count(key, words, number, total, sheet) for key, words, number, sheet in found), silent)
