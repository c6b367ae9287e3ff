"""Certificates, ledgers, samples and purges at their edges: what is damaged, out of line, or long."""

import json
from dataclasses import replace
from itertools import permutations

import pytest
from samples import AT, made

from audit.definitions import digest
from audit.errors import StateError, UnknownError
from audit.sampling.carried import Carried, mark, marks_of
from audit.sampling.certificate import acts_of, differences, edited, sealed_before
from audit.sampling.conditions import Condition, check_seen
from audit.sampling.ledger import FIRST, PURGED, broken, find_seal, is_seal_of, new_act, seal_content
from audit.sampling.purged import act_without_ids, same_cases, unaccounted, without_ids
from audit.sampling.shape import is_certificate
from audit.sampling.standing import Entry, Standing, drawn_since, standing

# --- the ledger ---------------------------------------------------------------------------------------


def chained(*steps):
    """Acts that follow one another, of (act, content)."""
    acts = []
    for act, content in steps:
        last = acts[-1].digest if acts else FIRST
        acts.append(new_act(act, "2026-11-16", "Ada", content, last, sample=content.get("sample", "")))
    return acts


def purged_ledger(act="purge", mark=True, named=True):
    """A ledger of which a replacement lost its ids, and the act that says so."""
    acts = chained(("seal", {}), ("replace", {"sample": "S-001", "unit": "4711"}))
    listed = [acts[1].digest if named else "0" * 64]
    last = new_act(act, "2027-11-16", "Ada", {"acts": listed}, acts[1].digest)
    return [acts[0], replace(acts[1], content={"sample": "S-001", PURGED: mark}), last]


CHANGED = (
    "Act 2 of the ledger (replace S-001, 2026-11-16) was changed after it was written: its digest does not "
    "fit."
)


def test_an_act_that_lost_its_ids_holds_where_an_act_of_purging_names_it_and_no_other():
    assert broken(purged_ledger()) == []
    for damaged in (
        purged_ledger(act="discard"),
        purged_ledger(mark=False),
        purged_ledger(mark=1),
        purged_ledger(named=False),
        [
            replace(act, content={"sample": "S-001"}) if n == 1 else act
            for n, act in enumerate(purged_ledger())
        ],
    ):
        assert broken(damaged) == [CHANGED]
    acts = purged_ledger()
    forged = [*acts[:2], replace(acts[2], by="Eve")]
    assert broken(forged) == [
        CHANGED,
        "Act 3 of the ledger (purge, 2027-11-16) was changed after it was written: its digest does not fit.",
    ]


def test_the_last_of_several_seals_of_the_same_frame_counts():
    content = seal_content({"register": "a.csv", "sha256": "1"}, {"population": 3})
    acts = chained(("seal", content), ("seal", content), ("seal", {"source": {}, "frame": {}}))
    assert find_seal(acts, content) is acts[1]
    assert find_seal(acts, seal_content({"sha256": "2"}, {"population": 3})) is None
    assert not is_seal_of(chained(("seal", {"source": "x"}))[0], {"source": "y"})


# --- certificates -------------------------------------------------------------------------------------


def changed(whole, **parts):
    """A certificate with other parts, and the digest that fits them."""
    body = {key: value for key, value in (whole | parts).items() if key != "digest"}
    return {**body, "digest": digest(body)}


def test_acts_of_a_certificate_are_about_its_sample():
    whole = made("simple").certificate
    assert [(act.act, act.sample) for act in acts_of(whole, "S-007")] == [
        ("seal", "S-007"),
        ("seed", "S-007"),
        ("draw", "S-007"),
    ]


def test_a_seal_behind_another_act_is_still_the_seal():
    whole = made("simple").certificate
    seal, seed, draw = whole["acts"]
    assert edited(changed(whole, acts=[seed, seal, draw])) == [
        "The certificate's acts are not those of a draw: seal, seed, draw.",
        f"The act 'seal' of {AT} is about another sample than S-001.",
        "The act 'draw' does not follow the act 'seal': one was edited.",
    ]


def test_only_a_draw_tells_that_the_seal_came_before():
    whole = made("simple", before=False).certificate
    acts = [{**act, "content": act["content"] | {"sealed": "before"}} for act in whole["acts"][:2]]
    assert not sealed_before({**whole, "acts": [*acts, whole["acts"][2]]})
    assert sealed_before(made("simple").certificate)


def test_differences_are_told_up_to_eighty_signs_and_cut_behind():
    for here, there in permutations(([1], 5, {"b": 1}), 2):
        assert differences({"a": here}, {"a": there}) == [f"a: {here!r} here, {there!r} in the workspace"]
    fits, long = "x" * 78, "y" * 79
    assert differences({"a": fits}, {"a": long}) == [
        f"a: '{fits}' here, '{'y' * 78}… in the workspace",
    ]


