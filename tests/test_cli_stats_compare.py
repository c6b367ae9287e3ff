"""audit stats compare, trend and agreement: what they say, what stands under --detail, what they refuse."""

import json

import pytest
from test_cli_setup import as_json, call, refused

READINGS = "unit,rater,grade\n" + "".join(
    f"C-{unit},Ann,met\nC-{unit},Bob,{'partly' if unit > 17 else 'met'}\n" for unit in range(1, 21)
)
ORDER = ("--order", "not-met, partly, met")
COMPARED = ("stats", "compare", "--first", "12/20", "--second", "17/20")
PAIRED = ("stats", "compare", "--paired", "11,1,6,2")
TREND = ("stats", "trend", "--rounds", "12/20, 13/20,17/20")
AGREED = ("stats", "agreement", "readings.csv")
# What only --detail may show on the screen.
INNER = (
    "Fisher",
    "Boschloo",
    "McNemar",
    "Newcombe",
    "Cochran",
    "P-chart",
    "kappa",
    "AC1",
    "alpha",
    "nterval",
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("args", [COMPARED, PAIRED, TREND, AGREED, (*AGREED, *ORDER)])
def test_without_detail_there_are_counts_and_one_sentence(args):
    shown = call(*args)
    first, blank, *_ = shown.stdout.splitlines()
    assert first.endswith(".")
    assert not blank
    assert not [word for word in INNER if word in shown.output]
    assert shown.stderr == "--detail shows the figures behind this.\n"
    detailed = call(*args, "--detail")
    assert detailed.stdout.startswith(shown.stdout)
    assert [word for word in INNER if word in detailed.stdout]


@pytest.mark.parametrize("args", [COMPARED, PAIRED, TREND, AGREED, (*AGREED, *ORDER)])
def test_json_is_the_same_with_detail_and_holds_no_nan(args):
    plain = call(*args, "--json").stdout
    assert call(*args, "--detail", "--json").stdout == plain

    def refuse(name):
        raise AssertionError(name)

    figures = json.loads(plain, parse_constant=refuse)
    assert figures["sentence"] == call(*args).stdout.splitlines()[0]
    assert figures["confidence"] == 0.95


def test_two_samples():
    assert call(*COMPARED).stdout.startswith(
        "Up from 12 of 20 to 17 of 20; a change this size could be chance.\n"
    )
    found = as_json(*COMPARED)
    assert (found["difference"], found["could_be_chance"]) == (0.25, True)
    assert found["lower"] < 0 < found["upper"]
    assert found["p_two_sided"] == pytest.approx(0.1552, abs=1e-4)
    assert found["first"] == {"compliant": 12, "sample": 20, "share": 0.6}
    detail = call(*COMPARED, "--detail")
    assert "+25.0 points   -2.8 to +48.5 points" in detail.stdout
    assert "0.155" in detail.stdout
    assert detail.stderr == "95 % confidence; the sentence goes by Fisher's two-sided test.\n"
    wide = as_json(*COMPARED, "--confidence", "80%")
    assert (wide["could_be_chance"], wide["confidence"]) == (False, 0.8)
    assert wide["lower"] > found["lower"]


def test_samples_too_large_for_one_test_say_so():
    large = ("stats", "compare", "--first", "900/1000", "--second", "880/1000")
    found = as_json(*large)
    assert found["p_boschloo"] is found["boschloo"]["p"] is found["boschloo"]["less"]["p"] is None
    assert found["not_defined"]["boschloo"].startswith("not worked out (above 1,000 files")
    assert "not worked out" in call(*large, "--detail").stdout
    assert as_json(*COMPARED)["not_defined"] == {}


def test_the_same_files_again():
    said = call(*PAIRED).stdout
    assert said.startswith("Up from 12 to 17 of the same 20 files: 6 improved, 1 slipped; a change this size")
    found = as_json(*PAIRED)
    assert (found["p_exact"], found["improved"], found["slipped"]) == (0.125, 6, 1)
    assert found["difference"] == 0.25
    still = as_json("stats", "compare", "--paired", "14,0,0,6")
    assert still["chi2_uncorrected"] is still["p_corrected"] is None
    assert still["not_defined"]["chi2_corrected"] == "not defined (no file moved)"
    detail = call("stats", "compare", "--paired", "14,0,0,6", "--detail").stdout
    assert "not defined (no file moved)" in detail


def test_a_chance_too_small_to_print_is_not_printed_as_none():
    detail = call("stats", "compare", "--first", "0/40", "--second", "40/40", "--detail").stdout
    assert "under 0.001" in detail
    assert "0.000" not in detail


def test_several_rounds():
    assert "then 17 of 20 (85 %); a trend this size could be chance." in call(*TREND).stdout
    found = as_json(*TREND)
    assert found["centre"] == 0.7
    assert found["points_outside"] == []
    assert len(found["lcl"]) == len(found["ucl"]) == len(found["rounds"]) == 3
    late = as_json(*TREND, "--scores", "-1,0,7.5")
    assert late["z"] != found["z"]
    assert as_json(*TREND, "--scores", "0,0.5,1")["z"] == found["z"]
    alike = ("stats", "trend", "--rounds", "9/9,12/12")
    assert as_json(*alike)["z"] is None
    assert "not defined (every file came out the same)" in call(*alike, "--detail").stdout


def test_readers():
    assert call(*AGREED).stdout.startswith(
        "The two readers agreed on 17 of the 20 files read twice (85 %).\n"
    )
    found = as_json(*AGREED)
    assert (found["percent_agreement"], found["units"], found["agreed"]) == (0.85, 20, 17)
    assert found["weighted_kappa"] is found["krippendorff_alpha"]["ordinal"]["alpha"] is None
    assert found["alpha"] == found["krippendorff_alpha"]["nominal"]["alpha"]
    assert found["not_defined"]["weighted_kappa"] == "not defined (the grades were given no order)"
    assert found["no_interval"]["cohen_kappa"].startswith("no interval (the standard error")
    ordered = as_json(*AGREED, *ORDER)
    assert ordered["grades"] == ["not-met", "partly", "met"]
    assert set(ordered["weighted_kappa"]["linear"]) == {"weighted_kappa", "se", "gwet_ac2"}
    assert ordered["alpha"] == ordered["krippendorff_alpha"]["ordinal"]["alpha"] is not None
    detail = call(*AGREED, *ORDER, "--detail")
    assert "Percent agreement" in detail.stdout
    assert "Read this first" in detail.stdout
    assert "two auditors agreeing on 85 of 100 can have a kappa of .70 or .32" in " ".join(
        detail.stdout.split()
    )


def test_readers_who_used_one_answer_only_have_no_kappa(here):
    (here / "one.csv").write_text("unit,rater,grade\n1,Ann,met\n1,Bob,met\n2,Ann,met\n2,Bob,met\n", "utf-8")
    found = as_json("stats", "agreement", "one.csv")
    assert (found["percent_agreement"], found["cohen_kappa"]) == (1.0, None)
    assert found["not_defined"]["cohen_kappa"] == "not defined (both used one answer only)"
    assert (
        "not defined (both used one answer only)" in call("stats", "agreement", "one.csv", "--detail").stdout
    )


def test_many_readers(here):
    rows = "".join(f"{u},{r},{'ab'[u * r % 5 == 0]}\n" for u in range(1, 9) for r in range(1, 4))
    (here / "many.csv").write_text(f"unit,rater,grade\n{rows}", encoding="utf-8")
    shown = call("stats", "agreement", "many.csv")
    assert shown.stdout.startswith("All readers agreed on 8 of the 8 files read more than once;")
    assert "Readings of them" in shown.stdout
    assert as_json("stats", "agreement", "many.csv")["table"] is None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("compare", "--first", "21/20", "--second", "1/2"), "21 of 20 cannot be;"),
        (("compare", "--first", "0/0", "--second", "1/2"), "A sample of 0 tells nothing;"),
        (("compare", "--first", "1/2", "--second", "1/30000"), "30,000 cases are more than the 20,000"),
        (("compare", "--paired", "0,0,0,0"), "No case was read twice, so there is nothing to compare."),
        ((*COMPARED[1:], "--confidence", "95"), "The confidence must be above 0 and below 1, and is 95;"),
        (("trend", "--rounds", "12/20"), "A trend needs 2 rounds or more."),
        (("trend", "--rounds", "12/20,4/3"), "4 of 3 cannot be;"),
        ((*TREND[1:], "--scores", "1,2"), "3 rounds need as many scores, not 2."),
        ((*TREND[1:], "--scores", "1,1,1"), "The scores are all the same"),
        (("agreement", "nowhere.csv"), "nowhere.csv, there is no such file; check its name and folder."),
        ((*AGREED[1:], "--order", "met"), "An order needs 2 grades or more"),
        ((*AGREED[1:], "--order", "met,"), "An order needs 2 grades or more"),
        ((*AGREED[1:], "--order", "met,Met"), "'Met' stands twice in the order of grades;"),
    ],
)
def test_what_cannot_be_is_one_sentence(args, said):
    text = refused("stats", *args)
    assert said in text
    assert "\n" not in text


