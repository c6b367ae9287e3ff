"""Under which heading the days of agencies stand, and what is said where it is not plain."""

from datetime import date

import pytest

from audit.agencies import Agency
from audit.deadlines import read_days
from audit.errors import FileError

ELM = Agency("elm", "Elm School")


def read(folder, text):
    (folder / "days.csv").write_text(text, encoding="utf-8")
    return read_days(folder / "days.csv", (ELM,), (ELM,), ("school",))


@pytest.mark.parametrize("heading", ["Visit by", "VISIT ON", "Date", "By", "Due date", "Return by (day)"])
def test_headings_that_people_write_are_known_and_the_one_that_was_taken_is_told(heading, tmp_path):
    found = read(tmp_path, f"School,Lead,{heading}\nElm School,Ann,1/2/2027\n")
    assert (dict(found.days), found.heading) == ({"elm": date(2027, 2, 1)}, heading)
    assert found.where == "cell C1"


def test_of_two_columns_the_one_that_says_so_counts_and_two_that_may_are_asked_about(tmp_path):
    found = read(tmp_path, "School,Date,Visit by\nElm School,1/9/2026,1/2/2027\n")
    assert (found.days["elm"], found.heading) == (date(2027, 2, 1), "Visit by")
    with pytest.raises(FileError) as error:
        read(tmp_path, "School,Visit by,Deadline\nElm School,1/9/2026,1/2/2027\n")
    assert "'Visit by' (cell B1) and 'Deadline' (cell C1) may all hold the due date; leave one." in str(
        error.value
    )


def test_a_heading_that_is_not_known_is_told_which_would_be(tmp_path):
    with pytest.raises(FileError) as error:
        read(tmp_path, "School,Wann\nElm School,1/2/2027\n")
    assert "no row of it has the headings agency and due; one sheet must." in str(error.value)
    assert "may be headed 'due', 'due date', 'due by', 'visit by'" in str(error.value)
