"""audit benchmark: a figure beside other partnerships' figures."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell

if TYPE_CHECKING:
    from audit.recurring.benchmark import Beside, Told


CLOSE = 1e-9  # shares nearer to each other are the same


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--round", "name", metavar="R", help="The round that our figure comes from.")
@click.option("--question", metavar="Q", help="The question of that round.")
@click.option("--met", type=click.IntRange(min=0), metavar="K", help="Our figure itself: so many …")
@click.option("--of", type=click.IntRange(min=1), metavar="N", help="… of so many.")
@click.option("--on", type=Day(), metavar="DATE", help="The day of our figure.")
@click.option("--definition", type=WORDS, default="", help="What our figure counts, as the file words it.")
@json_option
@everywhere
def benchmark(
    desk: Desk,
    file: Path,
    name: str | None,
    question: str | None,
    met: int | None,
    of: int | None,
    on: date | None,
    definition: str,
    *,
    as_json: bool,
) -> None:
    """Show a figure beside other partnerships' figures from a table: the range, and where ours stands.

    FILE has a row for each figure, with the columns partnership, k, n, date and definition; any but the
    first may be missing, and a column share may stand for k and n. Figures of another definition, and
    older ones of the same place, are listed apart.

    \b
    Examples:
      audit benchmark figures.csv --met 9 --of 512 --definition "children with a second plan"
      audit benchmark figures.csv --round dip-2026-11 --question V1
    """
    from audit.recurring.benchmark import Told, beside
    from audit.recurring.benchmark_file import read_figures

    if (
        (met is None) != (of is None)
        or (name is None) != (question is None)
        or (met is None) == (name is None)
    ):
        raise click.UsageError("Give our figure as --round R --question Q, or as --met K --of N.")
    if met is not None and of is not None:
        if met > of:
            raise click.UsageError(f"{met} of {of} cannot be; K is part of N.")
        own = Told("", Fraction(met, of), met, of)
    else:
        own = _from_round(desk, name or "", question or "")
    day = on.isoformat() if on else own.on
    own = Told(desk.partnership or "Ours", own.share, own.k, own.n, day, definition)
    found = beside(own, read_figures(file), ours=desk.partnership)
    if as_json:
        print_json(_block(found))
    else:
        _print(found)


def _from_round(desk: Desk, name: str, question: str) -> "Told":
    """The figure of a question of a round, with the day on which the round was opened.

    Of agencies it is the shares that they reported, added up, else how many of them were graded good.
    """
    from audit.cli.case_results import results_of
    from audit.cli.scored import score_round
    from audit.definitions import nearest
    from audit.errors import StateError, UnknownError
    from audit.recurring.benchmark import Told

    round_ = desk.store.round(name)
    by_id = {key: one for key, one in round_.template.by_id.items() if one.graded or one.kind == "share"}
    asked = next((one for key, one in by_id.items() if key.casefold() == question.casefold()), None)
    if asked is None:
        raise UnknownError(
            f"{name} has no question {question!r} that gives a figure{nearest(question, by_id)}"
        )
    share: Fraction | None = None
    if round_.template.subject == "agency":
        from audit.recurring.measures import agencies_figure

        k, n = agencies_figure(score_round(desk, name, drafts=False), asked)
    else:
        figures = results_of(desk, name).questions
        if asked.id not in figures:
            raise StateError(f"{asked.id} of {name} is not graded, so no case meets it or not.")
        figure = figures[asked.id]
        k, n = figure.compliant, figure.n
        # Drawn by strata, the share can differ from k of n, since each stratum counts by its size.
        if n and figure.share is not None and abs(figure.share - k / n) > CLOSE:
            share = Fraction(figure.share)
    if not n:
        raise StateError(f"Nothing counts yet to {asked.id} in {name}, so there is no figure.")
    return Told("", share if share is not None else Fraction(k, n), k, n, round_.opened[:10])


def _print(found: "Beside") -> None:
    from audit.recurring.benchmark import UNTESTED

    line(f"{found.own.who}: {found.sentence}.")
    if found.others:
        rows = sorted((found.own, *found.others), key=lambda one: one.share)
        table(HEADS, [_cells(one, "<- ours" if one is found.own else "") for one in rows])
    if found.apart:
        line("Not in the range:")
        table(HEADS, [_cells(one, why) for one, why in found.apart])
    for sentence in notes(found):
        tell(sentence)
    tell(UNTESTED)


HEADS = ("Where", "Share", "K of n", "Date", "What is counted", "")


def _cells(one: "Told", why: str) -> list[str]:
    return [one.who, one.percent, one.base, one.on or "not said", one.definition or "not said", why]


def notes(found: "Beside") -> list[str]:
    """What a reader must know of the range: what it counts, who does not say, whose base is unknown."""
    said = [f"The range holds {found.of:,} figures, ours among them."] if found.others else []
    if found.definition:
        said.append(f"What is counted: {found.definition}.")
    bare = sum(not one.definition for one in found.others)
    if bare:
        said.append(f"{bare:,} of the others do not say what they count.")
    unknown = sum(one.n is None for one in found.others)
    if unknown:
        said.append(f"Of {unknown:,} of the others the base is unknown, so nobody can say how sure they are.")
    return said


def _block(found: "Beside") -> dict[str, Any]:
    from audit.recurring.benchmark import UNTESTED

    shares = sorted(one.share for one in (found.own, *found.others))
    return {
        "own": _figure(found.own),
        "sentence": found.sentence,
        "position": found.position,
        "of": found.of,
        "below": found.below,
        "level": found.level,
        "above": found.above,
        "lowest": float(shares[0]),
        "highest": float(shares[-1]),
        "definition": found.definition or None,
        "others": [_figure(one) for one in found.others],
        "apart": [_figure(one) | {"why": why} for one, why in found.apart],
        "notes": [*notes(found), UNTESTED],
    }


def _figure(one: "Told") -> dict[str, Any]:
    return {
        "who": one.who,
        "share": float(one.share),
        "k": one.k,
        "n": one.n,
        "base": one.base,
        "date": one.on or None,
        "definition": one.definition or None,
    }