def test_every_problem_of_a_table_is_told(here):
    (here / "readings.csv").write_text(f"{READINGS}C-1,Ann,met\nC-30,Ann,\n", encoding="utf-8")
    assert refused(*AGREED).splitlines() == [
        "readings.csv, cell A42: Ann read C-1 already (in row 2); keep one of the two rows.",
        "readings.csv, cell C43: there is no grade here; write it, or leave the row out where there is none.",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("compare",), "Give --first K/n and --second K/n, or --paired with four counts."),
        (("compare", "--first", "1/2"), "Give --first K/n and --second K/n, or --paired with four counts."),
        ((*COMPARED[1:], "--paired", "1,2,3,4"), "--paired holds all counts;"),
        (
            ("compare", "--paired", "1,2,3"),
            "--paired needs four counts: BOTH,FIRST-ONLY,SECOND-ONLY,NEITHER.",
        ),
        (("compare", "--paired", "1,2,3,-4"), "-4 is not in the range x>=0."),
        (("compare", "--paired", "1,2,3,x"), "'x' is not a valid int"),
        (("compare", "--first", "60%", "--second", "1/2"), "'60%' is not a count of files; write 12/20"),
        (("trend",), "Missing option '--rounds'"),
        (("trend", "--rounds", "1/2,"), "'' is not a count of files;"),
        ((*TREND[1:], "--scores", "1,2,later"), "'later' is not a number; write scores like 1,2,3."),
        (("agreement",), "Missing argument 'FILE'"),
    ],
)
def test_wrong_usage_ends_with_2(args, said):
    assert said in refused("stats", *args, code=2)


@pytest.mark.parametrize("name", ["compare", "trend", "agreement"])
def test_the_examples_in_the_help_work(name):
    shown = call("stats", name, "--help").stdout.partition("Example")[2].partition("Options:")[0]
    examples = [line.split()[1:] for line in shown.splitlines() if line.strip().startswith("audit ")]
    assert len(examples) >= 2
    for example in examples:
        assert call(*example).stdout
