"""A 2024 matrix of 20 agencies and 8 standards in colours and words, beside the 2026 round; its sheets."""

from dataclasses import replace
from functools import partial

import accessible
import openpyxl
import pytest
from openpyxl.styles import PatternFill
from test_workbook import scored, texts

from audit.definitions import library
from audit.errors import StateError
from audit.past.compare import Step, steps
from audit.past.compare_table import step_block
from audit.past.cycle import Body, Measure, Past, Said
from audit.past.reading import Wanted, read_past
from audit.past.snapshot import of_past, of_round
from audit.past.spelling import load as load_spelling
from audit.scoring.table import as_json as round_json
from audit.templates import load
from audit.workbook.assembled import write
from audit.workbook.edition import Edition
from audit.workbook.past import past_sheet
from audit.workbook.report import report_of

LIBRARY = library()
LONDON = load(LIBRARY, "section-11/london")
IDS = tuple("ABCDEFGH")
RAG = ("red", "amber", "green")
MET = ("not", "in part", "fully")
MANNERS = (*("mixed",) * 15, "top", "top", "n/a", None, "declined", "mixed", "mixed")
NAME = "Agency {}"
TYPED = "Chair says =cmd() to Bob Smith"


def grade_then(agency, place):
    """What the made-up matrix says: a word of RAG or MET, or what has no rank."""
    if agency == 3:
        return "no return"
    if (agency, place) in {(1, 4), (5, 0)}:
        return "n/a"
    return (MET if place == 7 else RAG)[(agency * 7 + place * 5 + agency * place) % 3]


@pytest.fixture(scope="module")
def now():
    """22 agencies in 2026, of which the last two are new; one is silent and one declined."""
    return scored(LONDON, MANNERS, name=NAME)


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """The matrix of 2024: agencies 0 to 18 and one that has left; colours alone for every third agency."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Section 11 audit 2024"])
    page.append(["Agency", *(f"{one.id} {one.title}" for one in LONDON.standards), "Comments"])
    colours = {"green": "00B050", "amber": "FFC000", "red": "FF0000"}
    typed = {"fully": "Met", "in part": "Partly met", "not": "Not met"}
    for agency in range(20):
        words = [grade_then(agency, place) for place in range(8)]
        shown = [
            None if agency % 3 == 0 and word in colours else typed.get(word, word.title()) for word in words
        ]
        name = "Kingsbridge CCG" if agency == 19 else NAME.format(agency)
        page.append([name, *shown, TYPED])
        for column, word in enumerate(words, 2):
            if word in colours:
                page.cell(page.max_row, column).fill = PatternFill("solid", fgColor=f"FF{colours[word]}")
    page.append(["Total green", *[3] * 8])
    path = tmp_path_factory.mktemp("past") / "2024.xlsx"
    book.save(path)
    agencies = [row.agency for row in scored(LONDON, MANNERS, name=NAME).rows]
    wanted = Wanted(keep_unknown=True)
    return read_past(path, "s11-2024", LONDON, agencies, load_spelling(LIBRARY), wanted).past


@pytest.fixture(scope="module")
def step(past, now):
    return Step(of_past(past), of_round(now))


def oracle(now):
    """{(code, standard): (then, now, way)} of what compares, from the matrix and the round's own JSON."""
    found = {}
    for place, one in enumerate(round_json(now)["respondents"]):
        if not one["signed"] or place > 18:
            continue
        for at, name in enumerate(IDS):
            then, figures = grade_then(place, at), one["standards"][name]
            if then not in {*RAG, *MET} or figures["band"] is None:
                continue
            row = next(row for row in now.rows if row.agency.code == one["code"])
            words, after = (
                (MET, met_by_hand(row, name, figures["unanswered"]))
                if name == "H"
                else (RAG, figures["band"])
            )
            move = words.index(after) - words.index(then)
            found[one["code"], name] = (then, after, "up" if move > 0 else "down" if move else "same")
    return found


def met_by_hand(row, name, unanswered):
    """How far a standard is met, by its answers: the headline's words."""
    standard = next(one for one in LONDON.standards if one.id == name)
    asked = [q for q in standard.questions if row.interview.meant(q) and row.interview.arises(q)]
    grades = [row.interview.counts(question) for question in asked]
    if row.scored.standards[name].band.name == "red":
        return "not"
    if any(q.critical and g and g.code == "not-met" for q, g in zip(asked, grades, strict=True)):
        return "not"
    return "fully" if not unanswered and all(g and g.code in {"met", "n/a"} for g in grades) else "in part"


def test_the_matrix_is_read_as_it_was_made(past):
    assert [one.known for one in past.bodies] == [True] * 19 + [False]
    assert past.items == IDS
    plain = {"no return": "no answer", "n/a": "not applicable"}
    for agency, body in enumerate(past.bodies):
        for place, item in enumerate(IDS):
            word = grade_then(agency, place)
            assert past.said(body.code, item).word == plain.get(word, word)


