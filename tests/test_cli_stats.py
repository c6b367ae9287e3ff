"""audit stats size and interval: as typed, what they say, and what they refuse."""

import pytest
from test_cli_setup import as_json, call, refused

from audit.cli import program
from audit.statistics.interval import proportion

STRATA = "Stratum,Population,Sample,Compliant\nNorth,60,10,9\nSouth,40,12,12\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "teams.csv").write_text(STRATA, encoding="utf-8")
    return tmp_path


def interval(*args):
    return "stats", "interval", *args


def size(*args):
    return "stats", "size", *args


NINE_OF_TEN = interval("--compliant", 9, "--sample", 10)


# --- interval ---------------------------------------------------------------------------------------


def test_an_interval_is_a_sentence_and_a_table_of_other_sizes():
    shown = call(*NINE_OF_TEN, "--population", 120)
    assert shown.stdout.startswith(
        "9 of the 10 files we checked met the standard. If we had read all 120, we are 95 % confident that "
        "between 69 and 119 of them (57 % to 99 %) would have met it."
    )
    rows = [line.split("  ") for line in shown.stdout.splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert ["10", "9", "69 to 119", "57 % to 99 %"] in cells
    assert ["20", "18", "85 to 118", "70 % to 99 %"] in cells
    assert shown.stderr == "Exact hypergeometric interval, equal-tailed; 95 % confidence.\n"


def test_the_figures_of_an_interval_are_those_of_the_function():
    found = as_json(*NINE_OF_TEN, "--population", 120)
    assert {"share", "low", "high", "low_count", "high_count", "confidence", "method"} <= set(found)
    assert (found["low"], found["high"]) == (69 / 120, 119 / 120)
    assert (found["low_count"], found["high_count"], found["method"]) == (69, 119, "hypergeometric")
    assert (found["compliant"], found["sample"], found["population"]) == (9, 10, 120)
    endless = as_json(*NINE_OF_TEN)
    assert (endless["method"], endless["low_count"], endless["population"]) == ("wilson", None, None)
    assert endless["low"] == proportion(9, 10).low


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("wilson", "Wilson's interval;"),
        ("wilson-cc", "Wilson's interval with continuity correction;"),
        ("exact", "Clopper–Pearson interval;"),
        ("agresti-coull", "Agresti–Coull interval;"),
        ("jeffreys", "Jeffreys' interval;"),
    ],
)
def test_the_method_is_named(method, name):
    assert call(*NINE_OF_TEN, "--method", method).stderr.startswith(name)
    assert as_json(*NINE_OF_TEN, "--method", method)["low"] == proportion(9, 10, method=method).low


@pytest.mark.parametrize("confidence", ["0.9", "90%", " 90 % ", "0.90"])
def test_confidence_is_taken_as_a_decimal_or_in_percent(confidence):
    # Exactly at the risk: of 6, 3 that comply give 3 of 3 with a chance of 1/20.
    found = as_json(*interval("--compliant", 3, "--sample", 3, "--population", 6, "--confidence", confidence))
    assert (found["low_count"], found["confidence"]) == (4, 0.9)


def test_a_census_has_no_margin():
    shown = call(*interval("--compliant", 33, "--sample", 40, "--population", 40))
    assert shown.stdout.startswith("All 40 files were checked: 33 of them met the standard.")
    found = as_json(*interval("--compliant", 33, "--sample", 40, "--population", 40))
    assert (found["low"], found["high"], found["low_count"], found["high_count"]) == (0.825, 0.825, 33, 33)


def test_strata_come_from_a_file():
    shown = call(*interval("--strata", "teams.csv"))
    assert "21 of the 22 files we checked in 2 strata met the standard." in shown.stdout
    assert "In South all files came out the same" in shown.stdout
    assert "Standard error 5.48 points. Logit interval with t on 20 degrees of freedom" in shown.stderr
    found = as_json(*interval("--strata", "teams.csv"))
    assert found["share"] == pytest.approx(0.94)
    assert found["standard_error"] == pytest.approx(0.003**0.5)
    assert found["low"] < 0.94 < found["high"]
    assert (found["population"], found["sample"], found["compliant"]) == (100, 22, 21)
    assert [one["kind"] for one in found["warnings"]] == ["alike"]
    assert found["strata"][1] == {
        "stratum": "South",
        "population": 40,
        "sample": 12,
        "compliant": 12,
        "share": 1.0,
        "low": 31 / 40,
        "high": 1.0,
        "low_count": 31,
        "high_count": 40,
        "confidence": 0.95,
        "method": "hypergeometric",
    }


