"""What headings and columns of plans are taken for by the words in them, and by what stands below."""

from pathlib import Path

import pytest

from audit import definitions
from audit.plans.names import Names, day_of_heading
from audit.plans.opening import lines_of
from audit.plans.profile import Options, load
from audit.plans.reading import read_plan
from audit.tables import Table

PROFILE = load(definitions.library())
NAMES = Names(PROFILE.headings, {})


def plan(*rows, sheet="", **options):
    return lines_of(Path("plan.csv"), [page(*rows, sheet=sheet)], {}, PROFILE, Options(**options))


def page(*rows, sheet=""):
    cells = [[cell or None for cell in row.split("|")] for row in rows]
    width = max(map(len, cells))
    return Table("plan.csv", sheet, tuple((*row, *[None] * (width - len(row))) for row in cells))


def drafts(tmp_path, *rows):
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(row.replace(",", ";").replace("|", ",") for row in rows), encoding="utf-8")
    return read_plan(path, PROFILE, Options())


@pytest.mark.parametrize(
    ("heading", "field", "day"),
    [
        ("Progress presented to Committee Dec 2017", "progress", "2017-12"),
        ("Agency action and update", "progress", ""),
        ("Status at 1 May 2017", "status", "2017-05-01"),
        ("Update March 2017", "progress", "2017-03"),
        ("RAG rating Jan 18", "rag", ""),
        ("Q2 2016/17 update", "progress", ""),
        ("Sutton LSCB recommendation", "recommendation", ""),
        ("Lead officer update", "progress", ""),
        ("Revised completion date", "due", ""),
        ("Lead Officer/Agency", "owner", ""),
        ("Update 3", "progress", ""),
        ("Progress 2016", "progress", "2016"),
        # What asks for something else than it names, or for two things, is not known.
        ("Cost of action", None, ""),
        ("Date presented to Board", None, ""),
        ("Update provided by", None, ""),
        ("Lead and Timescale", None, ""),
        ("Risk rating", None, ""),
        ("Child's name", None, ""),
        ("Assessment of progress Categories 1-4", None, ""),
    ],
)
def test_a_heading_is_known_by_the_words_in_it(heading, field, day):
    assert (NAMES.loosely(heading), day_of_heading(heading)) == (field, day)


def test_headings_whose_words_go_on_in_the_next_row():
    found = plan("Action|Lead|Completion|Date", "||date|achieved", "Do it.|CCG|May 2016|June 2016")
    assert [(one.heading, one.field) for one in found.matched][2:] == [
        ("Completion date", "due"),
        ("Date achieved", "achieved"),
    ]
    assert [line["due"] for line in found.lines] == ["May 2016"]
    found = plan("Action|Lead|Due", "Milestones||", "Do it.|CCG|May 2016")
    assert [(line["theme"], line["action"]) for line in found.lines] == [("Milestones", "Do it.")]


def test_a_mark_under_the_word_for_a_status_says_it():
    found = plan("Action|Lead|On target|Not on target", "A.|x|✓|", "B.|x||x", "C.|x||")
    assert [line["status"] for line in found.lines] == ["On target", "Not on target", ""]
    assert found.notes == ["A mark under On target, Not on target was read as that status."]
    found = plan("Action|Lead|On target", "A.|x|since May")
    assert (found.lines[0]["status"], found.lines[0].other) == ("", (("On target", "since May"),))


def test_completed_by_is_a_day_where_days_stand_in_it():
    heads = "Action|Owner|Completed by|Completed"
    assert plan(heads, "A.|x|31/03/2019|Yes").lines[0]["due"] == "31/03/2019"
    assert plan(heads, "A.|x|Ann Smith|Yes").lines[0].other == (("Completed by", "Ann Smith"),)


def test_of_several_due_dates_the_revised_one_counts_where_there_is_one():
    found = plan("Action|Revised due date|Due date", "A.|May 2017|May 2016", "B.||June 2016")
    assert [line["due"] for line in found.lines] == ["May 2017", "June 2016"]
    assert [line.other for line in found.lines] == [(("Due date", "May 2016"),), ()]
    assert "Of Revised due date and Due date" in found.notes[0]


def test_notes_of_each_column_are_dated_by_its_heading(tmp_path):
    heads = "Action|Update March 2017|Update Q2|RAG Jan 2017|RAG May 2017"
    found = drafts(tmp_path, heads, "A.|Begun|Going|R|Green", "B.|4 June 2017: met|||")
    said = [[(one.on, one.note) for one in draft.said if hasattr(one, "note")] for draft in found.drafts]
    assert said == [
        [("2017-01", "RAG Jan 2017: R"), ("2017-03", "Begun"), ("", "Update Q2: Going")],
        [("2017-06-04", "met")],
    ]
    assert found.drafts[0].said[-1].state == "reported complete"


def test_what_stands_over_all_headings_groups_none_of_them():
    rows = ("|Rec|What needs to change|Who|When", "|1|R.|CCG|2011")
    for first in ("|Agency: Police", "||Agency: Police"):
        found = plan("Plan", "", first, *rows)
        assert [line["recommendation"] or line["learning_point"] for line in found.lines] == ["R."]


