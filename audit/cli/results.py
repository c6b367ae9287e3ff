"""audit results."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from audit.cli.beside import lists_block, print_lists, print_verified
from audit.cli.case_results import BY, print_results, results_of
from audit.cli.case_status import concern_blocks
from audit.cli.case_verdicts import print_verdicts
from audit.cli.concerns import concerns_in, waiting_lines
from audit.cli.desk import Day, Desk, everywhere, json_option, of_one_moment
from audit.cli.past_show import past_of, print_past
from audit.cli.scored import score_round
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell
from audit.cli.several_rounds import several
from audit.cli.stats_options import SHARE
from audit.cli.wide_views import wide_view
from audit.wording import plural

if TYPE_CHECKING:
    from audit.scoring.partnership import Results, Row
    from audit.standards.catalogue import Catalogue, Standard

drafts_option = click.option(
    "--drafts", is_flag=True, help="Let unsigned responses count in the figures too."
)


@click.command()
@click.argument("names", metavar="R…", nargs=-1)
@drafts_option
@click.option(
    "--as", "other", metavar="CATALOGUE", help="See the answers as another catalogue's (a crosswalk)."
)
@click.option("--by", type=click.Choice(BY), help="Of a round about cases: by what.  [default: question]")
@click.option("--pool", is_flag=True, help="Several rounds as one: each is a stratum.")
@click.option("--side-by-side", "beside", is_flag=True, help="Several rounds, theme by theme.")
@click.option("--target", type=SHARE, metavar="P", help="Whether the target is met, while cases are read.")
@click.option("--themes", is_flag=True, help="What keeps recurring: themes by rounds, reviews and plans.")
@click.option("--since", type=Day(), metavar="DATE", help="With --themes: only what is since this day.")
@click.option("--scorecard", is_flag=True, help="What agencies reported, round beside round.")
@click.option("--series", is_flag=True, help="The scorecard of all rounds of R's series.")
@click.option("--verified", is_flag=True, help="Agencies' own grades beside those of who visited them.")
@json_option
@everywhere
@of_one_moment
def results(
    desk: Desk,
    names: tuple[str, ...],
    drafts: bool,
    other: str | None,
    by: str | None,
    pool: bool,
    beside: bool,
    target: Fraction | None,
    themes: bool,
    since: date | None,
    scorecard: bool,
    series: bool,
    verified: bool,
    as_json: bool,
) -> None:
    """Print the heat map of agencies and standards, or the figures of cases, and how sure they are.

    Of several rounds about agencies it prints the scorecard: k of n and scores of each agency, round beside
    round, with target, trend and who stayed silent. With --themes it prints what keeps recurring: of
    everything in the workspace, or of the rounds named.

    \b
    Examples:
      audit results s11-2026
      audit results neglect-2026 --by theme
      audit results dip-2026-11 --target 90%
      audit results dip-2026-09 dip-2026-10 dip-2026-11 --pool
      audit results neglect-2026 observations staff-survey --side-by-side
      audit results s11-2026 --as section-11/working-together-2023
      audit results --themes --since 2025-04-01
      audit results quarter-1 quarter-2 quarter-3
      audit results quarter-3 --series
      audit results visits-2026 --verified
    """
    one_way = {"--as": other is not None, "--by": by is not None, "--target": target is not None}
    wide = {"--themes": themes, "--scorecard": scorecard, "--series": series, "--verified": verified}
    ways = {**wide, "--pool": pool, "--side-by-side": beside, **one_way}
    if wide_view(desk, names, ways, since, drafts=drafts, as_json=as_json):
        return
    if len(names) == 1 and (before := past_of(desk, names[0])):
        check_fit(ways | {"--drafts": drafts}, "of a past cycle figures are all there is")
        print_past(before, as_json=as_json)
        return
    together = len(names) > 1 or pool or beside
    cases = together or desk.store.round(names[0]).template.subject != "agency"
    of_agencies = {"--as": other is not None, "--verified": verified, "--drafts": drafts}
    of_cases = {"--by": by is not None, "--target": target is not None}
    about = "this is about cases" if cases else "this round is about agencies"
    check_fit(of_agencies if cases else of_cases, about)
    if together:
        check_fit(of_cases, "it looks at one round at a time")
        several(desk, names, (pool, beside), as_json=as_json)
        return
    if cases:
        _of_cases(desk, names[0], target, by, as_json=as_json)
        return
    found = score_round(desk, names[0], drafts)
    if verified:
        check_fit({"--as": other is not None}, "--verified is about the grades as they were given")
        print_verified(found, as_json=as_json)
        return
    print_scored(desk, found, other, as_json=as_json)


def _of_cases(desk: Desk, name: str, target: Fraction | None, by: str | None, *, as_json: bool) -> None:
    """The results of a round about cases, or whether each question meets a target yet."""
    if target is not None and by is not None:
        raise click.UsageError("--target looks at each question; leave out --by.")
    if target is not None:
        print_verdicts(results_of(desk, name), target, as_json=as_json)
        return
    print_results(results_of(desk, name), by or "question", as_json=as_json)


def print_scored(desk: Desk, found: "Results", other: str | None, *, as_json: bool) -> None:
    """The results of a round about agencies, or as another catalogue's."""
    if other is not None:
        from audit.standards.catalogue import load_catalogue

        seen_as(found, load_catalogue(desk.library, other), as_json)
    elif as_json:
        from audit.scoring.table import as_json as block

        waiting = concern_blocks(concerns_in(desk, [found.round.name]))
        print_json(block(found) | lists_block(found) | {"immediate_concerns": waiting})
    else:
        for sentence in waiting_lines(desk, [found.round.name]):
            line(sentence)
        print_heat_map(found)
        print_messages(found)
        print_lists(found)


