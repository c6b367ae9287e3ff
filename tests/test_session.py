"""One board's year over the command line: its own list, its own standards, its own hundred-mark scale."""

from fractions import Fraction

import openpyxl
import pytest
from test_cli_setup import as_json, call, write

from audit import tables

# The list as such a board keeps it: its own words for kinds, two contacts in a cell.
AGENCIES = (
    ("Northshire Constabulary", "County constabulary", "Ch Insp Ada Moss"),
    ("Probation Delivery Unit", "Probation service", "Ben Carr"),
    ("Northshire Council Children's Services", "Children's social care", "Cy Dunn; Dee East"),
    ("Northshire Council Adult Services", "Adult social care", "Eve Ford"),
    ("Northshire Youth Justice Service", "YOT", "Flo Gray\nGus Hill"),
    ("Northshire Hospitals", "Acute trust", "Hal Ives"),
    ("Northshire Community Health", "Community trust", "Ina Jay"),
    ("Northshire Mental Health", "CAMHS", "Jo Kerr"),
    ("Integrated Care Board", "ICB", "Kit Long / Lou Marsh"),
    ("Northshire Fire and Rescue", "Fire service", "Mel Nash"),
    ("Five Towns District Council", "Lower tier authority", "Nia Orr"),
    ("Safe Harbour", "Third-sector hub", "Oli Page"),
    ("GP practices (26)", "Primary care", "Dr Pat Quinn"),
)
TITLES = ("Leadership", "Policies", "Listening", "Training", "Recruitment", "Working together", "Records")
# The weights of each category's standards; they total 100. Seven categories, thirty-six standards.
WEIGHTS = (
    (30, 20, 20, 15, 15),
    (25, 25, 20, 20, 10),
    (40, 20, 15, 15, 10),
    (20, 20, 20, 20, 20),
    (10, 30, 20, 20, 20),
    (22, 18, 20, 15, 15, 10),
    (35, 5, 20, 25, 15),
)
MARKS = [5 * step for step in range(21)]
BANDS = (("exemplary", Fraction("0.9")), ("secure", Fraction("0.6")), ("weak", Fraction(0)))
TEMPLATE = """\
title: Northshire self-assessment
against: northshire/2014
needs: {action: [0, 5, 10, 15, 20, 25, 30, 35], evidence: []}
bands:
  - {name: exemplary, from: 0.9, colour: 00703C}
  - {name: secure, from: 0.6, colour: F4A300}
  - {name: weak, from: 0, colour: D4351C}
"""
SILENT, HALF = 11, 10  # places in AGENCIES
RED_LINE = "S1.1"


def question(category, place):
    return f"S{category + 1}.{place + 1}"


QUESTIONS = [question(c, q) for c, weights in enumerate(WEIGHTS) for q in range(len(weights))]


def mark(agency, place):
    """What an agency says to the question at a place: a mark, or None where it does not apply."""
    if (agency + place) % 13 == 5 or (agency == 3 and QUESTIONS[place].startswith("S3.")):
        return None
    return MARKS[(agency * 8 + place * 11 + agency * place) % 21]


def scored(agency):
    """The exact scores of an agency: by category, and overall."""
    found, place = [], 0
    for weights in WEIGHTS:
        asked = [(weight, place + n) for n, weight in enumerate(weights) if given(agency, place + n)]
        pairs = [(weight, value) for weight, at in asked if (value := mark(agency, at)) is not None]
        total = 100 * sum(weight for weight, _ in pairs)
        found.append(Fraction(sum(weight * value for weight, value in pairs), total) if pairs else None)
        place += len(weights)
    known = [value for value in found if value is not None]
    return found, sum(known) / len(known) if known else None


def given(agency, place):
    return agency != SILENT and (agency != HALF or place < 18)


def band(value, limited=False):
    if value is None:
        return None
    name = next(name for name, edge in BANDS if value >= edge)
    return BANDS[1][0] if limited and name == BANDS[0][0] else name


def limited(agency):
    return mark(agency, 0) == 0


