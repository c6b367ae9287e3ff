"""The script that draws again, run within the tests on designs at their edges, against the reference."""

import runpy
import sys
from copy import deepcopy

import pytest
from certificates import DESIGNS, SCRIPT, SEED, certified, failures, listed, sign, some_rows, written
from reference_draw import draw, fingerprint

PROPORTIONAL = {"method": "stratified", "allocate": "proportional", "minimum": 0, "reserves": 0}
FIGURES = {"A": {"compliant": 9, "sample": 10}, "B": {"compliant": 3, "sample": 7}, "C": {"sd": "0.31"}}


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """What the script says of a certificate and the rows of its frame, and its exit code."""

    def said(certificate, rows):
        text = listed(rows, certificate["design"])
        paths = written(tmp_path, certificate, text)
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, paths)])
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(SCRIPT), run_name="__main__")
        return capsys.readouterr().out.splitlines(), int(ended.value.code)

    return said


@pytest.fixture
def alike(said):
    """That the script finds what the reference drew, as many cases as the design asks for."""

    def alike(rows, design, seed=SEED):
        certificate, rows = certified(rows, seed, design)
        lines, code = said(certificate, rows)
        assert (failures("\n".join(lines)), code) == ([], 0), design
        return certificate

    return alike


def strata(**counts):
    """Rows of strata of so many units."""
    return [
        {"unit": f"{name}-{number:03}", "stratum": name} for name, n in counts.items() for number in range(n)
    ]


def sizes(certificate):
    """How many cases were drawn of each stratum."""
    names = [case["stratum"] for case in certificate["drawn"]]
    return {name: names.count(name) for name in sorted(set(names))}


def test_seats_are_shared_out_one_by_one_at_every_size(alike):
    rows = strata(C=7, A=16, D=1, B=9)
    for size in (*range(1, 20, 2), 33):
        alike(rows, PROPORTIONAL | {"size": size})
        alike(rows, PROPORTIONAL | {"size": size, "allocate": "equal"})
    parties = strata(C=23, A=53, B=24)
    assert sizes(alike(parties, PROPORTIONAL | {"size": 7})) == {"A": 3, "B": 2, "C": 2}
    equal = PROPORTIONAL | {"size": 9, "allocate": "equal"}
    assert sizes(alike(rows, equal)) == {"A": 3, "B": 3, "C": 2, "D": 1}
    without = {key: value for key, value in PROPORTIONAL.items() if key != "minimum"}
    assert sizes(alike(rows, without | {"size": 2})) == {"A": 1, "B": 1}


def test_strata_that_vary_more_get_more_at_every_size(alike):
    rows = strata(C=10, A=15, B=12)
    for size in range(3, 30, 2):
        alike(rows, PROPORTIONAL | {"size": size, "allocate": "neyman", "strata": FIGURES})


def test_a_stratum_without_figures_is_shared_out_as_if_none_had_been_looked_at(said):
    rows = strata(A=10, B=10, C=10)
    for size in range(4, 24, 3):
        known = FIGURES | {"A": {"compliant": 0, "sample": 0}}
        design = PROPORTIONAL | {"size": size, "allocate": "neyman", "strata": known}
        certificate, _ = certified(rows, SEED, design)
        certificate["design"] = design | {"strata": {name: known[name] for name in "BC"}}
        assert said(sign(certificate), rows)[1] == 0


def test_sizes_that_were_fixed_stay_whatever_the_size_says(alike):
    design = DESIGNS["fixed"] | {"strata": {"A": {"size": 2}, "B": {"size": 1}}}
    assert sizes(alike(strata(A=5, B=5), design | {"size": 9})) == {"A": 2, "B": 1}


def test_a_line_is_put_in_order_by_its_order_columns_alone(said):
    rows = some_rows()
    design = DESIGNS["systematic"]
    certificate, _ = certified(rows, SEED, design)
    assert len({row["stratum"] for row in rows}) > 1
    drawn, _, _ = draw(rows, SEED, design)
    assert [case["unit"] for case in drawn] == [case["unit"] for case in certificate["drawn"]]
    certificate["frame"]["fingerprint"] = fingerprint(rows, design)
    for act in certificate["acts"][:1]:
        act["content"]["frame"] = deepcopy(certificate["frame"])
    assert said(sign(certificate), rows)[1] == 0


def test_without_a_seed_a_census_has_no_tickets_and_nothing_else_is_the_first_by_id(said, alike):
    rows = strata(A=5, B=5)
    assert {case["ticket"] for case in alike(rows, DESIGNS["census"] | {"size": 10}, "")["drawn"]} == {""}
    design = {"method": "simple", "size": 3, "reserves": 0}
    certificate, rows = certified(rows, SEED, design)
    first = [
        {"unit": row["unit"], "stratum": "", "ticket": "", "place": n} for n, row in enumerate(rows[:3], 1)
    ]
    certificate |= {"seed": "", "drawn": first}
    assert said(sign(certificate), rows)[0][-3].startswith("NO   3 drawn come out the same: 3 of the")


def test_lines_within_a_cell_are_kept_as_they_are(alike):
    rows = [row | {"cluster": f"w\r\n{number % 5}\r"} for number, row in enumerate(some_rows())]
    alike(rows, DESIGNS["cluster"])


def test_a_certificate_without_a_seal_says_that_its_frame_was_not_sealed(said):
    certificate, rows = certified(some_rows(), SEED, DESIGNS["simple"])
    del certificate["acts"][0]
    lines, code = said(sign(certificate), rows)
    assert (failures("\n".join(lines)), code) == (["NO   its frame was sealed: not this one"], 1)


def test_all_of_more_than_a_hundred_cases_are_all_of_them_and_sub_samples_stand_in_any_order(alike):
    subs = {"voice": "3", "all": "100%", "consent": "12.5%"}
    design = {"method": "simple", "size": 120, "reserves": 0, "sub_samples": subs}
    certificate = alike(some_rows(130), design)
    assert list(certificate["sub_samples"]) == list(subs)
    assert [len(units) for units in certificate["sub_samples"].values()] == [3, 120, 15]


def test_the_first_five_that_differ_are_named_in_the_order_of_their_tickets(said):
    certificate, rows = certified(some_rows(), SEED, DESIGNS["simple"] | {"sub_samples": {}})
    drawn, reserves = certificate["drawn"], certificate["reserves"]
    for old, new in zip(drawn, reserves, strict=True):
        for key in ("ticket", "unit"):
            old[key], new[key] = new[key], old[key]
    drawn[:] = drawn[:7]
    lines, code = said(sign(certificate), rows)
    taken, right = (
        [case["unit"] for case in sorted(part, key=lambda case: case["ticket"])] for part in (drawn, reserves)
    )
    assert code == 1
    assert lines[-3] == (
        f"NO   9 drawn come out the same: 7 of the certificate's do not: {taken[:5]!a}, "
        f"9 others do: {right[:5]!a}"
    )