def test_every_problem_of_a_file_of_strata_is_told(here):
    (here / "teams.csv").write_text(f"{STRATA}East,20,30,1\nSouth,5,x,2\n", encoding="utf-8")
    assert refused(*interval("--strata", "teams.csv")).splitlines() == [
        "teams.csv, cell C4: 30 cannot be drawn from 20.",
        "teams.csv, cell A5: 'South' stands there twice (also in row 3); give it one row.",
        "teams.csv, cell C5: 'x' is not a whole number; write one.",
    ]


# --- size -------------------------------------------------------------------------------------------


def test_what_a_sample_will_tell():
    shown = call(*size("--sample", 20, "--population", 120)).stdout
    assert "If all 20 files meet the standard, up to 18 of the 120 could still fail" in shown
    assert "What 20 files will tell:" in shown
    found = as_json(*size("--sample", 20, "--population", 120))
    assert found["outcomes"][0]["low_count"] == 102
    assert [one["compliant"] for one in found["outcomes"]][:3] == [20, 19, 18]
    endless = as_json(*size("--sample", 20))
    assert (endless["method"], endless["outcomes"][0]["low_count"]) == ("wilson", None)
    assert "Wilson's interval;" in call(*size("--sample", 20)).stderr


@pytest.mark.parametrize("rate", ["0.1", "10%"])
def test_how_many_show_that_few_fail(rate):
    assert call(*size("--detect", rate, "--population", 120)).stdout.startswith(
        "Read 26 of the 120 files. If none of them fails, we can be 95 % sure that fewer than 12 of the 120 "
    )
    found = as_json(*size("--detect", rate, "--population", 120))
    assert (found["size"], found["failing"], found["rate"]) == (26, 12, 0.1)
    assert as_json(*size("--detect", rate, "--population", 120, "--allowed", 1))["size"] == 40
    assert as_json(*size("--detect", rate, "--confidence", "90%"))["size"] == 22
    assert as_json(*size("--detect", rate, "--population", 10, "--confidence", "90%"))["size"] == 9


def test_how_likely_a_sample_is_to_show_a_failure():
    found = as_json(*size("--detect", "10%", "--sample", 20, "--population", 120))
    assert found["chance"] == pytest.approx(0.90037, abs=1e-5)
    shown = call(*size("--detect", "10%", "--sample", 20, "--population", 120)).stdout
    assert "show at least one failure is 90 %." in shown


def test_how_many_for_a_margin():
    found = as_json(*size("--margin", "5%", "--expected", "0.9", "--population", 120))
    assert (found["size"], found["unrounded"]) == (65, pytest.approx(64.49896897))
    assert as_json(*size("--margin", "5 %", "--expected", "90%"))["size"] == 139
    shown = call(*size("--margin", "10%", "--population", 20))
    assert shown.stdout.startswith("Read 17 of the 20 files to know the share")
    assert "Below some 30 files the formula is only a guide." in shown.stderr


