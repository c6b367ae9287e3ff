"""The report workbook: its sheets, its figures, and that what people typed stays text."""

import random
from datetime import date

import openpyxl
import pytest

from audit.agencies import Agency
from audit.definitions import library
from audit.errors import FileError, UnknownError
from audit.responses.files import take
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Round, Standing, interview
from audit.scoring.messages import messages
from audit.scoring.partnership import results
from audit.scoring.score import printed
from audit.scoring.table import cell
from audit.summaries.choosing import chosen
from audit.templates import load
from audit.workbook.report import write_report

TODAY, DUE = date(2026, 11, 16), date(2026, 10, 30)
SHEETS = [
    *("Cover", "Contents", "Summary", "Heat map", "Standards", "Questions", "Returns", "Evidence"),
    *("Actions", "Detail", "Method", "Notes"),
]
BOARD = [name for name in SHEETS if name != "Detail"]
KINDS = ("police", "health", "council", "school", "voluntary")
EVIL = '=HYPERLINK("http://x","y") 🙂 \u202eabc'


@pytest.fixture(scope="session")
def london():
    return load(library(), "section-11/london")


def replies(asked, chance, manner, said):
    """Answers in a manner: mixed, all top, all not applicable."""
    for question in asked.template.questions:
        if not asked.meant(question) or question.kind not in {"grade", "share"}:
            continue
        if manner == "n/a":
            yield question.id, {"value": "n/a", "reason": EVIL}
        elif question.kind == "share":
            yield question.id, {"value": "24/26", "evidence": EVIL}
        else:
            grade = "met" if manner == "top" else chance.choice(("met", "met", "partly", "not-met"))
            low = {"action": {"what": said, "who": "", "when": "Bi-monthly"}} if grade != "met" else {}
            yield question.id, {"value": grade, "comment": EVIL} | low


def scored(template, manners, *, name="Agency {}", unsigned=(), drafts=False, said=EVIL):
    """A round of agencies that answered in some manners; None is silent, "declined" declined."""
    chance = random.Random(7)
    agencies = [
        Agency(f"a{n}", name.format(n), (KINDS[n % 5],), ("section-11",)) for n in range(len(manners))
    ]
    standing = [Standing.DECLINED if manner == "declined" else Standing.EXPECTED for manner in manners]
    expected = tuple(Expected(one, DUE, how) for one, how in zip(agencies, standing, strict=True))
    round_ = Round("s11", template, DUE, expected, "2024 to 2026")
    responses = []
    for place, (agency, manner) in enumerate(zip(agencies, manners, strict=True)):
        if manner in {None, "declined"}:
            continue
        asked = interview(round_, agency, None, TODAY)
        answers = take(asked, dict(replies(asked, chance, manner, said)), "test").answers
        signed = None if place in unsigned else Signature("Ada", "Chief", "2026-10-01")
        responses.append(Response("s11", agency.code, agency.code, answers=answers, signed=signed))
    return results(round_, responses, TODAY, drafts=drafts)


MIXED = ("mixed",) * 6 + ("top", "n/a", None, "declined")


@pytest.fixture(scope="session")
def found(london):
    return scored(london, MIXED, unsigned=(5,))