def check_fit(given: dict[str, bool], why: str) -> None:
    """Wrong usage where an option was given that does not go with what is looked at."""
    if name := next((name for name, is_given in given.items() if is_given), ""):
        raise click.UsageError(f"{name} does not go here: {why}.")


def print_heat_map(found: "Results") -> None:
    """The heat map: as many standards side by side as the screen holds, the word over the number."""
    standards = found.template.standards
    beside = {"Self": found.as_graded, "Today": found.as_today}
    more = {heading: other.rows for heading, other in beside.items() if other}
    wide = max(1, (columns() - 46) // 7 - len(more))
    for start in range(0, len(standards), wide):
        part = standards[start : start + wide]
        headings = ["Agency", "Return", "Overall", *more, *(standard.id for standard in part)]
        rows = [
            [
                *(_name(row), _return(row), *_cells(row, (None,))),
                *(cell for each in more.values() for cell in _cells(each[place], (None,))),
                *_cells(row, part),
            ]
            for place, row in enumerate(found.rows)
        ]
        signed = f"{found.returned} of {found.expected} {found.template.running.state('signed')}"
        signed += f", by {plural(found.responses, 'response')}" if found.named else ""
        rows.append(["All that count", signed, "", *[""] * len(more), *_means(found, part)])
        table(headings, rows, colours={band.name: band.colour for band in found.template.bands}, least=22)
    for standard in standards:
        tell(f"{standard.id}  {standard.title}")
    tell("n/a: not applicable. -: no score; the column Return says why.")
    if more:
        tell("Overall and standards: at return, with the panel's grades where they count.")
    if "Self" in more:
        tell("Self: overall by the agency's own grades.")
    if "Today" in more:
        tell("Today: overall as grades stand since actions were assured.")


def _name(row: "Row") -> str:
    from audit.scoring.membership import beside

    return f"{row.agency.name} (answered by {row.by})" if row.stood_in else row.agency.name + beside(row)


def _return(row: "Row") -> str:
    from audit.scoring.lowest import why_ungraded
    from audit.scoring.table import cell

    if row.scored is None:
        return f"{cell(row, None)}{', late' if row.line.late else ''}"
    running = row.interview.template.running
    if not row.provisional:
        return "; ".join(filter(None, (running.state("signed"), why_ungraded(row))))
    word = running.state(row.line.progress) if running.states else "signed" if row.signed else "draft"
    return f"{word}, provisional, {int(row.scored.overall.completeness * 100)} %"


def _cells(row: "Row", standards: "tuple[Standard | None, ...]") -> list[str]:
    from audit.scoring.score import printed
    from audit.scoring.table import cell

    found = []
    for standard in standards:
        one = row.scored and (row.scored.standards[standard.id] if standard else row.scored.overall)
        if one and one.band:
            found.append(f"{one.band.name}\n{printed(one.value, row.interview.template.bands)}")
        else:
            word = cell(row, standard).split(",")[0]
            found.append("n/a" if word == "not applicable" else "-")  # why, stands under Return
    return found


def _means(found: "Results", part: "tuple[Standard, ...]") -> list[str]:
    from audit.scoring.score import printed

    if not found.template.averaged:
        return [""] * len(part)
    figures = {one.standard.id: one for one in found.standards}
    means = [figures[standard.id] for standard in part]
    return [
        f"{m.band.name}\n{printed(m.score, found.template.bands)}" if m.band else "no score" for m in means
    ]


def print_messages(found: "Results") -> None:
    """The key figures as sentences."""
    from audit.scoring.messages import messages

    click.echo()
    if found.drafts:
        click.echo("Unsigned drafts count in these figures.")
    for message in messages(found):
        item(message.text)


def seen_as(found: "Results", other: "Catalogue", as_json: bool) -> None:
    """The answers of a round as another catalogue's."""
    from audit.scoring import crosswalk
    from audit.scoring.score import band_of, printed

    if as_json:
        print_json(crosswalk.as_json(found, other))
        return
    bands = found.template.bands
    rows = []
    for bearing in crosswalk.bearings(found, other):
        value = crosswalk.mean(found, bearing)
        band = band_of(bands, value)
        worst = crosswalk.worst(found, bearing)
        by = ", ".join(question.id for question in bearing.by) or "none"
        score = f"{band.name} {printed(value, bands)}" if band else "no score"
        rows.append([bearing.question.id, bearing.question.text, score, worst, by])
    table(["Question", other.title, "Score", "Worst", "By answers to"], rows)
    bare = [row[0] for row in rows if row[4] == "none"]
    tell(
        "A view of the same answers, not a second set. "
        + (f"Without any answer: {', '.join(bare)}." if bare else "")
    )
