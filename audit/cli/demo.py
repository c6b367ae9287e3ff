"""audit demo: a whole round on made-up data, by the same functions that the commands call."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

from audit.cli import demo_actions, demo_challenge, demo_dip, demo_survey
from audit.cli.demo_sample import draw_cases
from audit.cli.desk import SETTINGS, Desk, everywhere
from audit.cli.progress import steps
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.definitions import Block, read
from audit.errors import StateError
from audit.passing import empty

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.rounds import Round
    from audit.standards.question import Question

MARK = ".made-by-audit-demo"
SEED = 2026
# Of a hundred grades given by such an agency: how many are best, how many worst; the rest lie between.
MANNERS = {
    "strong": (88, 1),
    "fair": (70, 6),
    "weak": (38, 22),
    "top": (100, 0),
    "bare": (85, 2),
    "half": (65, 8),
}


@click.command()
@click.argument("folder", metavar="[DIR]", default="audit-demo", type=click.Path(path_type=Path))
@everywhere
def demo(desk: Desk, folder: Path) -> None:  # noqa: ARG001 - the demo has its own desk
    """Play a round with its challenge panel, a dip audit, its re-audit and a plan on made-up data in DIR.

    DIR is audit-demo unless another is named.

    \b
    Example:
      audit demo
    """
    began = time.monotonic()
    prepare(folder)
    script = read(Path(__file__).with_name("demo.yaml"))
    with closing(Desk(folder, "", date.fromisoformat(script["today"]), "audit demo")) as own:
        with steps("A year at Kingsbridge", len(script["agencies"]) + 21) as shown:
            for _ in play(own, script):
                shown.step()
        finish(own, script, time.monotonic() - began)


def prepare(folder: Path) -> None:
    """An empty folder; StateError where something else than a demo's lies there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / MARK).is_file():
            raise StateError(
                f"{folder} holds something that no demo made; name another folder: audit demo DIR."
            )
        empty(folder, MARK)  # which stays, so that a demo that is killed here is replaced by the next
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(
        "This folder was made by 'audit demo', which may replace it.\n", encoding="utf-8"
    )