def test_an_update_in_a_row_of_its_own_is_one_of_the_action_above(tmp_path):
    heads = "Action|Owner|Due|Status"
    found = drafts(tmp_path, heads, "A.|x|2015|On track", "Update March 2015: begun.", "B.|x|2015|")
    assert [draft.action.action for draft in found.drafts] == ["A.", "B."]
    update = found.drafts[0].said[0]
    assert (update.on, update.note) == ("2015-03", "Update March 2015: begun.")
    assert not found.drafts[1].said


class TestTitles:
    HEADS = "Recommendation|Action|Lead"

    def test_of_a_document_are_no_theme(self):
        rows = (self.HEADS, "R.|A.|CCG", "Page 1 of 2", self.HEADS, "S.|B.|CCG")
        found = plan("Child R - Action Plan", "", *rows)
        assert [line["theme"] for line in found.lines] == ["", ""]
        found = plan("Child R - Action Plan", self.HEADS, "R.|A.|CCG", "Health", self.HEADS, "S.|B.|CCG")
        assert [line["theme"] for line in found.lines] == ["", "Health"]

    def test_of_sheets_for_each_agency_are_its_theme(self):
        sheets = [page(name, self.HEADS, "R.|A.|x", sheet=name[:2]) for name in ("Health", "Police")]
        found = lines_of(Path("p.xlsx"), sheets, {}, PROFILE, Options())
        assert [line["theme"] for line in found.lines] == ["Health", "Police"]
        sheets = [page(self.HEADS, "R.|A.|x", "Training", "S.|B.|x", sheet=name) for name in ("CCG", "MPS")]
        found = lines_of(Path("p.xlsx"), sheets, {}, PROFILE, Options())
        assert [(line["theme"], line["sub_theme"]) for line in found.lines] == [
            ("CCG", ""),
            ("CCG", "Training"),
            ("MPS", ""),
            ("MPS", "Training"),
        ]
        sheets = [page(self.HEADS, "R.|A.|x", sheet=name) for name in ("Sheet1", "Sheet2")]
        found = lines_of(Path("p.xlsx"), sheets, {}, PROFILE, Options())
        assert [line["theme"] for line in found.lines] == ["", ""]

    def test_that_number_a_level_go_on_in_the_row_below(self):
        heads = "Action|Lead|Due"
        rows = (heads, "A.|x|2011", "Recommendation 2", "Supervise.", heads, "B.|x|2012")
        found = plan("Plan", "Recommendation 1", "Train staff.", *rows)
        assert [(line["recommendation"], line["recommendation_number"]) for line in found.lines] == [
            ("Recommendation 1\nTrain staff.", "1"),
            ("Recommendation 2\nSupervise.", "2"),
        ]


def test_a_row_of_the_plan_whose_number_looks_like_a_version_is_a_row():
    found = plan("Ref|Action|Lead|Due", "V1|A.|CCG|2011", "V1.2|B.|CCG|2011", "Version 2")
    assert [line["action"] for line in found.lines] == ["A.", "B."]
    assert [one.text for one in found.unread] == ["Version 2"]


def test_a_row_goes_on_where_it_has_no_number_and_its_text_goes_on():
    rows = ("Action|Lead|Comments", "1.1 Brief all|CCG|Dates are", "GPs||set.", "1.2 Audit|MPS|")
    assert [line["action"] for line in plan(*rows).lines] == ["1.1 Brief all\nGPs", "1.2 Audit"]
    assert plan(*rows).lines[0]["progress"] == "Dates are set."


def test_a_row_that_asks_what_is_to_be_written_is_no_action():
    found = plan(
        "Recommendation|Action to be taken|Lead|Progress indicator",
        "What is the recommendation?|What needs to occur?||Red Amber Green",
        "One.|Do it.|CCG|Amber",
        "Is it safe?|Ask them?|CCG|Green",
    )
    assert [line["action"] for line in found.lines] == ["Do it.", "Ask them?"]
    assert [line["rag"] for line in found.lines] == ["Amber", "Green"]
    assert [(one.row, one.why) for one in found.unread] == [
        (2, "it asks what is to be written under the headings; it is no action")
    ]


def test_ticks_under_a_status_in_brackets_and_numbers_with_letters():
    found = plan(
        "|Recommendation|Responsible officer|Achieved (tick)|On target to achieve (tick)",
        "2 (i)|One.|DCS||Yes",
        "2 (ii)|Two.|DCS|Yes|",
    )
    assert [line["number"] for line in found.lines] == ["2 (i)", "2 (ii)"]
    assert [line["status"] for line in found.lines] == ["On target to achieve", ""]


def test_that_no_further_assurance_came_was_said_after_what_stands_before_it(tmp_path):
    found = drafts(
        tmp_path,
        "Recommendation|Update|Further assurance",
        "One.|July 2011 - On track.|No further assurance received",
        "Two.|July 2011 - On track.|Seen by the group",
    )
    assert [one.said[-1].state for one in found.drafts] == ["no further assurance received", "on track"]