def board_list(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Northshire Safeguarding Children Partnership: section 11 leads"])
    sheet.append([])
    sheet.append(["Organisation", "Sector", "S11 lead(s)", "Fax"])
    for name, kind, contact in AGENCIES:
        sheet.append([name, kind, contact, "01632 960001"])
    sheet.append(["Total: 13 agencies"])
    book.save(path)


def own_standards(folder):
    scale = "title: Marks\ngrades:\n" + "".join(f"  - {{code: {m}, points: {m}}}\n" for m in reversed(MARKS))
    write(folder / "standards/scales/marks.yaml", scale)
    lines = ["title: Northshire standards", 'edition: "2014"', "scale: marks", "standards:"]
    for category, (title, weights) in enumerate(zip(TITLES, WEIGHTS, strict=True)):
        lines += [f"  - id: S{category + 1}", f"    title: {title}", "    questions:"]
        for place, weight in enumerate(weights):
            name = question(category, place)
            critical = ", critical: yes" if name == RED_LINE else ""
            lines.append(f"      - {{id: {name}, text: Criterion {name}., weight: {weight}{critical}}}")
    write(folder / "standards/northshire/2014.yaml", "\n".join(lines) + "\n")
    write(folder / "templates/northshire.yaml", TEMPLATE)


def answers(agency):
    """An answers file, values written as people do: bare, with a reason, with an action."""
    for place, name in enumerate(QUESTIONS):
        value = mark(agency, place)
        if value is None:
            reply = "{value: n/a, reason: We run no such service}"
        else:
            action = "{what: Do better, who: Lead, when: 31/3/2027}"
            reply = value if value >= 40 else f"{{grade: {value}, action: {action}}}"
        if given(agency, place):
            yield f"{name}: {reply}"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The whole story, told once; the tests look at what came of it."""
    folder = tmp_path_factory.mktemp("northshire")
    here = ("-w", folder)
    call("init", folder, "--name", "Northshire SCP")
    board_list(folder / "leads.xlsx")
    take = ("agency", "import", folder / "leads.xlsx", *here)
    refused = call(*take, code=1).stderr
    said = call(*take, "--kind", "Third-sector hub=voluntary").stderr
    own_standards(folder)
    call("check", folder / "standards/northshire/2014.yaml", folder / "templates/northshire.yaml", *here)
    opened = call("round", "open", "northshire", "--name", "s11 2026", "--due", "30/11/2026", *here)
    for place, (name, *_) in enumerate(AGENCIES):
        if place == SILENT:
            continue
        path = write(folder / "answers.yaml", "\n".join(answers(place)) + "\n")
        call("ask", "s11 2026", "--agency", name, "--answers", path, *here)
        if place != HALF:
            call("sign", "s11 2026", "--agency", name, "--name", "A. Chief", "--role", "Chief officer", *here)
    return folder, refused, said, opened


@pytest.fixture(scope="module")
def found(year):
    return as_json("results", "s11 2026", "-w", year[0], "--today", "2026-12-01")


def test_the_weights_are_as_the_board_has_them(year):
    assert [sum(weights) for weights in WEIGHTS] == [100] * 7
    assert len(QUESTIONS) == 36
    assert "Criterion S7.5. [weight 15]" in call("standards", "northshire/2014", "-w", year[0]).stdout


def test_the_boards_list_is_taken_but_for_one_word_that_the_board_settles(year):
    folder, refused, said, _ = year
    assert "'Third-sector hub' is not a kind of agency known here" in refused
    assert "sheet Sheet, cell B15" in refused
    assert "13 agencies read, 13 of them new or changed." in said
    assert "'Fax' (cell D3)" in said
    kept = {one["name"]: one for one in as_json("agency", "list", "-w", folder)}
    assert [*kept] == [name for name, *_ in AGENCIES]
    assert all(len(one["kinds"]) == 1 for one in kept.values())
    assert kept["GP practices (26)"]["kinds"] == ["health"]
    assert kept["Safe Harbour"]["kinds"] == ["voluntary"]
    for name, first, second in (
        ("Northshire Council Children's Services", "Cy Dunn", "Dee East"),
        ("Northshire Youth Justice Service", "Flo Gray", "Gus Hill"),
        ("Integrated Care Board", "Kit Long", "Lou Marsh"),
    ):
        assert (kept[name]["contact"], kept[name]["substitute"]) == (first, second)


def test_every_agency_is_asked_all_thirty_six(year):
    assert [line.split()[-1] for line in year[3].stdout.splitlines() if "36" in line] == ["36"] * 13


def test_every_score_is_the_exact_weighted_mean(found):
    rows = {one["agency"]: one for one in found["respondents"]}
    assert [*rows] == [name for name, *_ in AGENCIES]
    for place, (name, *_) in enumerate(AGENCIES):
        categories, overall = scored(place)
        row = rows[name]
        assert row["overall"] == (None if overall is None else float(overall))
        assert row["band"] == band(overall, limited(place))
        for number, value in enumerate(categories, 1):
            figures = row["standards"][f"S{number}"]
            assert figures["score"] == (None if value is None else float(value)), (name, number)
            assert figures["band"] == band(value, number == 1 and limited(place))


def test_not_applicable_silence_and_what_is_owed_are_told_apart(found):
    rows = found["respondents"]
    whole = rows[3]["standards"]["S3"]
    assert (whole["score"], whole["not_applicable"], whole["unanswered"], whole["completeness"]) == (
        None,
        5,
        0,
        1.0,
    )
    assert (rows[SILENT]["overall"], rows[SILENT]["completeness"], rows[SILENT]["signed"]) == (
        None,
        None,
        False,
    )
    assert (rows[HALF]["completeness"], rows[HALF]["signed"]) == (0.5, False)
    limits = [one["agency"] for one in rows if RED_LINE in one["limited_by"]]
    assert limits == [name for place, (name, *_) in enumerate(AGENCIES) if given(place, 0) and limited(place)]
    assert limits


def test_the_partnerships_figures_are_plain_means_over_the_signed(found):
    signed = [place for place in range(13) if place not in {SILENT, HALF}]
    assert (found["returned"], found["expected"]) == (11, 13)
    for number in range(7):
        values = [value for place in signed if (value := scored(place)[0][number]) is not None]
        figures = found["standards"][f"S{number + 1}"]
        assert figures["agencies"] == len(values)
        assert figures["score"] == float(sum(values) / len(values))
        bands = [band(scored(place)[0][number], number == 0 and limited(place)) for place in signed]
        assert figures["bands"] == {name: bands.count(name) for name, _ in BANDS}


def test_the_returns_register_and_the_printed_heat_map_tell_the_same(year):
    folder = year[0]
    lines = as_json("round", "status", "s11 2026", "-w", folder, "--today", "2026-12-01")["returns"]
    assert [line["progress"] for line in lines].count("signed") == 11
    assert [line["agency"] for line in lines if line["late"]] == [AGENCIES[HALF][0], AGENCIES[SILENT][0]]
    shown = call("results", "s11 2026", "-w", folder, "--today", "2026-12-01").stdout
    assert "- 11 of 13 agencies have returned (signed)." in shown
    assert f"Late (due 30 November 2026): {AGENCIES[HALF][0]} and {AGENCIES[SILENT][0]}." in shown
    assert all(name in shown for name, *_ in AGENCIES)


@pytest.mark.parametrize("audience", ["subgroup", "board"])
def test_both_workbooks_hold_the_same_figures(year, found, audience):
    folder = year[0]
    path = folder / f"{audience}.xlsx"
    call("report", "s11 2026", "--for", audience, "-o", path, "-w", folder, "--today", "2026-12-01")
    sheets = {table.sheet: table.rows for table in tables.read(path)}
    assert [*sheets] == [
        *("Cover", "Contents", "Summary", "Heat map", "Standards", "Questions"),
        *("Returns", "Actions", *(["Detail"] if audience == "subgroup" else [])),
        *("Method", "Notes"),
    ]
    rows = [[tables.text(cell) for cell in row] for row in sheets["Heat map"]]
    for one in found["respondents"]:
        (row,) = [row for row in rows if one["agency"] in row]
        row = row[:-1] if audience == "subgroup" else row  # without the column of links
        scores = [one["overall"], *(figures["score"] for figures in one["standards"].values())]
        bands = [one["band"], *(figures["band"] for figures in one["standards"].values())]
        cells = row[-8:] if one["overall"] is not None else [cell for cell in row if cell == "no return"]
        assert len(cells) == 8
        for cell, score, name in zip(cells, scores, bands, strict=True):
            word, _, number = cell.partition(",")[0].partition(" ")
            assert score is None or (word == name and abs(float(number) - score) < 0.0101), cell
    cover = " ".join(tables.text(cell) for row in sheets["Cover"] for cell in row)
    assert "Northshire SCP" in cover
    assert "1 December 2026" in cover