def play(desk: Desk, script: Block) -> Iterator[str]:
    """The round, step by step: agencies, opening, answers, signatures, workbooks."""
    from audit.cli.agency_report import write
    from audit.cli.scored import score_round
    from audit.cli.setup import create
    from audit.rounds import Expected, Round
    from audit.templates import load

    create(desk.folder, script["title"])
    with (desk.folder / SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write('marking-public = "OFFICIAL"\n')
    import_agencies(desk, script)
    yield "agencies"
    due = date.fromisoformat(script["due"])
    expected = tuple(Expected(agency, due) for agency in desk.store.agencies())
    opened = Round(script["round"], load(desk.library, "section-11/london"), due, expected, script["period"])
    desk.store.open_round(opened, desk.stamp())
    yield "round"
    chance = Random(SEED)  # noqa: S311 - a made-up partnership, the same every time
    for place, agency in enumerate(script["agencies"]):
        answer(desk, opened, agency, script, chance, due - timedelta(days=26 - place))
        yield agency["name"]
    yield from demo_challenge.play(desk, opened.name, script)
    scored = score_round(desk, opened.name, drafts=False)
    write(desk, scored, "subgroup", desk.folder / "subgroup.xlsx")
    yield "subgroup"
    write(
        desk,
        scored,
        "board",
        desk.folder / "board.xlsx",
        ("agree that the next audit opens in September 2028",),
    )
    yield "board"
    write(desk, scored, "public", desk.folder / "public.xlsx")
    yield "public"
    write_form(desk, opened)
    yield "form"
    with demo_dip.on(desk, demo_dip.DRAWN):
        draw_cases(desk, Random(SEED))  # noqa: S311 - made-up children, the same every time
    yield "sample"
    yield from demo_dip.play(desk, script, "S-001", Random(SEED))  # noqa: S311 - the same every time
    yield from demo_survey.play(desk)
    yield from demo_actions.play(desk)
    yield from write_year(desk)


def write_year(desk: Desk) -> Iterator[str]:
    """The workbooks of the year as a whole, for each audience."""
    from audit.cli.report_all import MONTHS, year_of
    from audit.cli.reporting import Wanted, deliver
    from audit.dates import months_before
    from audit.summaries.audience import AUDIENCES
    from audit.workbook.year_report import year_report_of

    for audience in AUDIENCES:
        asks = ("agree the priorities of next year",) if audience == "board" else ()
        wanted = Wanted(audience, desk.folder / f"year-{audience}.xlsx", asks)
        edition = year_of(desk, months_before(desk.today, MONTHS), wanted, drafts=False)
        deliver(desk, year_report_of(edition), wanted)
        yield audience


def import_agencies(desk: Desk, script: Block) -> None:
    """The list of agencies as a board keeps it, written as a CSV and taken in like any other."""
    from audit.agencies import read_list
    from audit.registers.profile import load
    from audit.standards.words import vocabulary

    lines = ["Agencies of the partnership,,,,", "Agency,Type,Duty,Lead contact,Chief officer"]
    keys = ("name", "kind", "duty", "contact", "signs")
    lines += [",".join(f'"{one[key]}"' for key in keys) for one in script["agencies"]]
    path = desk.folder / "agencies.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_list(path, vocabulary(desk.library).kinds, load(desk.library, "agencies"), {})
    desk.store.save_agencies(found.agencies, desk.stamp())


def answer(desk: Desk, opened: "Round", one: Block, script: Block, chance: Random, day: date) -> None:
    """One agency's part: its answers as from an answers file, and its signature, as its manner is."""
    from dataclasses import replace

    from audit.cli.signing import SignOff, check_signature, signature_of
    from audit.responses.files import take
    from audit.rounds import Standing, find_agency, interview

    agency = find_agency([expected.agency for expected in opened.expected], one["name"])
    how = one["how"]
    if how == "silent":
        return
    if how == "declined":
        reason = "Answers to the national body instead"
        gone = [
            replace(e, standing=Standing.DECLINED, reason=reason)
            for e in opened.expected
            if e.agency == agency
        ]
        desk.store.expect(opened.name, gone, desk.stamp())
        return
    response = desk.store.response(opened.name, agency.code, agency.code)
    begun = interview(opened, agency, response, desk.today)
    taken = take(begun, dict(replies(begun, how, script, chance)), "demo")
    desk.store.save(response, taken.answers, desk.stamp())
    if how not in {"half", "draft"}:
        answered = replace(response, answers=taken.answers)
        after = interview(opened, agency, answered, desk.today)
        signature = signature_of(SignOff(one["contact"], one["signs"], day), agency, after)
        check_signature(opened, agency, after, signature, desk.today)
        desk.store.sign(answered, signature, desk.stamp())


def replies(
    begun: "Interview", how: str, script: Block, chance: Random
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Made-up replies to the questions of an agency, in order."""
    asked = [question for question in begun.template.questions if begun.meant(question)]
    for question in asked[: len(asked) // 2] if how == "half" else asked:
        if not question.optional or question.kind != "text" or chance.random() < 0.4:
            yield question.id, reply(begun, question, how, script, chance)
    if how in {"strong", "fair", "weak", "draft"}:
        for standard in begun.template.standards:
            if chance.random() < (0.9 if how == "strong" else 0.6):
                yield standard.id, {"evidence": [evidence(standard.questions[0], script, chance)]}


def reply(
    begun: "Interview", question: "Question", how: str, script: Block, chance: Random
) -> dict[str, Any]:
    """One made-up reply, with what its grade asks for."""
    if question.kind == "share":
        return _share(question, how, script, chance)
    if question.kind != "grade":
        day = date(2026, 9, 1) + timedelta(days=chance.randrange(50))
        others = {"date": (day.isoformat(),), "text": script["wishes"], "yes-no": ("yes", "no")}
        return {"value": chance.choice(others.get(question.kind, question.choices))}
    best, worst = MANNERS.get(how, MANNERS["fair"])
    drawn = chance.randrange(100)
    if how not in {"top", "bare"} and not question.critical and chance.random() < 0.03:
        return {"value": "n/a", "reason": chance.choice(script["reasons"])}
    if drawn < best:
        return _top(begun, question, how, script, chance)
    scale = begun.template.scale
    grade = scale.worst if drawn >= 100 - worst else scale.steps[1]
    return {"value": grade.code, "action": action(question, script, chance)} | _comment(script, chance)


def _top(begun: "Interview", question: "Question", how: str, script: Block, chance: Random) -> dict[str, Any]:
    shown = "evidence" in question.needs or (how in {"strong", "fair"} and chance.random() < 0.25)
    pieces = {"evidence": [evidence(question, script, chance)]} if shown else {}
    return (
        {"value": begun.template.scale.best.code}
        | pieces
        | (_comment(script, chance) if how != "top" else {})
    )


def _share(question: "Question", how: str, script: Block, chance: Random) -> dict[str, Any]:
    base = chance.randrange(12, 240)
    low = {"strong": 92, "top": 96, "weak": 55}.get(how, 78)
    part = base * chance.randrange(low, 101) // 100
    given = {"value": f"{part}/{base}", "evidence": [evidence(question, script, chance)]}
    below = any(Fraction(part, base) < edge for _, edge in question.edges)
    return given | ({"action": action(question, script, chance)} if below else {})


def _comment(script: Block, chance: Random) -> dict[str, Any]:
    return {"comment": chance.choice(script["comments"])} if chance.random() < 0.12 else {}


def evidence(question: "Question", script: Block, chance: Random) -> dict[str, str]:
    """One made-up piece of evidence, of a kind that the question gives as an example."""
    what = chance.choice(question.evidence) if question.evidence else "minutes"
    day = date(2026, 8, 31) - timedelta(days=chance.randrange(500))
    return {"what": what.capitalize(), "where": chance.choice(script["places"]), "date": day.isoformat()}


def action(question: "Question", script: Block, chance: Random) -> dict[str, str]:
    """One made-up action; some have no owner or a phrase instead of a date, as in life."""
    thing = chance.choice(question.evidence) if question.evidence else "a plan"
    day = date(2026, 12, 1) + timedelta(days=7 * chance.randrange(40))
    when = chance.choice(("Report to December board", "")) if chance.random() < 0.08 else day.isoformat()
    who = "" if chance.random() < 0.05 else chance.choice(script["owners"])
    return {"what": chance.choice(script["actions"]).replace("{thing}", thing), "who": who, "when": when}


def write_form(desk: Desk, opened: "Round") -> None:
    """A form for an agency that has stopped half-way, so that one can be looked at."""
    from audit.cli.forms import write_one
    from audit.rounds import find_agency

    agency = find_agency([expected.agency for expected in opened.expected], "HMP Stonefield")
    response = desk.store.response(opened.name, agency.code, agency.code)
    write_one(desk, opened, agency, response, desk.folder / "form-hmp-stonefield.xlsx")


def finish(desk: Desk, script: Block, seconds: float) -> None:
    """The heat map, and what to open next."""
    from audit.cli.results import print_heat_map, print_messages
    from audit.cli.scored import score_round

    scored = score_round(desk, script["round"], drafts=False)
    print_heat_map(scored)
    print_messages(scored)
    place = desk.folder
    tell(f"\n{script['title']}, made up in {seconds:.1f} s. Open next:")
    for name, what in (
        ("board.xlsx", "what the board reads"),
        ("subgroup.xlsx", "the working file of the QA subgroup"),
        ("public.xlsx", "the same to be published: nothing typed, no colours, for screen readers"),
        ("year-board.xlsx", "the year as a whole for the board, a page for each theme"),
        ("form-hmp-stonefield.xlsx", "a form as an agency gets it, half filled"),
        (f"{demo_challenge.LETTERS}/letters.csv", "letters to those who still owe their return"),
        (demo_dip.BOARD, "the board's workbook of a dip audit and its re-audit"),
        (demo_dip.SUBGROUP, "the same for the subgroup, with each case, agreement and what was compared"),
        (demo_actions.BOARD, "actions of a review: overdue, not assured, newly closed, and the trend"),
        (demo_actions.SUBGROUP, "every action, imported from child-k-plan.xlsx as it was kept by hand"),
        (f"{demo_actions.LETTERS}/letters.csv", "letters to owners who owe an update or evidence"),
        (demo_actions.PROGRAMME, "the year's audits and reports; 'audit programme' says what is late"),
        (
            "samples/S-001/cases.xlsx",
            "a dip sample of child protection plans, with its certificate beside it",
        ),
    ):
        tell(f"  {place / name}: {what}")
    tell(f"Then try: audit ask {script['round']} --agency 'Diocese of North County' -w {quoted(str(place))}")
