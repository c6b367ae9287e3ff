"""Where a sealed sample and one drawn again differ, it is told whole: the sentence, the ids, their order."""

import json
from dataclasses import replace

import pytest
from samples import made

from audit.definitions import digest
from audit.errors import FileError
from audit.sampling.draw import Case, Drawn
from audit.sampling.frame import Listed
from audit.sampling.verify import (
    changed_rows,
    lists_in,
    read_certificate,
    same_columns,
    same_draw,
    same_frame,
    same_lists,
)

IDS = [f"C-{number:02}" for number in range(1, 15)]
SEALED = made("simple").certificate
PRINT = "The frame's fingerprint is another: an id or a stratum was changed, added or taken out."


def frame_of(strata, *, population=None, excluded=(), fingerprint="a"):
    """A frame as a certificate states it, as far as it is compared."""
    return {
        "population": sum(strata.values()) if population is None else population,
        "strata": strata,
        "excluded": [{"reason": reason, "units": units} for reason, units in excluded],
        "fingerprint": fingerprint,
    }


def differing(then, now):
    return same_frame({"frame": then}, now)


def test_of_the_same_frame_nothing_is_told():
    frame = frame_of({"A": 3, "B": 4}, excluded=[("blank", 2)])
    assert differing(frame, frame) == []


def test_a_frame_without_strata_is_told_of_by_its_units_alone():
    assert differing(frame_of({"": 1_040}), frame_of({"": 1_041}, fingerprint="b")) == [
        "The frame has 1,041 units; 1,040 were sealed.",
        PRINT,
    ]


def test_each_stratum_that_is_another_is_told_in_the_order_of_names_also_where_the_sum_is_the_same():
    names = [f"Team {number:02}" for number in range(12)]
    then = frame_of({**dict.fromkeys(names[:11], 1), "same": 1_000})
    now = frame_of({"same": 1_000, names[0]: 1_200, names[11]: 1})
    assert differing(then, now) == [
        "The frame has 2,201 units; 1,011 were sealed.",
        "The stratum 'Team 00' has 1,200 units; 1 was sealed.",
        *(f"The stratum {name!r} has 0 units; 1 was sealed." for name in names[1:11]),
        "The stratum 'Team 11' has 1 unit; 0 were sealed.",
    ]
    assert differing(frame_of({"": 5}), frame_of({"A": 2, "B": 3})) == [
        "The stratum '' has 0 units; 5 were sealed.",
        "The stratum 'A' has 2 units; 0 were sealed.",
        "The stratum 'B' has 3 units; 0 were sealed.",
    ]


def test_who_was_left_out_is_told_then_and_now_and_is_not_asked_of_a_frame_csv():
    then = frame_of({"": 5}, excluded=[("blank", 1_234), ("listed", 1)])
    assert differing(then, frame_of({"": 5})) == ["Left out now: nobody; when sealed: blank 1,234, listed 1."]
    assert differing(frame_of({"": 5}), then) == ["Left out now: blank 1,234, listed 1; when sealed: nobody."]
    alone = {key: value for key, value in frame_of({"": 5}).items() if key != "excluded"}
    assert differing(then, alone) == []


def test_rows_of_a_frame_are_told_by_what_became_of_them_the_first_ten_by_name():
    then = dict.fromkeys(reversed(IDS[:12]), ("A", "1"))
    now = {unit: ["B" if unit in IDS[10:] else "A", "1"] for unit in reversed(IDS[10:])}
    assert changed_rows(then, now) == [
        f"10 units ({', '.join(IDS[:10])}) are not in the frame any more.",
        "2 units (C-13, C-14) are new in the frame.",
        "2 units (C-11, C-12) are in another stratum or order.",
    ]
    assert changed_rows(then, {}) == [
        f"12 units ({', '.join(IDS[:10])} and 2 more) are not in the frame any more."
    ]
    assert changed_rows({}, then) == [f"12 units ({', '.join(IDS[:10])} and 2 more) are new in the frame."]
    changed = dict.fromkeys(then, ("B", "1"))
    assert changed_rows(then, changed) == [
        f"12 units ({', '.join(IDS[:10])} and 2 more) are in another stratum or order."
    ]
    assert changed_rows({"x": ["A"]}, {"x": ("B",)}) == ["1 unit (x) is in another stratum or order."]
    assert changed_rows(then, {unit: ["A", "1"] for unit in IDS[:12]}) == []


def test_the_columns_of_a_frame_csv_are_those_that_its_design_needs():
    asked = {"unit": ["id"], "distinct": False, "by": [], "where": []}
    whole = {"frame": asked | {"cluster": "Worker", "weight": "Risk", "order": ["Team", "Start"]}}
    every = ("cluster", "weight", "order1", "order2")
    assert same_columns(whole, every) == []
    assert same_columns({"frame": asked}, ()) == []
    told = "frame.csv: its columns are not unit, stratum, cluster, weight, order1, order2."
    for other in ((), every[:3], every[1:], (*every, "order3"), ("weight", "cluster", "order1", "order2")):
        assert same_columns(whole, other) == [told]
    assert same_columns({"frame": asked}, ("order1",)) == ["frame.csv: its columns are not unit, stratum."]


