"""Owners in one cell: split where that is sure, else one as it stands, and listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.plans.owners import owners_in, under

KNOWN = ("Children and Young People's Service", "CCG", "Police", "Whittington Health", "Schools and Colleges")


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("CCG", ["CCG"]),
        *(
            (text, ["CCG", "Police"])
            for text in ("CCG / Police", "CCG\nPolice", "CCG; Police", "CCG & Police", "CCG + Police")
        ),
        *(
            (text, ["CCG", "Police"])
            for text in ("CCG and Police", "CCG, Police", "1. CCG\n2. Police", "CCG/CCG;Police")
        ),
        ("CCG, Police and LA", ["CCG", "Police", "LA"]),
        ("Children & Young People's Service and Police", ["Children & Young People's Service", "Police"]),
        ("Whittington Health and CCG", ["Whittington Health", "CCG"]),
        ("Schools and Colleges/CCG", ["Schools and Colleges", "CCG"]),
        ("CCG (supported by Police and LA)", ["CCG (supported by Police and LA)"]),
        ("Designated Nurse and Designated Doctor", ["Designated Nurse", "Designated Doctor"]),
        ("Jane Smith & John Brown", ["Jane Smith", "John Brown"]),
        ("Training Subgroup / LSCB Business Manager", ["Training Subgroup", "LSCB Business Manager"]),
        *(
            (text, [text])
            for text in (
                *(
                    "Police and Crime Commissioner",
                    "Jane Smith, Head of Service",
                    "Director of Children and Families",
                ),
                *(
                    "Head of Safeguarding and Quality Assurance",
                    "Quality and Performance Subgroup",
                    "All agencies",
                ),
                *(
                    "Head of Early Help and Social Care",
                    "Fire and Rescue Service",
                    "Head of Safeguarding, CCG",
                ),
            )
        ),
        ("Head of\nSafeguarding", ["Head of Safeguarding"]),
        *((text, []) for text in ("", "-", "–")),
    ],
)
def test_owners_are_split_where_each_is_one_by_itself(text, owners):
    assert owners_in(text, KNOWN) == (tuple(owners), ())


@pytest.mark.parametrize(
    ("text", "owners", "why"),
    [
        *(
            (text, [], "left blank")
            for text in ("as above", "Ditto", '"', "TBC", "To be confirmed", "n/a", "see 3.1")
        ),
        ("Metropolitan Police Service, CAIT", ["Metropolitan Police Service, CAIT"], "more than one owner"),
        ("Named GP and/or Designated Nurse", ["Named GP and/or Designated Nurse"], "more than one owner"),
        ("Early Years and Commissioning", ["Early Years and Commissioning"], "more than one owner"),
        ("Jane Smith\nHead of Safeguarding", ["Jane Smith, Head of Safeguarding"], "a name above a role"),
        ("Re-assigned to CCG", ["Re-assigned to CCG"], "another owner"),
        ("Police; as above", ["Police"], "names no owner"),
        ("Police;\nTBC", ["Police"], "names no owner"),
        ("Health\nditto", ["Health"], "names no owner"),
    ],
)
def test_what_is_not_sure_is_one_owner_or_none_and_is_listed(text, owners, why):
    found, remarks = owners_in(text, KNOWN, "owner")
    assert found == tuple(owners)
    assert [one.field for one in remarks] == ["owner"]
    assert why in remarks[0].why


PIECES = [*KNOWN, "Jane Smith", "Head of Service", "Early Years", "LA", "Housing", "(with GPs)"]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from([" and ", "/", ", ", ";", "\n", " & "]),
)
def test_no_word_of_an_owner_is_lost_and_a_known_agency_is_never_split(names, between):
    text = between.join(names)
    found, _ = owners_in(text, KNOWN)
    words = " ".join(found)
    assert all(name in words for name in names)
    assert not any(one in {"Children", "Young People's Service", "Schools", "Colleges"} for one in found)


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        *((text, ["Housing"]) for text in ("", "-", "Housing", "as above", "TBC")),
        ("Head of Service", ["Housing, Head of Service"]),  # not one with the heads of other agencies
        ("Police", ["Housing", "Police"]),
        ("Jane Smith", ["Housing", "Jane Smith"]),
        ("Head of Service / Police", ["Housing", "Head of Service", "Police"]),
    ],
)
def test_an_owner_named_by_a_heading_is_an_owner_beside_what_its_rows_say(cell, owners):
    found, remarks = owners_in(under("Housing", cell), KNOWN, "owner")
    assert found == tuple(owners)
    assert [one.text for one in remarks] == [text for text in ("as above", "TBC") if text == cell]