@pytest.fixture(scope="session", params=["subgroup", "board"])
def book(request, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / f"{request.param}.xlsx"
    write_report(found, path, audience=request.param, partnership="Kingsbridge SCP", asks=("agree a date",))
    book = openpyxl.load_workbook(path, data_only=True)
    book.audience, book.path = request.param, path
    return book


def texts(sheet):
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def table(sheet, heading, *others):
    """The rows of the table whose first heading is this, among others, as {first cell: {heading: value}}."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == heading and set(others) <= set(row))
    taken = {}
    for row in rows[top + 1 :]:
        if row[0] is None:
            break
        taken[row[0]] = dict(zip(rows[top], row, strict=True))
    return taken


def test_the_sheets_stand_in_their_order_and_all_are_seen(book):
    assert book.sheetnames == (SHEETS if book.audience == "subgroup" else BOARD)
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_the_heat_map_prints_word_and_number_of_every_agency(book, found):
    shown = table(book["Heat map"], "Agency")
    for row in found.rows:
        line = shown[row.agency.name]
        assert line["Overall"] == cell(row, None)
        for standard in found.template.standards:
            assert line[f"{standard.id} {standard.title}"] == cell(row, standard)
    assert shown["Agency 8"]["Overall"] == "no return"
    assert shown["Agency 9"]["Overall"] == "declined"
    assert "provisional" in shown["Agency 5"]["Overall"]


def test_the_partnerships_means_stand_below_the_heat_map(book, found):
    shown = table(book["Heat map"], "Agency")["Partnership: mean of scores"]
    for one in found.standards:
        wanted = f"{one.band.name} {printed(one.score, found.template.bands)}"
        assert shown[f"{one.standard.id} {one.standard.title}"] == wanted


def test_every_key_message_stands_in_the_summary(book, found):
    shown = texts(book["Summary"])
    assert len(chosen(messages(found))) == 10
    for message in chosen(messages(found)):
        assert message.text in shown


def test_the_summary_counts_agencies_standard_by_standard(book, found):
    shown = table(book["Summary"], "Standard")
    for one in found.standards:
        line = shown[f"{one.standard.id} {one.standard.title}"]
        counts = [line["Fully"], line["In part"], line["Do not"], line["Not applicable"]]
        assert counts == [one.met.get(word, 0) for word in ("fully", "in part", "not", "not applicable")]
        assert sum(counts) + line.get("Not asked", 0) == len(found.counted)


def test_a_question_shows_how_many_gave_each_grade(book, found):
    shown = table(book["Questions"], "Question", "Partly met")
    for one in found.questions:
        if one.question.kind == "grade":
            line = shown[one.question.id]
            assert [line["Met"], line["Partly met"], line["Not met"]] == [
                one.given.get(code, 0) for code in ("met", "partly", "not-met")
            ]


def test_counts_out_of_counts_are_added_up(book, found):
    given = next(one for one in found.questions if one.question.id == "E3").answered
    assert f"{24 * given} of {26 * given}" in texts(book["Questions"])


def test_what_people_typed_never_becomes_a_formula_or_a_link(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type != "f", (sheet.title, one.coordinate)
                assert one.hyperlink is None or not one.hyperlink.target, one.coordinate
    assert any("=HYPERLINK" in text for text in texts(book["Actions"]))


def test_the_board_reads_no_free_text_but_actions(book):
    for sheet in ("Questions", "Evidence", "Notes"):
        typed = any("=HYPERLINK" in text for text in texts(book[sheet]))
        assert typed == (book.audience == "subgroup" and sheet != "Questions"), sheet


def test_the_board_is_asked_first_and_only_what_the_figures_ask(book):
    shown = " ".join(texts(book["Summary"])[:6])
    assert f"The {book.audience} is asked to" in shown
    assert "agree a date" in shown


def test_both_editions_have_charts_with_a_finding_and_rules_on_the_words(book):
    charts = [chart for sheet in book for chart in sheet._charts]
    assert charts
    rules = [rule for span in book["Heat map"].conditional_formatting for rule in span.rules]
    assert {rule.text for rule in rules if rule.type == "beginsWith"} == {"green", "amber", "red"}


def test_the_working_edition_filters_and_freezes_and_the_boards_does_not(book):
    sheet = book["Heat map"]
    filtered = any(one.autoFilter is not None for one in sheet.tables.values())
    assert (filtered, sheet.freeze_panes is not None) == ((book.audience == "subgroup"),) * 2


def test_it_prints_on_a4_across_the_working_file_with_page_numbers_and_its_marking(book):
    working = book.properties.title.endswith("subgroup edition")
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        # No accessible spreadsheet has footers, so the others bear the marking on cover and in properties.
        assert ("OFFICIAL-SENSITIVE" in str(sheet.oddFooter.left.text)) == working
        assert ("&P" in f"{sheet.oddFooter.right.text}") == working
    assert book.properties.category == "OFFICIAL-SENSITIVE"
    assert book.properties.language == "en-GB"


def test_the_method_says_how_it_was_scored_and_what_was_checked(book, found):
    shown = " ".join(texts(book["Method"]))
    assert found.template.digest in shown
    for source in found.template.catalogue.sources:
        assert source.title in shown


def test_the_same_results_and_day_give_the_same_bytes(found, tmp_path):
    for audience in ("subgroup", "board"):
        pair = [tmp_path / f"{audience}{n}.xlsx" for n in range(2)]
        for path in pair:
            write_report(found, path, audience=audience)
        assert pair[0].read_bytes() == pair[1].read_bytes()


@pytest.mark.parametrize("audience", ["subgroup", "board"])
@pytest.mark.parametrize(
    ("manners", "more"),
    [
        ((), {}),
        (("mixed",), {}),
        ((None, None), {}),
        (("n/a", "n/a"), {}),
        (
            ("mixed",) * 40,
            {"name": "The Very Long Name of a Body That Keeps Children Safe in Many Places, No {} of All"},
        ),
        (("mixed", "top"), {"unsigned": (0, 1)}),
        (("mixed", "top"), {"unsigned": (0, 1), "drafts": True}),
        (("top",) * 3, {"name": "=Agency & <{}>"}),
    ],
)
def test_whatever_comes_back_makes_a_whole_workbook(london, tmp_path, manners, more, audience):
    path = tmp_path / "r.xlsx"
    found = scored(london, manners, **more)
    write_report(found, path, audience=audience)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == (SHEETS if audience == "subgroup" else BOARD)
    shown = " ".join(texts(book["Heat map"]))
    assert all(row.agency.name in shown for row in found.rows)
    if more.get("drafts"):
        assert "Drafts are counted" in " ".join(texts(book["Summary"]))


def test_an_unknown_audience_and_an_unfit_file_are_said(found, tmp_path):
    with pytest.raises(UnknownError, match="no edition for 'press'"):
        write_report(found, tmp_path / "r.xlsx", audience="press")
    with pytest.raises(FileError, match="there is no folder"):
        write_report(found, tmp_path / "none" / "r.xlsx", audience="board")
    assert list(tmp_path.iterdir()) == []