def test_each_cell_moved_as_an_oracle_of_its_own_says(step, now):
    wanted = oracle(now)
    assert len({way for _, _, way in wanted.values()}) == 3
    assert {name for _, name in wanted} == set(IDS)
    found = {
        (body.code, item): (moved.then.word, moved.now.word, str(moved.way))
        for body in step.bodies
        for item in step.items
        if (moved := step.moved(body.code, item)).way
    }
    assert found == wanted


def test_counts_and_what_does_not_compare_add_up(step, now):
    wanted = oracle(now)
    for item in IDS:
        tally = step.tally(item)
        ways = [way for (_, name), (*_, way) in wanted.items() if name == item]
        assert (tally.up, tally.down, tally.same) == tuple(map(ways.count, ("up", "down", "same")))
        assert sum(tally.then.values()) == sum(tally.now.values()) == tally.of == len(ways)
        assert tally.of + sum(step.whys(item).values()) == len(step.bodies)
    assert step.whys("E")["not applicable then"] == 1
    assert step.whys("A") == {"no answer then": 1, "not applicable then": 1, "not applicable now": 1}


def test_agencies_of_one_time_alone_are_named_with_why(step):
    why = {one.body.name: one.why for one in step.absent}
    assert why == {
        "Agency 18": "not started in s11",
        "Agency 19": "not in s11-2024; declined in s11",
        "Agency 20": "not in s11-2024",
        "Agency 21": "not in s11-2024",
        "Kingsbridge CCG": "not in s11",
    }


def test_it_is_said_everywhere_that_the_wording_was_not_checked(step):
    assert step.notes[0] == (
        "s11-2024: figures only, wording not checked; whether its standards and questions asked the same, "
        "and how it was scored, is not known."
    )
    block = step_block(step)
    assert block["wording"] == "not checked"
    assert block["notes"][0] == step.notes[0]
    assert block["items"]["B"]["of"] == step.tally("B").of


def test_two_past_cycles_compare_and_each_once_alone(past):
    later = replace(past, name="s11-2025", cells={k: v for k, v in past.cells.items() if k[1] != "C"})
    step = steps([of_past(past), of_past(later)])[0]
    assert step.tally("A").same == step.tally("A").of == 18
    assert step.tally("C").of == 0
    assert step.whys("C") == {"no answer now": 19, "no answer then and now": 1}
    with pytest.raises(StateError, match="'s11-2024' is named twice"):
        steps([of_past(past), of_past(past)])


def test_shares_compare_in_whole_per_cents_and_measures_are_never_mixed():
    def cycle(name, *said):
        cells = {("a", item): one for item, one in zip("ABCD", said, strict=True)}
        return of_past(Past(name, LONDON, (Body("a", "A"),), tuple("ABCD"), cells))

    then = cycle("old", Said(Measure.SHARE, "2/3"), Said(Measure.BAND, "green"), Said(Measure.WORDS, "x"),
                 Said(Measure.BAND, "gold"))  # fmt: skip
    new = cycle("new", Said(Measure.SHARE, "67/100"), Said(Measure.SHARE, "1"), Said(Measure.WORDS, "x"),
                Said(Measure.BAND, "green"))  # fmt: skip
    step = Step(then, new)
    moved = [step.moved("a", item) for item in "ABCD"]
    assert [one.way for one in moved] == ["same", None, None, None]
    assert [one.why for one in moved] == [
        "",
        "band then, share now: not said in one way",
        "words without a rank then and now",
        "gold is no grade of new",
    ]
    assert any("by another method" in note for note in step.notes)


# --- the sheet ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["subgroup", "board", "public"])
def book(request, step, now, tmp_path_factory):
    path = tmp_path_factory.mktemp("sheet") / f"{request.param}.xlsx"
    rows = now.rows[:5]  # the sheet itself is of all
    few = replace(now, rows=rows, lines=tuple(row.line for row in rows))
    edition = Edition(few, request.param, "Kingsbridge SCP", further=(partial(past_sheet, step, 1),))
    write(report_of(edition), path)
    book = openpyxl.load_workbook(path, data_only=True)
    book.audience, book.path = request.param, path
    return book


def test_the_sheet_is_accessible_in_every_edition(book):
    assert accessible.wrong(book.path, book.audience) == []


def test_the_sheet_says_what_moved_and_nothing_that_was_typed(book, step):
    said = [text for sheet in book for text in texts(sheet)]
    tally = step.tally("A")
    heads = "A Senior management commitment"
    row = next(
        [cell.value for cell in line][:5]
        for sheet in book
        if sheet.title.startswith("Past cycle")
        for line in sheet.iter_rows()
        if line[0].value == heads
    )
    assert row == [heads, tally.up, tally.down, tally.same, tally.of]
    assert any("wording not checked" in text for text in said)
    assert not any("Bob Smith" in text for text in said)
    assert any("Kingsbridge CCG" in text for text in said) is (book.audience != "public")
    moved = step.moved("a0", "A")
    assert any(text.startswith(f"{moved.now.word}, was {moved.then.word} (") for text in said)