# --- conditions ---------------------------------------------------------------------------------------


def asked(there, *, told=True):
    """What is said of a team that is in no cell."""
    condition = Condition("Team = zz", 0, "=", ("zz",))
    with pytest.raises(StateError) as caught:
        check_seen(condition, frozenset(), there, told=told)
    return str(caught.value).removeprefix("No cell says 'zz', which 'Team = zz' asks for")


def test_cells_are_named_where_they_may_be_and_no_longer_than_forty_signs():
    untold = "; what its cells say is not told here, since it may tell who somebody is."
    assert asked(["a", "b" * 40, "c" * 41]) == f"; there are a, {'b' * 40}."
    assert asked(["c" * 41]) == untold
    assert asked(["a", "b"], told=False) == untold
    assert asked(["", "''"]) == asked(["", "''"], told=False) == "; all its cells are blank."
    many = asked([f"{number:03}" for number in range(1_020)])
    assert many == f"; there are {', '.join(f'{number:03}' for number in range(12))} and 1,008 more."


# --- carried columns ----------------------------------------------------------------------------------


def test_marks_are_in_an_order_of_their_own_and_blank_cells_have_none():
    rows = [["North", "Ada"], ["", "Ben"], ["South", "''"], ["east", "Cy"], ["West", "Di"]]
    words = ("north", "ada", "ben", "south", "east", "cy", "west", "di")
    assert marks_of("s", rows) == sorted(mark("s", word) for word in words)
    assert not Carried().has("1", "North")


def test_dates_and_numbers_of_eight_digits_or_more_have_no_mark():
    cells = ["2012-01-01", "3 March 2012", "0151 1234", "12345678", "x 1234 56789", "1234567", "Team 7"]
    assert marks_of("s", [cells]) == sorted(mark("s", word) for word in ("1234567", "team 7"))


# --- the shape of a certificate -----------------------------------------------------------------------


@pytest.mark.parametrize(("levels", "held"), [(8, True), (9, False)])
def test_an_act_may_say_things_eight_levels_deep(levels, held):
    whole = json.loads(json.dumps(made("simple").certificate))
    deep = 1
    for _ in range(levels):
        deep = {"a": deep}
    whole["acts"][0]["content"] = deep
    assert is_certificate(whole) is held


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        ("order", ["Team"], ["Team", 1]),
        ("open_on", "2026-03-31", 5),
        ("clusters", {"A": 1}, {"A": "1"}),
        ("only", {"source": "a", "units": 1, "sha256": ""}, {"source": "a", "units": 1}),
    ],
)
def test_a_part_that_may_be_missing_has_its_kind_where_it_is_there(part, good, bad):
    assert is_certificate(json.loads(json.dumps(made("simple", **{part: good}).certificate)))
    assert not is_certificate(json.loads(json.dumps(made("simple", **{part: bad}).certificate)))


# --- a sample as it stands ----------------------------------------------------------------------------

EXTEND = "extend the sample with 'audit sample draw … --extends S-001'."
PLAIN = {"id": "S-001", "design": {"method": "simple"}, "reserves": []}


def listed(*units):
    """A sample of just these ids, C-01 and so on."""
    entries = (Entry(f"C-{number:02}", unit, "", number) for number, unit in enumerate(units, 1))
    return Standing(PLAIN, tuple(entries), ())


def test_a_case_goes_by_its_id_or_its_reference_and_where_it_is_both_one_says_which():
    found = listed("u1", "C-01", "id", "x=1", "C-05")
    for name, place in {
        "u1": 1, "C-02": 2, "c-02": 2, "id": 3, "x=1": 4, "C-05": 5, " u1 ": 1, "id=u1": 1, "ref=c-01": 1,
        " ref= C-01 ": 1, "id= C-01": 2, "id=x=1": 4,
    }.items():  # fmt: skip
        assert found.entry(name).place == place
    with pytest.raises(StateError) as caught:
        found.entry("C-01")
    assert str(caught.value) == (
        "'C-01' is the id of C-02 and the reference of 'u1'; write 'id=C-01' or 'ref=C-01'."
    )
    for name in ("ref=u1", "id=C-03", "x", "x=2"):
        with pytest.raises(UnknownError, match=f"There is no case '{name}' in S-001"):
            found.entry(name)


