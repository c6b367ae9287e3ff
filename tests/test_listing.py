"""Lists that people give: ids to keep or leave out, none of them lost; and figures by stratum."""

import pytest

from audit.errors import FileError
from audit.sampling.listing import check_strata, listed_strata, listed_units


@pytest.fixture
def listed(tmp_path):
    """The ids in a list with this content."""

    def listed(content, *headings, name="list.csv"):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            write_book(path, content)
        return listed_units(path, headings or ("Child ID",))

    return listed


def write_book(path, rows):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize(
    "content",
    [
        "Child ID\n17\n4\n17\n",
        "child_id,reason\n17,moved\n4,\n",
        "\ufeffReason;CHILD’S id;Child Id\nx;1;17\ny;2;4\n",
        "List of 3 July,,\nNo,child id,reason\n1,17,a\n,,\n2, 4 ,b\n",
        "17\n4\n",
        "\n17\n\n 4 \n",
    ],
)
def test_ids_stand_under_their_heading_or_alone(listed, content):
    assert listed(content) == ("17", "4")


def test_a_workbooks_ids_are_read_as_a_registers(listed):
    assert listed([["Child ID", "Why"], [1001.0, None], ["00123", "x"]], name="a.xlsx") == ("1001", "00123")


def test_ids_of_several_columns_are_joined_in_the_registers_order(listed):
    assert listed("Start,Child\n2026-01-02,17\n", "Child", "Start") == ("17|2026-01-02",)


@pytest.mark.parametrize(
    ("content", "headings", "said"),
    [
        ("a,b\n1,2\n", ["Child ID"], "no row is headed 'Child ID'"),
        ("17\n4\n", ["Child", "Start"], "no row is headed 'Child' and 'Start'"),
        ("Child,Child\n1,2\n", ["Child"], "row 1: more than one column is headed 'child'"),
        ("Child ID,Reason\n17,a\n,b\n#N/A,c\n", [], "row 3: the row has no id.*\n.*row 4: the row has no id"),
        ("17\n#N/A\n", [], "row 2: the row has no id"),
        ("Child,Start\n17,\n", ["Child", "Start"], "row 2: the row has no id"),
    ],
)
def test_what_is_no_list_is_refused_and_no_row_is_passed_over(listed, content, headings, said):
    with pytest.raises(FileError, match=said):
        listed(content, *headings)


def test_a_list_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(FileError, match="there is no such file"):
        listed_units(tmp_path / "none.csv", ["ID"])


@pytest.fixture
def strata(tmp_path):
    """The figures in a list with this content."""

    def strata(content, allocation="fixed"):
        path = tmp_path / "strata.csv"
        path.write_text(content, encoding="utf-8")
        return listed_strata(path, allocation)

    return strata


def test_figures_are_read_by_stratum(strata):
    assert strata("Stratum,Size\nA | B,3\n,\n(blank),0\n") == {
        "A | B": {"size": "3"},
        "(blank)": {"size": "0"},
    }
    found = strata("Teams\nsample,STRATUM,compliant\n10,A,9\n", "neyman")
    assert found == {"A": {"compliant": "9", "sample": "10"}}
    assert strata("stratum,sd,note\nA,0.30,x\n", "neyman") == {"A": {"sd": "0.30"}}


@pytest.mark.parametrize(
    ("content", "allocation", "said"),
    [
        ("name,size\nA,3\n", "fixed", ["no row is headed 'stratum'"]),
        ("stratum,sd\nA,3\n", "fixed", ["row 1: no column is headed size, which a fixed allocation reads"]),
        ("stratum,size\nA,3\n", "neyman", ["no column is headed compliant or sample"]),
        ("stratum,size,Size\nA,3,4\n", "fixed", ["row 1: more than one column is headed 'size'"]),
        ("stratum,stratum,size\nA,B,4\n", "fixed", ["more than one column is headed 'stratum'"]),
        (
            "stratum,size\nA,three\nA,4\n,5\nB,-1\nC,1.5\nD,\nE,1234567890\n",
            "fixed",
            [
                *("cell B2: 'three' is no whole number", "row 3: the stratum 'A' stands here a second time"),
                *("row 4: the row names no stratum", "cell B5: '-1' is no", "cell B6: '1.5' is no"),
                *("cell B7: '' is no whole number", "cell B8: '1234567890' is no"),
            ],
        ),
        (
            "stratum,compliant,sample\nA,x,3\nB,4,3\n",
            "neyman",
            ["cell B2: 'x' is no whole number", "row 3: more are compliant than were in the sample"],
        ),
        (
            "stratum,sd\nA,-0.1\nB,10%\nC,1e3\nD,\n",
            "neyman",
            [
                f"cell B{row}: {text!r} is no decimal"
                for row, text in enumerate(["-0.1", "10%", "1e3", ""], 2)
            ],
        ),
    ],
)
def test_every_problem_of_a_list_of_strata_is_told_at_once(strata, content, allocation, said):
    with pytest.raises(FileError) as caught:
        strata(content, allocation)
    assert len(caught.value.problems) == len(said)
    for problem, sentence in zip(caught.value.problems, said, strict=True):
        assert sentence in str(problem)


def test_every_stratum_of_the_frame_must_stand_in_the_list(tmp_path):
    check_strata(tmp_path / "s.csv", {"A": {}, "B": {}, "C": {}}, ["A", "B"])
    with pytest.raises(FileError) as caught:
        check_strata(tmp_path / "s.csv", {"A": {}}, ["A", "B", "(blank)"])
    assert [str(problem)[:10] for problem in caught.value.problems] == ["'B' is a s", "'(blank)' "]
