"""The layout of untidy plans: tables found, levels filled down, rows joined, and nothing lost on the way."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import definitions
from audit.errors import FileError, UnknownError
from audit.plans.opening import lines_of
from audit.plans.profile import Options, load
from audit.tables import Table
from audit.tables.fills import Look

PROFILE = load(definitions.library())
HEADS = "Recommendation|Action|Lead|Required evidence|Completion date|Date achieved|Comments/Outcome"


def sheet(rows, name="", merged=()):
    """A sheet of rows whose cells a bar parts."""
    cells = [[cell or None for cell in row.split("|")] if isinstance(row, str) else row for row in rows]
    width = max(map(len, cells))
    full = tuple(tuple(row) + (None,) * (width - len(row)) for row in map(tuple, cells))
    return Table("plan.csv", name, full, merged=tuple(merged))


def read(*sheets, look=None, file="plan.csv", **options):
    return lines_of(Path(file), sheets, look or {}, PROFILE, Options(**options))


def plan(*rows, merged=(), **options):
    return read(sheet(rows, merged=merged), **options)


def cells(found, *names):
    return [tuple(line[name] for name in names) for line in found.lines]


def whys(found):
    return [(one.row, one.column, one.why) for one in found.unread]


def fields(found):
    return {one.heading: one.field for one in found.matched}


class TestHeadings:
    def test_titles_and_prose_stand_above(self):
        found = plan("Anytown LSCB", "Action plan|||", "", HEADS, "R.|Do it.|CCG")
        assert cells(found, "recommendation", "action", "owner") == [("R.", "Do it.", "CCG")]
        assert found.notes == [
            "Row 1 stands above the headings: Anytown LSCB",
            "Row 2 stands above the headings: Action plan",
        ]
        assert found.lines[0].row == 5
        assert found.matched[0].address == "A4"

    def test_each_heading_says_what_it_was_taken_for(self):
        found = plan(HEADS + "|Cost", "R.|Do it.|CCG||||Done.|£5")
        assert [*fields(found).values()] == [
            *("recommendation", "action", "owner", "evidence_required", "due", "achieved", "progress", ""),
        ]
        assert found.lines[0].other == (("Cost", "£5"),)

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("LEAD *", "owner"),
            ("Lead\n(agency and officer)", "owner"),
            ("Lead / Owner", "owner"),
            ("Status (tick)", "status"),
            ("Progress/Comment", "progress"),
            ("Due date – month and year", "due"),
            ("Recommended date", ""),
            ("Update from agencies", "progress"),
            ("Favourite", ""),
        ],
    )
    def test_case_spaces_marks_and_brackets_do_not_matter(self, heading, field):
        found = read(sheet([["Action", heading], ["Do it.", "x"]], name="S"), mapping={"Action": "action"})
        assert fields(found)[" ".join(heading.split())] == field

    def test_a_heading_over_two_rows(self):
        rows = ["Action|Milestone|||Status", "||Start|Due|", "A.|M.|April 2011|May 2011|Achieved"]
        for merged in ((), ((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 1, 4))):
            found = plan(*rows, merged=merged)
            names = ("action", "milestone", "start", "due", "status")
            assert cells(found, *names) == [("A.", "M.", "April 2011", "May 2011", "Achieved")]
            assert fields(found)["Milestone / Start"] == "start"

    def test_words_above_headings_that_only_group_them(self):
        found = plan("|Milestone||", "Action|Lead|Start|Due", "A.|AD|2011|2012")
        assert cells(found, "milestone_owner", "start", "due") == [("AD", "2011", "2012")]

    def test_headings_again_on_later_pages_are_passed_over(self):
        found = plan(
            *("Plan P", HEADS, "R one.|Do it.|CCG", "Page 1 of 2", "Plan P", HEADS),
            *("|Do more.|", "R two.|Do that.|GP"),
        )
        assert cells(found, "recommendation", "action") == [
            ("R one.", "Do it."),
            ("R one.", "Do more."),
            ("R two.", "Do that."),
        ]
        found = plan(HEADS, "R one.|Do it for|CCG", HEADS, "|all of them.|")
        assert cells(found, "action") == [("Do it for all of them.",)]
        assert found.lines[0].rows == (2, 4)

    def test_tables_of_their_own_headings_in_one_sheet(self):
        found = plan(HEADS, "R.|Do it.|CCG", "", "Action|Milestone|Due", "A.|M.|2011")
        assert cells(found, "recommendation", "action", "milestone") == [
            ("R.", "Do it.", ""),
            ("", "A.", "M."),
        ]

    def test_a_sheet_without_headings_goes_on_and_another_is_listed(self):
        first = sheet([HEADS, "R.|Do it.|CCG|||2011|x"], "One")
        more = sheet(["R 2.|Do that.|GP|||2012|y"], "Two")
        words = sheet(["LSCB|Local safeguarding children board"], "Words")
        found = read(first, more, words)
        assert [(line.sheet, line["action"]) for line in found.lines] == [
            ("One", "Do it."),
            ("Two", "Do that."),
        ]
        assert [(one.sheet, one.text) for one in found.unread] == [
            ("Words", "LSCB | Local safeguarding children board")
        ]
        assert "Sheet Two has no headings" in found.notes[0]

    def test_sheets_are_chosen_by_name(self):
        tables = sheet([HEADS, "R.|A.|"], "One"), sheet([HEADS, "R.|B.|"], "Two")
        assert cells(read(*tables, sheets=("Two",)), "action") == [("B.",)]
        with pytest.raises(FileError, match="there is no sheet 'Too'; did you mean 'Two'"):
            read(*tables, sheets=("Too",))

    def test_a_mapping_corrects(self):
        rows = ["What|Who|Lead|When", "Do it.|CCG|x|2011"]
        found = plan(*rows, mapping={"Who": "overseer", "lead": "owner", "D": ""})
        assert cells(found, "action", "overseer", "owner") == [("Do it.", "CCG", "x")]
        assert found.lines[0].other == (("When", "2011"),)

    def test_a_mapping_finds_headings_that_nobody_knows(self):
        rows = ["Massnahme|Wer", "Do it.|CCG"]
        found = plan(*rows, mapping={"Massnahme": "action", "Wer": "owner"})
        assert cells(found, "action", "owner") == [("Do it.", "CCG")]
        found = plan(*rows, mapping={"A": "action"})
        assert cells(found, "action") == [("Do it.",)]

    def test_headings_of_many_words_are_known_by_their_beginning(self):
        heads = (
            "Recommendation from the Overview Report|Action agreed by the panel|Lead for action|By what date"
        )
        found = plan("Child P", heads, "R.|A.|CCG|2011", heads, "|B.|GP|2012")
        assert cells(found, "recommendation", "action", "owner") == [("R.", "A.", "CCG"), ("R.", "B.", "GP")]
        found = plan("Action|Favourite colour|Telephone", "A.|red|1")
        assert cells(found, "action") == [("A.",)]

    def test_what_cannot_be_read_is_said(self):
        with pytest.raises(FileError) as caught:
            plan("Name|Telephone", "Ann|1")
        assert str(caught.value).startswith("plan.csv, row 1 (Name, Telephone): no row has the headings")
        assert "--map 'Heading=action'" in str(caught.value)
        with pytest.raises(UnknownError, match="'ownr' is no field of a plan; did you mean 'owner'"):
            plan(HEADS, "R.|A.|", mapping={"Lead": "ownr"})
        with pytest.raises(FileError, match="no cell says 'Leader', so that it cannot be mapped"):
            plan(HEADS, "R.|A.|", mapping={"Leader": "owner"})

    def test_a_lead_officer_is_the_owner_where_there_is_no_other(self):
        assert cells(plan("Action|Lead officer|Due", "A.|Ann|2011"), "owner", "role") == [("Ann", "")]
        found = plan("Action|Lead agency|Lead officer|Due", "A.|CCG|Ann|2011")
        assert cells(found, "owner", "role") == [("CCG", "Ann")]

    def test_several_columns_of_progress_are_told_with_the_date_of_their_heading(self):
        found = plan("Action|Lead|Progress June 2016|Progress at 1/9/2016", "A.|CCG|Begun.|Done.")
        assert [(one.heading, one.text) for one in found.lines[0].notes] == [
            ("Progress June 2016", "Begun."),
            ("Progress at 1/9/2016", "Done."),
        ]

    def test_of_several_columns_of_colours_the_last_in_time_that_says_something_counts(self):
        heads = "Action|Lead|RAG June 2016|RAG March 2016|RAG Sept 2016"
        line = plan(heads, "A.|CCG|Green|Red|").lines[0]
        assert line["rag"] == "Green"
        assert [(one.heading, one.text) for one in line.earlier] == [("RAG March 2016", "Red")]


class TestNumbers:
    def test_of_the_lowest_level_by_any_heading_or_none(self):
        for heading in ("No.", "#", "Ref", ""):
            found = plan(f"{heading}|Action|Lead", "1.1|A.|CCG", "1.2|B.|CCG", "1.3|C.|CCG")
            assert cells(found, "number") == [("1.1",), ("1.2",), ("1.3",)]

    def test_of_the_recommendation_where_its_actions_have_none(self):
        found = plan("No|Recommendation|Action", "1|R.|A.", "||B.", "2|S.|C.")
        assert cells(found, "recommendation_number", "number") == [("1", ""), ("1", ""), ("2", "")]

    def test_of_each_level_by_two_columns(self):
        found = plan("No|Recommendation|No|Action", "1|R.|a)|A.", "||b)|B.")
        assert cells(found, "recommendation_number", "number") == [("1", "a)"), ("1", "b)")]

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("1. Ensure all.", "1"),
            ("Recommendation 3: Ensure all.", "3"),
            ("Action 2.1 Ensure all.", "2.1"),
            ("2.1 Ensure all.", "2.1"),
            ("R4) Ensure all.", "R4"),
            ("3 staff are to be trained.", ""),
            ("2016 is the year.", ""),
            ("Ensure 1. all.", ""),
        ],
    )
    def test_in_front_of_a_text_which_keeps_it(self, text, number):
        assert cells(plan("Action|Lead", f"{text}|CCG"), "number", "action") == [(number, text)]


class TestLevels:
    def test_fill_down_until_another_begins(self):
        rows = ("Recommendation|Action|Milestone", "R.|A.|M1", "||M2", "|B.|M3", "S.|||", "||M4")
        assert cells(plan(*rows), "recommendation", "action", "milestone") == [
            ("R.", "A.", "M1"),
            ("R.", "A.", "M2"),
            ("R.", "B.", "M3"),
            ("S.", "", "M4"),
        ]

    def test_said_again_in_each_row_are_no_new_ones(self):
        rows = ("Recommendation|Action|Milestone", "R.|A.|M1", "R.||M2", "R. (continued)||M3")
        assert cells(plan(*rows), "recommendation", "action") == [("R.", "A.")] * 3

    def test_a_recommendation_is_a_line_only_where_no_action_follows(self):
        found = plan("Recommendation|Action|Lead", "R one.||CCG", "R two.||", "|A.|GP", "R three.||GP")
        assert cells(found, "recommendation", "action", "owner") == [
            ("R one.", "", "CCG"),
            ("R two.", "A.", "GP"),
            ("R three.", "", "GP"),
        ]

    def test_what_stands_beside_a_recommendation_with_actions_is_listed(self):
        found = plan("Recommendation|Action|Lead", "R one.||CCG", "|A.|")
        assert cells(found, "action", "owner") == [("A.", "")]
        assert [(one.row, one.column, one.text) for one in found.unread] == [(2, "Lead", "CCG")]

    def test_a_blank_owner_stays_blank_but_a_merged_one_speaks(self):
        rows = ("Recommendation|Action|Lead", "R.|A.|CCG", "|B.|", "|C.|")
        assert cells(plan(*rows), "owner") == [("CCG",), ("",), ("",)]
        assert cells(plan(*rows, merged=[(1, 2, 2, 2)]), "owner") == [("CCG",), ("CCG",), ("",)]

    def test_an_action_merged_over_rows_is_one_line(self):
        rows = ("Recommendation|Action|Lead|Due", "R.|A.|CCG|2011", "||GP|2012")
        found = plan(*rows, merged=[(1, 0, 2, 0), (1, 1, 2, 1)])
        assert cells(found, "action", "owner", "due") == [("A.", "CCG\nGP", "2011\n2012")]
        assert "2 paragraphs in Lead and 2 paragraphs in Due stand side by side" in found.unread[0].why


class TestGoingOn:
    def test_a_row_without_a_level(self):
        found = plan(HEADS, "R.|Do it.|CCG||||First.", "||||||Second.", "|||||May 2011|")
        assert cells(found, "progress", "achieved") == [("First.\nSecond.", "May 2011")]
        assert found.lines[0].rows == (2, 3, 4)

    def test_not_over_a_blank_row(self):
        found = plan(HEADS, "R.|Do it.|CCG||||First.", "", "||||||Second.")
        assert cells(found, "progress") == [("First.",)]
        assert [(one.row, one.text) for one in found.unread] == [(4, "Second.")]

    @pytest.mark.parametrize(
        ("above", "below"),
        [("Train all", "staff in it."), ("Train staff and", "Managers."), ("Train,", "x.")],
    )
    def test_a_sentence_that_breaks_off(self, above, below):
        found = plan("Action|Lead|Due", f"{above}|CCG|2011", f"{below}||")
        assert cells(found, "action") == [(f"{above} {below}",)]
        assert not found.unread

    def test_every_wrapped_cell_of_a_numbered_line(self):
        found = plan(
            "No|Action|Lead|Due", "1|Train all|Head of|March", "|staff in it.|School|2016", "2|B.|x|"
        )
        assert cells(found, "action", "owner", "due") == [
            ("Train all staff in it.", "Head of School", "March 2016"),
            ("B.", "x", ""),
        ]

    def test_a_row_without_a_number_where_others_have_one_is_listed(self):
        rows = ("No|Action|Due", "1|Train staff.|2011", "|Train others.|2012")
        found = plan(*rows)
        assert cells(found, "number", "action") == [("1", "Train staff."), ("", "Train others.")]
        assert whys(found)[0][2].startswith("it has no number as row 2 has")
        assert not plan(*rows, merged=[(1, 0, 2, 0)]).unread

    def test_a_line_with_the_number_of_the_one_above_is_said_to_have_it(self):
        found = plan("No|Action|Lead|Due", "LP1|Relaunch the policy|CCG|2011", "LP1|Audit it|GP|2012")
        assert cells(found, "action") == [("Relaunch the policy",), ("Audit it",)]
        assert [why for *_, why in whys(found)] == [
            "it has the number of row 2 as well; kept as a line of its own"
        ]

    def test_what_could_be_either_is_a_line_and_listed(self):
        found = plan(
            "Action|Lead|Due", "Train all|CCG|2011", "staff in it.|GP|2012", "Visit schools|GP|", "B c.||"
        )
        assert len(found.lines) == 4
        assert [(row, why.split(",")[0]) for row, _, why in whys(found)] == [
            (3, "it begins as if it went on from row 2"),
            (5, "it has no owner"),
        ]


class TestHeadingsBetweenRows:
    ROWS = ("Action|Lead|Due", "Training", "A.|CCG|2011", "Voice", "Of the child", "B.|GP|2012")

    def test_are_a_theme_and_a_sub_theme_right_under_one(self):
        found = plan(*self.ROWS)
        assert cells(found, "action", "theme", "sub_theme") == [
            ("A.", "Training", ""),
            ("B.", "Voice", "Of the child"),
        ]
        assert found.notes == [
            "Row 2 was taken for a theme of the rows below it: Training",
            "Row 4 was taken for a theme of the rows below it: Voice",
            "Row 5 was taken for a sub-theme of the rows below it: Of the child",
        ]

    @pytest.mark.parametrize(
        ("said", "theme"),
        [
            ("THEME: Supervision", "Supervision"),
            ("Theme 2 - Early help", "Early help"),
            ("Strategic priority 3: Neglect", "Strategic priority 3: Neglect"),
            ("Theme", "Theme"),
            ("Section 11: duties", "Section 11: duties"),
        ],
    )
    def test_are_kept_without_the_word_that_says_that_they_are_themes(self, said, theme):
        found = plan("Action|Lead|Due", said, "A.|CCG|2011")
        assert cells(found, "action", "theme") == [("A.", theme)]
        assert found.notes == [f"Row 2 was taken for a theme of the rows below it: {said}"]

    def test_are_owners_where_that_is_declared(self):
        found = plan("Action|Lead|Due", "Police", "A.||2011", "B.|DI Ash|", sub_heading="owner")
        assert cells(found, "owner", "theme") == [("Police", ""), ("Police\nDI Ash", "")]

    def test_end_a_recommendation(self):
        found = plan("Recommendation|Action|Lead", "R.|A.|x", "Health", "S.|B.|x", "Police", "T.|C.|x")
        assert cells(found, "recommendation", "theme") == [("R.", ""), ("S.", "Health"), ("T.", "Police")]

    def test_merged_across_a_recommendation_of_the_actions_below(self):
        rows = (
            "Action|Lead|Due",
            "Recommendation 1: The Board should act.",
            "A.|x|",
            "B.|x|",
            "All should talk.",
            "C.|y|",
        )
        found = plan(*rows, merged=[(1, 0, 1, 2), (4, 0, 4, 2)])
        assert cells(found, "recommendation_number", "recommendation", "action") == [
            ("1", "Recommendation 1: The Board should act.", "A."),
            ("1", "Recommendation 1: The Board should act.", "B."),
            ("", "All should talk.", "C."),
        ]

    def test_above_each_table_of_several(self):
        found = plan("Police", HEADS, "R.|A.|x", "", "Health", HEADS, "S.|B.|x")
        assert cells(found, "action", "theme") == [("A.", "Police"), ("B.", "Health")]

    def test_a_level_above_each_table_of_several(self):
        heads = "Recommendation|Progress|RAG"
        found = plan(
            *("Child P", "Learning point 1: Talk.", heads, "R.|Done.|Green", "Learning point 2: Listen."),
            *(
                heads,
                "S.|Done.|Green",
                "T.|Done.|Green",
                "",
                "Learning point 3: Look.",
                "Action|Lead",
                "A.|x",
            ),
        )
        assert cells(found, "learning_point", "recommendation", "action") == [
            ("Learning point 1: Talk.", "R.", ""),
            ("Learning point 2: Listen.", "S.", ""),
            ("Learning point 2: Listen.", "T.", ""),
            ("Learning point 3: Look.", "", "A."),
        ]

    def test_that_the_rows_are_numbered_under(self):
        found = plan("Ref|Recommendation|Lead", "1. Training||", "1.1|R.|x", "2. Police||", "2.1|S.|x")
        assert cells(found, "number", "theme") == [("1.1", "1. Training"), ("2.1", "2. Police")]

    def test_do_not_speak_for_another_table(self):
        found = plan("Action|Lead|Due", "Training", "A.|x|2011", "", "Action|Status", "B.|Achieved")
        assert cells(found, "theme") == [("Training",), ("",)]

    def test_said_again_in_every_cell_as_converters_do(self):
        found = plan(HEADS, "|".join(["Training"] * 7), "R.|A.|x", "R.|B.|y")
        assert cells(found, "theme", "recommendation", "action") == [
            ("Training", "R.", "A."),
            ("Training", "R.", "B."),
        ]

    def test_a_short_action_by_itself_is_a_line_and_listed(self):
        found = plan("Action|Lead|Due", "A.|CCG|2011", "Review the policy||", "B.|CCG|")
        assert cells(found, "action", "theme") == [("A.", ""), ("Review the policy", ""), ("B.", "")]
        assert {row for row, _, _ in whys(found)} == {3}


class TestListed:
    @pytest.mark.parametrize(
        "row",
        [
            *("Key: green = complete", "Total|12", "Signed: |Ann", "Green|Completed", "RAG key", "Note: x"),
            *("Version 2", "Prepared by: Ann", "© Anytown", "Red = late"),
        ],
    )
    def test_what_stands_beside_the_plan_is_no_action(self, row):
        found = plan("Action|Lead|Due", "A.|CCG|2011", row, "B.|GP|2012")
        assert cells(found, "action", "owner") == [("A.", "CCG"), ("B.", "GP")]
        assert [one.text for one in found.unread] == [" | ".join(p.strip() for p in row.split("|"))]

    def test_a_key_worker_is_none(self):
        assert len(plan("Action|Lead", "Key workers are to be trained.|CCG", "Total ban.|x").lines) == 2

    def test_prose_under_the_table(self):
        found = plan(HEADS, "R.|A.|x", "", "The plan is read by the Board each term.")
        assert len(found.lines) == 1
        assert [one.row for one in found.unread] == [4]

    def test_several_paragraphs_side_by_side_stay_one_line(self):
        rows = [["Action", "Lead", "Due"], ["A.\nB.\nC.", "x\ny\nz", "2011"]]
        found = read(sheet(rows))
        assert len(found.lines) == 1
        why = (
            "3 paragraphs in Action and 3 paragraphs in Lead stand side by side, and are not paired by guess"
        )
        assert whys(found) == [(2, "Action", f"{why}; split the row.")]

    def test_a_blank_column_of_colours_is_told(self):
        assert plan("Action|RAG", "A.|", "B.|").notes == [
            "RAG (B1) is blank in every row: a colour is lost in a .csv file; add the word."
        ]
        assert plan("Action|RAG", "A.|Green", "B.|").notes == []
        look = {"": Look(fills={(1, 1): "green"})}
        found = read(sheet(["Action|RAG", "A.|"]), look=look, file="plan.xlsx")
        assert (found.notes, found.lines[0].fills) == ([], {"rag": "green"})


def test_typed_dates_are_told_as_far_as_they_are_shown():
    day = date(2016, 9, 1)
    table = sheet([["Action", "Start", "Due", "Date achieved"], ["A.", day, day, day]])
    found = read(table, look={"": Look(shown={(1, 1): "month", (1, 2): "year"})})
    assert found.lines[0].days == {"start": "2016-09", "due": "2016", "achieved": "2016-09-01"}
    assert found.lines[0]["due"] == "2016"


WORDS = st.sampled_from(
    [
        *("", "", "", "Recommendation", "Action", "Milestone", "Lead", "Due date", "Status", "RAG", "Cost"),
        *("Train staff.", "and more", "Training", "1", "2.1", "Key: x", "Total", "Green", "Page 1 of 2"),
        *("Recommendation 1: Do.", "A, and", "one\ntwo", "as above", "Police", "May 2011", "Review the plan"),
    ]
)


@st.composite
def tables(draw):
    """A grid of words that plans are made of, each cell its own by a number behind it, with merged cells."""
    width, height = draw(st.integers(2, 6)), draw(st.integers(1, 12))
    known = ["Recommendation", "Action", "Lead", "Due date", "Status", "Milestone"][:width]
    heads = draw(st.permutations(known))
    rows = [list(heads) + [""] * (width - len(heads))]
    for row in range(height):
        said = [draw(WORDS) for _ in range(width)]
        rows.append(
            [
                f"{word} {row}{index}" if len(word) > 2 and draw(st.booleans()) else word
                for index, word in enumerate(said)
            ]
        )
    merged = []
    if draw(st.booleans()):
        top, left = draw(st.integers(0, height)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height)), draw(st.integers(left, width - 1))
        merged = [(top, left, bottom, right)] if (top, left) != (bottom, right) else []
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if merged and (row, column) != (top, left):
                    rows[row][column] = ""
    return sheet(rows, merged=merged)


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from(["", "theme", "sub_theme", "owner"]))
def test_no_cell_of_a_file_is_lost(table, kind):
    try:
        found = read(table, sub_heading=kind)
    except FileError:
        return
    said = [text for line in found.lines for text in line.cells.values()]
    said += [text for line in found.lines for _, text in line.other]
    said += [one.heading for one in found.matched] + [one.text for one in found.unread] + [*found.notes]
    everything = " \n".join(" ".join(text.split()) for text in said)
    for row in table.rows:
        for cell in filter(None, row):
            assert " ".join(cell.split()) in everything