@pytest.mark.parametrize(
    ("method", "stratum", "said"),
    [
        ("census", "", "No reserve is left in S-001, and a census draw cannot be extended."),
        ("systematic", "A", "No reserve is left in 'A' in S-001, and a systematic draw cannot be extended."),
        ("stratified", "A", f"No reserve is left in 'A' in S-001; {EXTEND}"),
        ("simple", "", f"No reserve is left in S-001; {EXTEND}"),
    ],
)
def test_where_no_reserve_is_left_it_is_said_what_can_be_done(method, stratum, said):
    sample = Standing({**PLAIN, "design": {"method": method}}, (), ({"stratum": "B", "unit": "9"},))
    with pytest.raises(StateError) as caught:
        sample.next_reserve(stratum)
    assert str(caught.value) == said
    assert sample.next_reserve("B")["unit"] == "9"


def test_nothing_is_replaced_in_a_sample_that_was_thrown_away():
    with pytest.raises(StateError, match=r"^S-001 was thrown away \(a slip\); nothing was changed\.$"):
        made("simple", discarded="a slip").replacement("C-01", "")


def test_entries_stand_by_the_number_of_their_references_and_acts_of_other_samples_are_none_of_theirs():
    whole = made("simple").certificate
    turned = [
        {**case, "reference": f"C-{number}"}
        for case, number in zip(whole["drawn"], range(111, 99, -1), strict=True)
    ]
    turned[3]["reference"] = "C-99"
    own = chained(("discard", {"sample": "S-001"}), ("discard", {"sample": "S-002", "reason": "theirs"}))
    found = standing({**whole, "drawn": turned}, own)
    numbers = [99, *range(100, 108), *range(109, 112)]
    assert [entry.reference for entry in found.entries] == [f"C-{number}" for number in numbers]
    assert (found.discarded, found.acts) == ("no reason was given", (own[0],))


def replaced(content, *more):
    """A sample after acts of replacing of these contents."""
    whole = made("simple").certificate
    return standing(whole, chained(*(("replace", {"sample": "S-001"} | one) for one in (content, *more))))


FIRST_OUT = {"reference": "C-01", "reason": "", "by_reference": "C-13", "reserve": 1}


def test_a_case_in_the_place_of_another_says_since_when_and_a_reason_that_is_missing_is_told():
    whole = made("simple").certificate
    struck, *_, new = replaced(FIRST_OUT).entries
    assert (struck.reference, struck.struck) == ("C-01", "no reason was given")
    reserve = whole["reserves"][0]
    assert new == Entry("C-13", reserve["unit"], "", reserve["place"], (), "", "C-01", "2026-11-16")


@pytest.mark.parametrize(
    "contents",
    [
        [FIRST_OUT | {"reference": "C-99"}],
        [FIRST_OUT | {"reserve": 0}],
        [FIRST_OUT | {"reserve": -1}],
        [FIRST_OUT | {"reserve": 999}],
        [FIRST_OUT | {"reserve": True}],
        [FIRST_OUT | {"by_reference": "X"}],
        [FIRST_OUT, FIRST_OUT | {"by_reference": "C-14", "reserve": 2}],
        [FIRST_OUT, FIRST_OUT | {"reference": "C-02", "by_reference": "C-14"}],
    ],
)
def test_an_act_of_replacing_that_does_not_fit_its_sample_is_told(contents):
    with pytest.raises(StateError, match="The ledger's act 'replace' of 2026-11-16 does not fit the sample"):
        replaced(*contents)


def test_every_reserve_up_to_the_last_can_take_a_place():
    reserves = made("simple").certificate["reserves"]
    last = replaced(FIRST_OUT | {"reserve": len(reserves)}).entries[-1]
    assert last.unit == reserves[-1]["unit"]


def taken_on(day, at, *, since="", discarded="", unit=("Child ID",)):
    """The units that a sample of two took on or after a day."""
    acts = [{"act": "seal", "at": "2020-01-01"}, {"act": "draw", "at": at}, {"act": "x", "at": "2030"}]
    entries = (Entry("C-01", "b", "", 1, since=since), Entry("C-02", "a", "", 2))
    whole = {**PLAIN, "frame": {"unit": list(unit)}, "acts": acts}
    return drawn_since([Standing(whole, entries, (), discarded)], ["child id"], day)


def test_cases_count_as_drawn_from_the_day_of_their_draw_or_replacement_on(today):
    assert taken_on(today, f"{today}T00:00:00") == ("a", "b")
    assert taken_on(today, f"{today}") == ("a", "b")
    assert taken_on(today, "2026-11-15T23:59:59") == ()
    assert taken_on(today, "2026-11-15T23:59:59", since=f"{today}T09:00:00") == ("b",)
    assert taken_on(today, "2026-11-18T00:00:00", since="2026-11-15T09:00:00") == ("a",)
    assert taken_on(today, f"{today}", discarded="a slip") == ()
    assert taken_on(today, f"{today}", unit=("Person",)) == ()


