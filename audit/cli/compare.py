"""audit compare: whether practice got better from one round to the next."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_results import confidence_of, results_of
from audit.cli.compare_agencies import about_agencies, compare_agencies
from audit.cli.desk import Desk, everywhere, json_option, of_one_moment
from audit.cli.results import check_fit, drafts_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.cli.stats_options import detail_option
from audit.wording import harmless

if TYPE_CHECKING:
    from audit.cases.compared import Compared
    from audit.cases.comparing import Comparison
    from audit.cases.history import Known
    from audit.cases.results import Results

KINDS = {
    "paired": "The same cases again: {pairs} in {first} and in {last}.",
    "independent": "Two rounds, each with cases of its own.",
    "trend": "{many} rounds in a row, from {first} to {last}.",
}

# Stands behind each sentence about the same files; of several questions it is said once, for all.
CAUTION = re.compile(r", and the same files \w+ does not show that other files did\.$")


@click.command(short_help="Say whether a later round found more or fewer.")
@click.argument("names", metavar="R1 R2 [R…]", nargs=-1, required=True)
@click.option("--paired", "way", flag_value="paired", help="Insist on the same cases, those in both rounds.")
@click.option("--independent", "way", flag_value="independent", help="Insist on two samples.")
@click.option("--history", is_flag=True, help="Show what was reported of each question too.")
@click.option("--with-reported", is_flag=True, help="Let reported results take part in a trend.")
@drafts_option
@detail_option
@json_option
@everywhere
@of_one_moment
def compare(
    desk: Desk,
    names: tuple[str, ...],
    way: str | None,
    history: bool,
    with_reported: bool,
    drafts: bool,
    detail: bool,
    as_json: bool,
) -> None:
    """Say whether practice got better from R1 to R2, question by question; of more rounds, whether it rises.

    The rounds are taken in the order in which they are named. Where the second reads the cases of the
    first again, only cases in both count, and those that moved are named by their references. Only
    questions that mean the same are compared; the others are listed. Of rounds about agencies it says how
    far each agency moved from each round to the next, by standard and, with --detail, by question.

    \b
    Examples:
      audit compare dip-2026-03 dip-2026-09
      audit compare july december --detail
      audit compare s11-2024 s11-2026 --detail
      audit compare dip-2026-09 dip-2026-10 dip-2026-11
    """
    from audit.cases.comparing import compare as compared
    from audit.store.known import known_results

    if len(names) < 2:
        raise click.UsageError("Name two rounds or more, the earliest first.")
    agencies = about_agencies(desk, names)
    of_cases = {"--paired, --independent": bool(way), "--history": history, "--with-reported": with_reported}
    about = "these rounds are about agencies" if agencies else "these rounds are about cases"
    check_fit(of_cases if agencies else {"--drafts": drafts}, about)
    if agencies:
        compare_agencies(desk, names, drafts=drafts, detail=detail, as_json=as_json)
        return
    found = compared(
        [results_of(desk, name) for name in names],
        way=way or "",
        reported=known_results(desk.store),
        with_reported=with_reported,
        confidence=confidence_of(desk),
    )
    if as_json:
        print_json(_block(found))
        return
    _concerns(found.rounds)
    line(_head(found))
    _questions(found, history=history)
    if detail:
        _details(found)
    for sentence in found.notes:
        line(sentence)
    if not detail and any(one.details for one in found.questions):
        tell("--detail shows the figures behind this.")


def _concerns(rounds: "Sequence[Results]") -> None:
    from audit.cases.concern import lines

    for sentence in lines([concern for one in rounds for concern in one.case_round.concerns]):
        line(sentence)


def _head(found: "Comparison") -> str:
    from audit.statistics.words import files

    names = found.names
    parts = {"first": names[0], "last": names[-1], "many": str(len(names))}
    how = [f"{name}: {one.basis.sentence}" for name, one in zip(names, found.rounds, strict=True)]
    kind = KINDS[found.kind].format(pairs=files(len(found.pairing.pairs)), **parts)
    return "\n".join([kind, *how])


def _questions(found: "Comparison", *, history: bool) -> None:
    """The counts of each question, then a sentence for each, then what is not compared."""
    if found.questions:
        (_moves_table if found.kind == "paired" else _counts_table)(found)
    said = {one.question.id: one.sentence for one in found.questions}
    short = {name: CAUTION.sub(".", text) for name, text in said.items()}
    often = sum(short[name] != text for name, text in said.items()) > 1
    for one in found.questions:
        item(f"{one.question.id}: {(short if often else said)[one.question.id]}")
        if one.moves:
            _moved(one)
        if history:
            for known in one.reported:
                item(f"{one.question.id}, as reported: {told(known)}")
    if often:
        line("That the same files improved or slipped does not show that other files did.")
    if found.not_compared:
        line("Not compared:")
        for left in found.not_compared:
            item(f"{left.question}: {left.why}")


def told(known: "Known") -> str:
    """A reported result in a sentence."""
    from audit.dates import said

    who = f", by {known.found_by}" if known.found_by else ""
    return f"{known.figure} on {said(known.on)} ({known.how}{who})."


def _counts_table(found: "Comparison") -> None:
    """A column for each round; reported results too where they are the same ones for every question."""
    from audit.statistics.sentences_change import with_share

    all_places = {one.places for one in found.questions}
    places = next(iter(all_places)) if len(all_places) == 1 else found.names
    # Sentences about a trend count the rounds.
    numbered = found.kind == "trend" and len(all_places) == 1
    heads = [f"{number}. {name}" if numbered else name for number, name in enumerate(places, 1)]
    rows = []
    for one in found.questions:
        cells = [
            with_share(count) for name, count in zip(one.places, one.counts, strict=True) if name in places
        ]
        rows.append([one.question.id, one.question.text, *cells])
    table(["", "Question", *heads], rows)


def _moves_table(found: "Comparison") -> None:
    rows = []
    for one in found.questions:
        cells = one.moves.cells if one.moves else (0, 0, 0, 0)
        both, slipped, improved, neither = (f"{many:,}" for many in cells)
        rows.append([one.question.id, one.question.text, both, improved, slipped, neither])
    table(["", "Question", "Met both times", "Improved", "Slipped", "Met neither time"], rows)


def _moved(one: "Compared") -> None:
    moves = one.moves
    if moves is None:
        return
    for word, refs in (("improved", moves.improved), ("slipped", moves.slipped)):
        if refs:
            item(f"{one.question.id} {word}: {', '.join(refs)}.")
    if moves.left_out:
        item(f"{one.question.id}: in {moves.left_out:,} more it did not apply, or was not asked, in a round.")


def _details(found: "Comparison") -> None:
    for one in found.questions:
        for grid in one.details:
            click.echo(harmless(f"\n{one.question.id}. {grid.title}"))
            table(grid.headings, grid.rows)
    notes = dict.fromkeys(one.note for one in found.questions if one.note)
    for sentence in (*notes, *found.cautions):
        line(sentence)


def _block(found: "Comparison") -> dict[str, Any]:
    from audit.cases.result_json import concerns_of

    return {
        "rounds": list(found.names),
        "kind": found.kind,
        "cases": _cases(found),
        "questions": {one.question.id: _question(one) for one in found.questions},
        "not_compared": [{"id": one.question, "why": one.why} for one in found.not_compared],
        "notes": [*found.notes, *found.cautions],
        "immediate_concerns": concerns_of(found.rounds),
    }


def _cases(found: "Comparison") -> Mapping[str, Any] | None:
    """Which cases stand in both of two rounds, by the references of each; null for a trend."""
    if found.kind == "trend":
        return None
    return {
        "in_both": [ours.ref for ours, _ in found.pairing.pairs],
        "only_first": list(found.pairing.only_first),
        "only_second": list(found.pairing.only_second),
    }


def _question(one: "Compared") -> dict[str, Any]:
    return {
        **one.figures,
        "text": one.question.text,
        "places": list(one.places),
        "tested": not one.why,
        "why": one.why or None,
        "reported": [known_block(known) for known in one.reported],
    }


def known_block(known: "Known") -> dict[str, Any]:
    """A reported result as plain values."""
    return {
        "number": known.number,
        "question": known.question,
        "on": known.on,
        "compliant": known.met,
        "sample": known.of,
        "said": known.said or None,
        "how": known.how,
        "found_by": known.found_by or None,
        "by": known.by,
        "at": known.at,
        "withdrawn": known.withdrawn or None,
    }