def drawn_of(certificate):
    """What was drawn, as a certificate states it."""
    cases, reserves = (
        tuple(
            Case(case["unit"], case["stratum"], case["ticket"], case["place"]) for case in certificate[part]
        )
        for part in ("drawn", "reserves")
    )
    return Drawn(cases, reserves, {name: tuple(units) for name, units in certificate["sub_samples"].items()})


def test_a_draw_that_gives_the_same_tells_of_nothing():
    assert same_draw(SEALED, drawn_of(SEALED)) == []


def test_cases_that_went_that_came_and_that_stand_otherwise_are_told_apart_each_in_order_of_id():
    again = drawn_of(SEALED)
    units = [case.unit for case in again.cases]
    spare = [case.unit for case in again.reserves]
    assert len(units) == len(spare) == 12
    none = replace(again, cases=())
    first = ", ".join(sorted(units)[:10])
    assert same_draw(SEALED, none) == [
        f"Among the cases of the certificate, but not drawn: 12 units ({first} and 2 more)."
    ]
    assert same_draw({**SEALED, "drawn": []}, again) == [
        f"Drawn, but not among the cases of the certificate: 12 units ({first} and 2 more)."
    ]
    moved = tuple(replace(case, place=case.place + 1) for case in again.cases)
    assert same_draw(SEALED, replace(again, cases=moved)) == [
        f"Drawn with another stratum, ticket or place: 12 units ({first} and 2 more)."
    ]
    gone, ticket, stratum, *rest = again.reserves
    others = (
        Case("new", "", "", 1),
        replace(ticket, ticket="0"),
        replace(stratum, stratum="North"),
        *rest,
    )
    moved = ", ".join(sorted([ticket.unit, stratum.unit]))
    assert same_draw(SEALED, replace(again, reserves=others)) == [
        f"Among the reserves of the certificate, but not drawn: 1 unit ({gone.unit}).",
        "Drawn, but not among the reserves of the certificate: 1 unit (new).",
        f"Drawn with another stratum, ticket or place: 2 units ({moved}).",
    ]


def test_each_sub_sample_that_is_another_is_named_in_order():
    names = [f"s{number:02}" for number in range(10)]
    sealed = {
        **SEALED,
        "sub_samples": {"same": ["1", "2"], "empty": []} | {name: ["1"] for name in names[:9]},
    }
    subs = {"same": ("1", "2"), names[9]: ("1",)}
    assert same_draw(sealed, replace(drawn_of(SEALED), subs=subs)) == [
        f"The sub-sample {name} is another." for name in names
    ]


# --- what is read ------------------------------------------------------------------------------------


def listed_in(name, units):
    return {"frame": {name: {"source": "left.csv", "units": len(units), "sha256": digest(sorted(units))}}}


def test_a_list_beside_a_certificate_is_read_as_it_stands_and_compared_in_any_order(tmp_path):
    path = tmp_path / "lists.csv"
    units = ("z\r\n1", "b", "a, c")
    path.write_bytes(b'exclude,"z\r\n1"\r\nonly,x\r\nexclude,b\r\nexclude,"a, c"\r\n')
    sealed = listed_in("exclude", units)
    lists = lists_in(sealed, path)
    assert lists == {"exclude": Listed("left.csv", units)}
    assert same_lists(sealed, lists) == []
    path.write_text("not-since,b\n", encoding="utf-8")
    sealed = listed_in("not_since", ("a",))
    lists = lists_in(sealed, path)
    assert lists == {"not-since": Listed("left.csv", ("b",))}
    assert same_lists(sealed, lists) == [
        "The ids of --not-since in the file of lists are not those that were sealed."
    ]
    assert lists_in({"frame": {}}, tmp_path / "none.csv") == {}


@pytest.mark.parametrize("content", [None, b"exclude\n", b"a,b,c\n", b"exclude,\xff\n"])
def test_without_a_list_that_can_be_read_nothing_is_made_of_a_frame(tmp_path, content):
    path = tmp_path / "lists.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError) as told:
        lists_in(listed_in("exclude", ("a",)), path)
    assert "the lists that the frame was made with stand in it; keep it beside." in str(told.value)


@pytest.mark.parametrize("number", ["1.5", "1e3", "NaN", "Infinity", "-Infinity"])
def test_a_certificate_holds_no_number_that_is_not_whole_wherever_it_stands(tmp_path, number):
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(SEALED | {"more": 12345}), encoding="utf-8")
    assert read_certificate(path)["more"] == 12345  # what is beside its parts is the digest's to tell
    path.write_text(json.dumps(SEALED | {"more": 12345}).replace("12345", number), encoding="utf-8")
    with pytest.raises(FileError, match="was edited so that it cannot be read as one"):
        read_certificate(path)


def test_a_certificate_of_a_design_that_cannot_be_drawn_is_refused(tmp_path):
    path = tmp_path / "certificate.json"
    for design in ({"method": "simple", "size": "many"}, {"method": "by lot", "size": 3}):
        path.write_text(json.dumps(SEALED | {"design": design}), encoding="utf-8")
        with pytest.raises(FileError, match="a part of it was edited or taken out"):
            read_certificate(path)