@pytest.mark.parametrize("shares", ["60%,90%", "0.6,0.9", "60%, 0.9", "90%,60%"])
def test_how_many_to_notice_a_change(shares):
    found = as_json(*size("--change", shares))
    assert (found["size"], found["power"]) == (36, pytest.approx(0.80039, abs=1e-5))
    assert as_json(*size("--change", shares, "--power", "90%"))["size"] > 36
    assert as_json(*size("--change", shares, "--population", 120))["size"] == 34
    assert "in each of the two audits." in call(*size("--change", shares)).stdout


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (interval("--compliant", 12, "--sample", 10), "12 of 10 cannot be;"),
        (interval("--compliant", -1, "--sample", 10), "-1 of 10 cannot be;"),
        (interval("--compliant", 0, "--sample", 0), "A sample of 0 tells nothing;"),
        ((*NINE_OF_TEN, "--population", 9), "A sample of 10 cannot come from a population of 9."),
        ((*NINE_OF_TEN, "--population", 10**30), "A population is a whole number from 1 to 100,000,000"),
        ((*NINE_OF_TEN, "--confidence", "95"), "The confidence must be above 0 and below 1, and is 95;"),
        ((*NINE_OF_TEN, "--confidence", "100%"), "The confidence must be above 0 and below 1, and is 1;"),
        ((*NINE_OF_TEN, "--method", "wislon"), "There is no method 'wislon'; did you mean 'wilson'?"),
        ((*NINE_OF_TEN, "--method", ""), "There is no method ''"),
        ((*NINE_OF_TEN, "--method", "wilson", "--population", 120), "The method wilson is for a process"),
        (
            interval("--strata", "nowhere.csv"),
            "nowhere.csv, there is no such file; check its name and folder.",
        ),
        (interval("--strata", "."), "., it is none of the files read here;"),
        (size("--sample", 21, "--population", 20), "A sample of 21 cannot come from a population of 20."),
        (size("--sample", 0), "A sample of 0 tells nothing;"),
        (size("--sample", -5, "--population", 3), "A sample of -5 tells nothing;"),
        (size("--detect", 0), "The rate must be above 0 and below 1, and is 0;"),
        (size("--detect", "95"), "The rate must be above 0 and below 1, and is 95;"),
        (size("--detect", "-0.1"), "The rate must be above 0 and below 1, and is -0.1;"),
        (size("--detect", "10%", "--allowed", -1), "The failures allowed are 0 or more, not -1."),
        (size("--detect", "10%", "--allowed", 2, "--population", 20), "No sample with 2 failures in it can"),
        (size("--detect", "10%", "--sample", 30, "--population", 20), "A sample of 30 cannot come from"),
        (size("--margin", 0), "The margin must be above 0 and below 1, and is 0;"),
        (
            size("--margin", "10%", "--expected", 0),
            "The share expected must be above 0 and below 1, and is 0;",
        ),
        (size("--margin", "0.000001"), "more than the 100,000,000 that can be reckoned with."),
        (size("--change", "60%,60%"), "There is no change between the two shares;"),
        (size("--change", "60%,120%"), "The share after must be above 0 and below 1, and is 1.2;"),
        (size("--change", "60%,61%"), "It takes more than 1,000 cases in each audit (about 37,513)"),
        (size("--change", "60%,90%", "--power", 0), "The power must be above 0 and below 1, and is 0;"),
    ],
)
def test_figures_that_cannot_be_are_one_sentence(args, said):
    text = refused(*args)
    assert said in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (interval(), "Give --compliant K and --sample n, or --strata FILE."),
        (interval("--sample", 10), "Give --compliant K and --sample n, or --strata FILE."),
        (interval("--strata", "teams.csv", "--sample", 3), "--strata FILE holds all figures;"),
        (interval("--strata", "teams.csv", "--compliant", 0), "--strata FILE holds all figures;"),
        (interval("--compliant", "nine", "--sample", 10), "'nine' is not a valid int"),
        (interval("--compliant", "8.5", "--sample", 10), "'8.5' is not a valid int"),
        ((*NINE_OF_TEN, "--confidence", "sure"), "'sure' is not a share; write 0.9 or 90%."),
        ((*NINE_OF_TEN, "--confidence", "0,95"), "'0,95' is not a share; write 0.9 or 90%."),
        (size(), "Ask one thing: --sample n, --detect RATE, --margin M or --change P,Q."),
        (size("--population", 120), "Ask one thing: --sample n, --detect RATE, --margin M or --change P,Q."),
        (size("--sample", 5, "--margin", "3%"), "Ask one thing at a time, not --sample and --margin."),
        (size("--detect", 0, "--margin", 0), "Ask one thing at a time, not --detect and --margin."),
        (size("--sample", 5, "--power", "0.9"), "--power goes with --change P,Q."),
        (size("--sample", 5, "--expected", 0), "--expected goes with --margin M."),
        (size("--sample", 5, "--allowed", 0), "--allowed goes with --detect RATE, without --sample."),
        (size("--sample", 5, "--detect", "3%", "--allowed", 1), "--allowed goes with --detect RATE, without"),
        (size("--detect", "few"), "'few' is not a share; write 0.9 or 90%."),
        (size("--change", "60%"), "'60%' is not two shares; write 60%,90% or 0.6,0.9."),
        (size("--change", "60%,many"), "'many' is not a share; write 0.9 or 90%."),
        (("stats", "sizes"), "No such command 'sizes'."),
    ],
)
def test_wrong_usage_ends_with_2(args, said):
    assert said in refused(*args, code=2)


# --- help -------------------------------------------------------------------------------------------


def test_every_command_has_help_with_an_example():
    commands = program.get_command(None, "stats").commands
    assert {"interval", "size", "compare", "trend", "agreement"} <= set(commands)
    for name in commands:
        assert f"audit stats {name}" in call("stats", name, "--help").stdout.partition("Example")[2]


@pytest.mark.parametrize("name", ["interval", "size"])
def test_the_examples_in_the_help_work(name):
    shown = call("stats", name, "--help").stdout.partition("Example")[2].partition("Options:")[0]
    examples = [line.split()[1:] for line in shown.splitlines() if line.strip().startswith("audit ")]
    assert len(examples) >= 3
    for example in examples:
        assert call(*example).stdout


def test_no_workspace_is_needed_and_none_is_made(here):
    call(*NINE_OF_TEN)
    assert [path.name for path in here.iterdir()] == ["teams.csv"]
