"""audit action from a round about cases: no id of a child in an action, and named questions as findings."""

from test_case_status import HEALTH, POLICE, begun, opened, read, ws
from test_cli_setup import as_json, call, write

__all__ = ["begun", "ws"]  # fixtures, found by their names
DAY = ("--today", "2026-11-22")


def made(*options):
    return call("action", "from", "neglect", *options, *DAY).stderr


def test_what_a_reader_plans_has_no_id_of_the_register_and_no_reference_in_its_words():
    opened("neglect", "--sample", "S-001")
    assert "No new action comes of 'neglect'." in made("--question", "V1")
    unit = next(one["unit"] for one in as_json("sample", "show", "S-001")["cases"])
    planned = f"{{what: See {unit} and C-02, who: Lee for C-01, when: 1/2/2027}}"
    answers = write("a.yaml", f"V1: {{value: inadequate, action: {planned}}}\nV2: requires-improvement\n")
    call("ask", "neglect", "--about", "C-01", "--agency", POLICE, "--by", "Ada", "--answers", answers, *DAY)
    said = made()
    assert "1 action is made of 'neglect': A-001." in said
    assert "--question makes one: V2." in said
    (one,) = as_json("action", "list", *DAY)
    assert (one["action"], one["owners"], one["role"], one["due"]) == (
        "See [id] and [case]",
        ["Kingsbridge Police"],
        "Lee for [case]",
        "2027-02-01",
    )
    assert one["link"]["subject"] == "C-01"
    assert unit not in str(one)
    made("--question", "v2")
    finding = as_json("action", "show", "A-002", *DAY)
    assert finding["recommendation"] == "V2 Management oversight is recorded. 0 of 1 met it."
    assert finding["answer_today"] == "0/1"
    assert "No new action comes of 'neglect'." in made("--question", "V2")


def test_a_finding_that_the_panels_grade_made_counts_by_that_grade():
    opened("neglect", "--sample", "S-001")
    read("C-01", POLICE, "Ann", ["good"], *DAY)
    read("C-01", HEALTH, "Bob", ["good"], *DAY)
    read("C-02", POLICE, "Ann", ["good"], *DAY)
    panel = ("--question", "V1", "--grade", "inadequate", "--reason", "Never alone", "--by", "Panel")
    call("moderate", "neglect", "--about", "C-01", *panel, *DAY)
    made("--question", "V1")
    found = {one["owners"][0]: one for one in as_json("action", "list", *DAY)}
    assert found["Kingsbridge Police"]["recommendation"].endswith("1 of 2 met it.")
    assert found["Riverside Health"]["recommendation"].endswith("0 of 1 met it.")
    assert as_json("action", "show", found["Kingsbridge Police"]["id"], *DAY)["answer_today"] == "1/2"
