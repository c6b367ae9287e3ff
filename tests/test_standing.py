"""A sample as it stands: replacements, reserves, references, what was thrown away, who was drawn since."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AT, made, rows_of, sample

from audit.errors import StateError, UnknownError
from audit.sampling.design import Design
from audit.sampling.ledger import FIRST, new_act
from audit.sampling.standing import drawn_since, standing

SUBS = {"consent": "25%"}


def drawn(size=4, count=12, teams=1, **more):
    method = "stratified" if teams > 1 else "simple"
    design = Design(method, size, reserves=more.pop("reserves", None), subs=SUBS)
    return sample(design, rows_of(count, teams=teams), **more)


def after(found, *names, known=None, at="2026-11-18T09:30:00+00:00"):
    """A sample after cases were replaced, one by one."""
    acts = list(found.acts)
    for name in names:
        content = standing(found.certificate, acts).replacement(name, f"not {name}", known)
        acts.append(new_act("replace", at, "Ben", content, FIRST, sample=found.id))
    return standing(found.certificate, acts)


def test_a_sample_as_it_was_drawn():
    found = drawn()
    assert [entry.reference for entry in found.entries] == ["C-01", "C-02", "C-03", "C-04"]
    assert [entry.unit for entry in found.entries] == [case["unit"] for case in found.certificate["drawn"]]
    assert found.current == found.entries
    assert (len(found.reserves), found.discarded, found.id) == (4, "", "S-001")
    [asked] = [entry.unit for entry in found.entries if entry.subs == ("consent",)]
    assert [asked] == found.certificate["sub_samples"]["consent"]


def test_a_replacement_is_the_next_reserve_with_a_new_reference_and_the_old_one_is_struck_out():
    first = drawn()
    found = after(first, "c-02 ")
    old, new = found.entries[1], found.entries[4]
    assert (old.reference, old.struck) == ("C-02", "not c-02 ")
    assert (new.reference, new.unit, new.follows) == ("C-05", first.reserves[0]["unit"], "C-02")
    assert (new.place, new.stratum, new.since) == (5, "", "2026-11-18T09:30:00+00:00")
    assert [entry.reference for entry in found.current] == ["C-01", "C-03", "C-04", "C-05"]
    assert found.reserves == first.reserves[1:]


def test_replacing_twice_and_replacing_a_replacement():
    first = drawn()
    found = after(first, "C-01", "C-05", first.entries[2].unit)
    assert [entry.reference for entry in found.current] == ["C-02", "C-04", "C-06", "C-07"]
    assert [entry.follows for entry in found.entries[4:]] == ["C-01", "C-05", "C-03"]
    assert [entry.unit for entry in found.entries[4:]] == [case["unit"] for case in first.reserves[:3]]


def test_membership_of_sub_samples_is_inherited_down_the_line():
    first = drawn()
    [asked] = [entry for entry in first.entries if entry.subs]
    found = after(first, asked.reference, "C-05")
    assert [entry.reference for entry in found.current if entry.subs] == ["C-06"]
    assert found.entry("C-06").subs == ("consent",)


def test_the_next_in_line_is_of_the_same_stratum():
    first = drawn(size=6, count=30, teams=3)
    case = first.entries[3]
    found = after(first, case.reference)
    wanted = [each for each in first.reserves if each["stratum"] == case.stratum]
    assert found.entries[-1].unit == wanted[0]["unit"]
    assert (found.entries[-1].stratum, found.entries[-1].place) == (case.stratum, wanted[0]["place"])
    assert {each["stratum"] for each in found.reserves if each not in wanted} == {
        "Team 1",
        "Team 2",
        "Team 3",
    } - {case.stratum}


@pytest.mark.parametrize(
    ("found", "name", "said"),
    [
        (after(drawn(), "C-02"), "C-02", r"C-02 is struck out already \(not C-02\)"),
        (
            drawn(discarded="wrong month"),
            "C-02",
            r"S-001 was thrown away \(wrong month\); nothing was changed",
        ),
        (drawn(reserves=0), "C-02", "No reserve is left in S-001; extend the sample with .* --extends S-001"),
        (after(drawn(reserves=1), "C-01"), "C-02", "No reserve is left in S-001; extend"),
        (drawn(6, 6, 2), "C-01", "No reserve is left in 'Team [12]' in S-001"),
        (made("judgement"), "C-01", "chosen by hand, so no reserve stands in line"),
        (made("systematic"), "C-01", "No reserve is left in S-001, and a systematic draw cannot be extended"),
        (made("census"), "C-01", "and a census draw cannot be extended"),
        (made("cluster", reserves=0, count=9), "C-01", "and a cluster draw cannot be extended"),
    ],
)
def test_what_cannot_be_replaced_is_refused(found, name, said):
    if found.certificate["design"]["method"] == "cluster":
        found = replace(found, reserves=())
    with pytest.raises(StateError, match=said):
        found.replacement(name, "why")


def test_an_unknown_case_is_answered_with_the_nearest():
    with pytest.raises(UnknownError, match=r"There is no case 'C-9' in S-001"):
        drawn().entry("C-9")
    with pytest.raises(UnknownError, match="no case ''"):
        drawn().entry("")


def test_a_text_that_names_two_cases_is_asked_about():
    found = sample(Design("simple", 6), rows_of(9, name="C-{:02}"))
    both = [e for e in found.entries if any(o.reference == e.unit and o is not e for o in found.entries)]
    assert both
    for entry in both:
        other = next(each for each in found.entries if each.reference == entry.unit)
        with pytest.raises(
            StateError, match=f"the id of {entry.reference} and the reference of '{other.unit}'"
        ):
            found.entry(entry.unit)
        assert found.entry(f"id={entry.unit}") == entry
        assert found.entry(f"ref={entry.unit}") == other
    same = [entry for entry in found.entries if entry.unit == entry.reference]
    assert [found.entry(entry.unit) for entry in same] == same


def test_an_id_with_an_equals_sign_is_an_id():
    found = sample(Design("simple", 3), rows_of(3, name="x={}"))
    assert {found.entry(f"x={n}").unit for n in range(3)} == {"x=0", "x=1", "x=2"}
    with pytest.raises(UnknownError):
        found.entry("ref=x=1")


@given(st.lists(st.integers(0, 30), max_size=12))
def test_however_often_cases_are_replaced_none_is_lost_and_no_reference_is_given_twice(picks):
    found = drawn(size=6, count=30, teams=3, reserves=4)
    for pick in picks:
        entry = found.current[pick % len(found.current)]
        if any(case["stratum"] == entry.stratum for case in found.reserves):
            found = after(found, entry.reference)
    references = [entry.reference for entry in found.entries]
    units = [entry.unit for entry in found.entries]
    assert references == [f"C-{n:02}" for n in range(1, len(references) + 1)]
    assert len(set(units)) == len(units)
    assert len(found.current) == 6
    assert sorted(e.stratum for e in found.current) == sorted(e.stratum for e in drawn(6, 30, 3).entries)
    assert sum(bool(entry.subs) for entry in found.current) == 2
    kept = {*units, *(case["unit"] for case in found.reserves)}
    assert kept == {case["unit"] for part in ("drawn", "reserves") for case in found.certificate[part]}


# --- a sample that extends another ----------------------------------------------------------------------


def carried(before, found):
    """A bigger sample after what was struck out of the smaller one was struck out of it too."""
    known = {entry.unit: entry.reference for entry in before.entries}
    for entry in before.entries:
        if entry.struck and not found.entry(f"id={entry.unit}").struck:
            found = after(found, f"id={entry.unit}", known=known)
    return found


def extended(before, size, teams):
    """A bigger sample of the same frame, in which cases keep their references."""
    bigger = drawn(size=size, count=60, teams=teams)
    kept = {entry.unit: entry.reference for entry in before.entries}
    number = len(kept)
    cases = []
    for case in bigger.certificate["drawn"]:
        number += case["unit"] not in kept
        cases.append({**case, "reference": kept.get(case["unit"], f"C-{number:02}")})
    return standing({**bigger.certificate, "drawn": cases}, bigger.acts)


@given(st.integers(1, 3), st.integers(1, 5), st.lists(st.integers(0, 11), max_size=6))
def test_in_an_extended_sample_cases_keep_their_references_and_stay_struck_out(teams, more, picks):
    before = drawn(size=6, count=60, teams=teams)
    for pick in picks:
        entry = before.current[pick % 6]
        if any(case["stratum"] == entry.stratum for case in before.reserves):
            before = after(before, entry.reference)
    found = carried(before, extended(before, 6 + more, teams))
    now = {entry.unit: entry for entry in found.entries}
    assert all(now[entry.unit].reference == entry.reference for entry in before.entries)
    assert all(now[entry.unit].struck for entry in before.entries if entry.struck)
    assert len({entry.reference for entry in found.entries}) == len(found.entries)
    assert len(found.current) == 6 + more


# --- who was drawn since --------------------------------------------------------------------------------

DAY = date(2026, 11, 16)


def test_who_was_drawn_on_a_day_or_after_it():
    found = drawn()
    units = tuple(sorted(entry.unit for entry in found.entries))
    assert drawn_since([found], ["Child Unique ID"], DAY) == units
    assert drawn_since([found], ["child’s unique-ID".replace("’s", "")], DAY) == units
    assert drawn_since([found], ["Child Unique ID"], date(2026, 11, 17)) == ()
    assert AT.startswith(DAY.isoformat())


def test_a_replacement_counts_from_its_own_day_and_who_was_struck_out_was_drawn_too():
    found = after(drawn(), "C-02")
    assert drawn_since([found], ["Child Unique ID"], date(2026, 11, 18)) == (found.entries[4].unit,)
    assert (
        len(drawn_since([found], ["Child Unique ID"], DAY)) == 5
    )  # reserves that were not used do not count


def test_what_was_thrown_away_or_drawn_by_other_columns_does_not_count():
    ids = ["Child Unique ID"]
    assert drawn_since([drawn(discarded="x")], ids, DAY) == ()
    assert drawn_since([drawn()], ["UPN"], DAY) == ()
    assert drawn_since([drawn(unit=("A", "B"))], ["B", "A"], DAY) == ()
    both = [drawn(), drawn(seed="2", size=7)]
    assert set(drawn_since(both, ids, DAY)) == {entry.unit for each in both for entry in each.entries}


# --- acts that do not fit -------------------------------------------------------------------------------


def test_acts_about_other_samples_are_passed_over():
    found = drawn()
    content = {**found.replacement("C-01", "x"), "sample": "S-002"}
    acts = [*found.acts, new_act("replace", AT, "Ben", content, FIRST), new_act("discard", AT, "", {}, FIRST)]
    assert standing(found.certificate, acts).entries == found.entries


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "nobody"},
        {"by_unit": "nobody"},
        {"by_reference": "X"},
        {"by_reference": 5},
        {"unit": ["x"]},
        {"by_unit": None},
    ],
)
def test_a_replacement_that_does_not_fit_is_a_sentence(change):
    found = drawn()
    content = {**found.replacement("C-01", "x"), **change}
    with pytest.raises(StateError, match=r"act 'replace' of 2026-11-16.* does not fit the sample"):
        standing(found.certificate, [new_act("replace", AT, "Ben", content, FIRST)])


def test_one_who_was_struck_out_is_not_struck_out_again_and_no_reason_is_a_reason_too():
    found = drawn()
    one = new_act("replace", AT, "Ben", found.replacement("C-01", ""), FIRST)
    now = standing(found.certificate, [one])
    assert now.entries[0].struck == "no reason was given"
    two = {**now.replacement("C-02", "y"), "unit": now.entries[0].unit}
    with pytest.raises(StateError, match="does not fit"):
        standing(found.certificate, [one, new_act("replace", AT, "Ben", two, FIRST)])
    gone = new_act("discard", AT, "Ben", {"sample": "S-001", "reason": ""}, FIRST)
    assert standing(found.certificate, [gone]).discarded == "no reason was given"
