"""audit results of several rounds: pooled, or side by side."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_results import BY_SIZE, HEADINGS, cells, confidence_of, results_of
from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell

if TYPE_CHECKING:
    from audit.cases.pooling import Seen
    from audit.cases.results import Results

HOW = {
    "simple": "drawn at random",
    "stratified": "drawn by strata",
    "systematic": "drawn at even steps",
    "cluster": "drawn by clusters",
    "weighted": "drawn by risk",
    "census": "everybody",
    "judgement": "chosen by hand",
    "not drawn": "whoever came",
}
THROWN_AWAY = "draw thrown away"


def several(desk: Desk, names: Sequence[str], way: tuple[bool, bool], *, as_json: bool) -> None:
    """Several rounds together, as was asked; wrong usage where that is not said."""
    pool, beside = way
    if pool == beside or len(names) < 2:
        raise click.UsageError("Several rounds are looked at with --pool, or with --side-by-side.")
    from audit.cases.concern import lines

    rounds = [results_of(desk, name) for name in names]
    if not as_json:
        for sentence in lines([concern for one in rounds for concern in one.case_round.concerns], whose=True):
            line(sentence)
    if pool:
        _pooled(rounds, confidence_of(desk), as_json)
    else:
        _beside(rounds, as_json)


def _pooled(rounds: "list[Results]", confidence: str, as_json: bool) -> None:
    from audit.cases.pooling import pool
    from audit.cases.result_json import concerns_of, figure_block

    found = pool(rounds, confidence)
    names = [one.case_round.round.name for one in rounds]
    if as_json:
        figures = {name: figure_block(one) for name, one in found.questions.items()}
        block = {"rounds": names, "questions": figures, "left_out": list(found.left_out)}
        print_json(block | {"immediate_concerns": concerns_of(rounds)})
        return
    texts = rounds[0].case_round.round.template.by_id
    line(f"{len(names)} rounds together, each a stratum: {', '.join(names)}.")
    table(
        ["", "Question", *HEADINGS],
        [[name, texts[name].text, *cells(one)] for name, one in found.questions.items()],
    )
    if any(one.method == "logit" for one in found.questions.values()):
        tell(BY_SIZE)
    for name, one in found.questions.items():
        if one.why:
            tell(f"{name}: {one.why}")
    if found.left_out:
        tell(f"Not the same question in all of them, so left out: {', '.join(found.left_out)}.")


def _beside(rounds: "list[Results]", as_json: bool) -> None:
    from audit.cases.pooling import side_by_side
    from audit.cases.result_json import concerns_of

    grid = side_by_side(rounds, how)
    words = {key: word for one in rounds for key, word in one.case_round.round.template.words.themes.items()}
    if as_json:
        themes = {theme: [asdict(one) for one in row] for theme, row in grid.items()}
        sources = [_source(one) for one in rounds]
        print_json({"rounds": sources, "themes": themes, "immediate_concerns": concerns_of(rounds)})
        return
    headings = [_heading(one) for one in rounds]
    rows = [[words.get(theme, theme), *map(_cell, row)] for theme, row in grid.items()]
    table(["Theme", *headings], rows)
    tell("Answers that met the standard, of those that count. Methods differ, so nothing is added up.")


def _heading(found: "Results") -> str:
    """A round's name, how its subjects were chosen, and of how many how many are read."""
    together = ", together" if found.case_round.plan.together else ""
    return (
        f"{found.case_round.round.name}\n{how(found)}\n{found.read:,} of {len(found.usable):,} read{together}"
    )


def _source(found: "Results") -> dict[str, Any]:
    """A round as a source among others: what it is about, how many, how chosen, who read."""
    round_ = found.case_round.round
    return {
        "round": round_.name,
        "template": round_.template.ref,
        "about": found.case_round.word,
        "how": how(found),
        "register": found.basis.register,
        "usable": len(found.usable),
        "read": found.read,
        "together": list(found.case_round.plan.together),
    }


def how(found: "Results") -> str:
    """How a round's subjects were chosen, in two words."""
    from audit.cases.basis import DISCARDED

    return THROWN_AWAY if found.basis.why == DISCARDED else HOW[found.basis.design]


def _cell(one: "Seen") -> str:
    from audit.statistics.words import nearest

    return f"{one.compliant:,} of {one.n:,} ({nearest(str(one.compliant / one.n), one.n)})" if one.n else "-"