def test_cases_that_were_drawn_since_stand_in_the_order_of_their_ids(today):
    units = "hjbdfacgei"  # ten, which no set gives in order by chance
    entries = tuple(Entry(f"C-{n:02}", unit, "", n) for n, unit in enumerate(units, 1))
    whole = {**PLAIN, "frame": {"unit": ["id"]}, "acts": [{"act": "draw", "at": f"{today}"}]}
    assert drawn_since([Standing(whole, entries, (), "")], ["id"], today) == tuple(sorted(units))


@pytest.fixture
def today():
    from datetime import date

    return date(2026, 11, 16)


# --- samples without ids ------------------------------------------------------------------------------


def alike(sample, **pairs):
    """A certificate without ids that says which cases of other samples its own are."""
    return {"id": sample, PURGED: {"on": "2027-01-01", "was": "w", "alike": pairs}, "digest": "d"}


def test_cases_are_the_same_along_a_chain_to_its_end_even_where_it_runs_in_a_ring():
    chain = [
        alike("S-002", **{"S-001": {"C-01": "C-05"}}),
        alike("S-003", **{"S-002": {"C-05": "C-02", "C-06": "C-03"}}),
        {"id": "S-004"},
    ]
    assert same_cases(chain) == {
        "S-001/C-01": "S-003/C-02",
        "S-002/C-05": "S-003/C-02",
        "S-002/C-06": "S-003/C-03",
    }
    ring = [
        alike("A", B={"C-01": "C-01"}),
        alike("B", A={"C-01": "C-01"}, C={"C-01": "C-01"}),
    ]
    assert same_cases(ring) == {"A/C-01": "A/C-01", "B/C-01": "B/C-01", "C/C-01": "B/C-01"}


def test_ids_are_gone_rightly_only_where_a_sound_act_of_purging_says_which():
    gone, content = alike("S-001"), {"samples": {"S-001": {"was": "w", "is": "d"}}}
    said = ["S-001 is without its ids, and no act of the ledger says that just these were purged."]
    [purge] = chained(("purge", content))
    assert unaccounted([gone, {"id": "S-002"}], [purge]) == []
    assert unaccounted([gone], chained(("discard", content))) == said
    assert unaccounted([gone], [replace(purge, by="Eve")]) == said
    assert unaccounted([gone], []) == said
    for part in ("was", "is"):
        other = {"samples": {"S-001": content["samples"]["S-001"] | {part: "x"}}}
        assert unaccounted([gone], chained(("purge", other))) == said


def test_a_certificate_without_ids_shows_no_edit_though_it_says_less_than_was_drawn():
    whole = made("simple").certificate
    references = {case["unit"]: case["reference"] for case in whole["drawn"]}
    kept = without_ids(whole, references, "2027-01-01", {})
    assert edited(kept) == []
    assert (kept["drawn"][0]["unit"], kept["reserves"]) == ("S-001/C-01", [])
    assert edited(changed(whole, seed="1"))[0].startswith("What was drawn was edited")
    [act] = chained(("replace", {"sample": "S-001", "unit": "4711", "reason": "4711 moved"}))
    clean = {"sample": "S-001", "reason": "[id] moved", PURGED: True}
    assert act_without_ids(act, lambda text: text.replace("4711", "[id]"), {"S-001"}) == clean


@pytest.mark.parametrize("more", [{}, {"unit": "4711", "by_unit": "4712"}])
def test_a_sample_without_ids_stands_by_its_references_whatever_its_acts_name(more):
    whole = made("simple").certificate
    reserve = whole["reserves"][3]
    references = {case["unit"]: case["reference"] for case in whole["drawn"]} | {reserve["unit"]: "C-13"}
    kept = without_ids(whole, references, "2027-01-01", {})
    found = standing(kept, chained(("replace", {"sample": "S-001", "reserve": 4} | FIRST_OUT | more)))
    struck, *_, new = found.entries
    assert (struck.unit, struck.struck) == ("S-001/C-01", "no reason was given")
    assert (new.unit, new.reference, new.follows) == ("S-001/C-13", "C-13", "C-01")
    assert found.identity("C-02") == "S-001/C-02"
    assert replace(found, same={"S-001/C-02": "S-009/C-07"}).identity("C-02") == "S-009/C-07"
    with pytest.raises(StateError, match=r"^The ids and reserves of S-001 were purged on 1 January 2027\.$"):
        found.next_reserve("")
    drawn = standing(whole, [])
    assert drawn.identity("C-02") == ""
    assert replace(drawn, same={"S-001/C-02": "S-009/C-07"}).identity("C-02") == "S-009/C-07"
