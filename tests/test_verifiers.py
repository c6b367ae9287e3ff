"""The script and the page that draw a sample again without us: right for every design, not to be deceived."""

import json
import sys
from hashlib import sha256

import browser
import pytest
from certificates import (
    DESIGNS,
    SCRIPT,
    certified,
    digest,
    draws,
    failures,
    listed,
    of,
    sign,
    verify,
    written,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PAGE = SCRIPT.with_suffix(".html")
STATUS = "document.getElementById('status')"
USUAL = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    if sys.platform == "win32" or browser.FOUND is None:
        pytest.skip(f"none of {', '.join(browser.NAMES)} can be started here")
    opened = browser.Browser(tmp_path_factory.mktemp("profile"))
    opened.open(PAGE)
    yield opened
    opened.close()


def seen(page, *paths):
    """What the page says of files, and each of its checks that failed."""
    page.run("say('')")
    page.choose("#files", *paths)
    page.wait(f"{STATUS}.className")
    failed = page.run("[...document.querySelectorAll('#checks .other')].map(e => e.innerText).join('\\n')")
    return page.run(f"{STATUS}.textContent"), failed


@pytest.mark.parametrize("name", DESIGNS)
def test_the_script_finds_the_same_cases_for_every_design(tmp_path, name):
    certificate, rows = of(name)
    said, code, trouble = verify(*written(tmp_path, certificate, listed(rows, DESIGNS[name])))
    assert (failures(said), code, trouble) == ([], 0, "")
    assert f"{len(certificate['drawn'])} drawn come out the same" in said
    assert ("chosen by hand" in said) == (name == "judgement")


@pytest.mark.parametrize("name", DESIGNS)
def test_the_page_finds_the_same_cases_for_every_design(tmp_path, page, name):
    certificate, rows = of(name)
    said, failed = seen(page, *written(tmp_path, certificate, listed(rows, DESIGNS[name])))
    assert not failed
    assert said.startswith("Nothing differs" if name == "judgement" else "The same")
    assert ("chosen by hand, not drawn" in said) == (name == "judgement")


@USUAL
@given(draws())
def test_script_and_page_agree_with_the_reference_on_any_frame(tmp_path_factory, page, drawn):
    certificate, rows = certified(*drawn)
    paths = written(tmp_path_factory.mktemp("any"), certificate, listed(rows, drawn[2], end="\n"))
    said, code, _ = verify(*paths)
    assert (failures(said), code) == ([], 0)
    assert seen(page, *paths)[1] == ""


def change_an_id(_, rows):
    rows[30]["unit"] += "x"


def add_a_row(_, rows):
    rows.append({"unit": "C-999", "stratum": "A"})


def edit_a_line(certificate, _):
    certificate["frame"]["where"] = ["DEC is not blank"]


def exchange_a_case_and_sign_again(certificate, rows):
    certificate["drawn"][0]["unit"] = rows[39]["unit"]
    certificate["digest"] = digest(certificate)


def drop_a_case_and_sign_everything(certificate, _):
    del certificate["drawn"][2]
    sign(certificate)


def take_another_seed_and_sign_everything(certificate, _):
    certificate["seed"] = "048151623"
    sign(certificate)


def swap_two_reserves_and_sign_everything(certificate, _):
    first, second, *_ = certificate["reserves"]
    first["place"], second["place"] = second["place"], first["place"]
    sign(certificate)


def edit_an_act(certificate, _):
    certificate["acts"][1]["at"] = "2026-03-01T10:00:00"
    certificate["digest"] = digest(certificate)


def seal_another_frame_and_sign_everything(certificate, _):
    certificate["acts"][0]["content"]["frame"]["population"] += 1
    sign(certificate)


def exchange_a_sub_sample_and_sign_everything(certificate, rows):
    certificate["sub_samples"]["voice"][0] = rows[39]["unit"]
    sign(certificate)


MUTATIONS = {
    change_an_id: ["frame.csv is that frame", "frame.csv is that frame"],
    add_a_row: ["its 41 units are not its 40", "It has 41 units, the certificate 40"],
    edit_a_line: ["the certificate is unedited: its digest", "The certificate is as it was written"],
    exchange_a_case_and_sign_again: [
        "9 drawn come out the same: 1 of the certificate's do not: [",
        "(1: C-039",
    ],
    drop_a_case_and_sign_everything: [
        "0 of the certificate's do not: [], 1 others do",
        "Come out, but are not",
    ],
    take_another_seed_and_sign_everything: ["9 drawn come out the same: ", "The draw gives the same 9 cases"],
    swap_two_reserves_and_sign_everything: [
        "9 reserves come out the same: 2 of",
        "The same 9 reserves stand next",
    ],
    edit_an_act: ["act 2 (seed) is unedited: its digest", "Seed of 2026-03-01T10:00:00 was edited"],
    seal_another_frame_and_sign_everything: [
        "its frame was sealed: not this one",
        "The seal is of another frame",
    ],
    exchange_a_sub_sample_and_sign_everything: ["5 sub_samples come out the same: 1 of", "Sub-sample voice"],
}


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_script_and_page_find_and_name_what_was_changed(tmp_path, page, mutate):
    certificate, rows = of("simple")
    mutate(certificate, rows)
    paths = written(tmp_path, certificate, listed(rows, DESIGNS["simple"]))
    said, code, trouble = verify(*paths)
    status, failed = seen(page, *paths)
    assert (code, trouble) == (1, "")
    assert status.startswith("Different")
    by_script, by_page = MUTATIONS[mutate]
    assert by_script in "\n".join(failures(said))
    assert by_page in failed


def test_a_case_chosen_by_hand_that_is_not_in_the_frame_is_named(tmp_path, page):
    certificate, rows = of("judgement")
    certificate["drawn"][0]["unit"] = "Z-1"
    paths = written(tmp_path, sign(certificate), listed(rows, DESIGNS["judgement"]))
    assert "['Z-1']" in failures(verify(*paths)[0])[0]
    assert "Not in the frame (1: Z-1)" in seen(page, *paths)[1]


@pytest.mark.parametrize(
    ("old", "new", "by_page"),
    [
        ('"population": 40', '"population": 40.0', "It holds a number that is not whole"),
        ('"population": 40', '"population": 39, "population": 40', "A key stands in it twice"),
    ],
)
def test_a_float_or_a_key_given_twice_is_an_edit_even_where_all_digests_fit(
    tmp_path, page, old, new, by_page
):
    certificate, rows = of("simple")
    forged = json.loads(json.dumps(certificate).replace(old, new))
    paths = written(
        tmp_path,
        json.dumps(sign(forged)).replace('"population": 40,', f"{new},"),
        listed(rows, DESIGNS["simple"]),
    )
    said, code, _ = verify(*paths)
    assert code == 1
    assert failures(said)
    assert by_page in seen(page, *paths)[1]


def test_row_order_line_ends_a_mark_at_the_start_and_a_blank_line_at_the_end_are_nothing(tmp_path, page):
    certificate, rows = of("systematic")
    header, *lines = listed(sorted(rows, key=lambda row: row["unit"]), DESIGNS["systematic"]).split("\r\n")
    shuffled = "\ufeff" + "\n".join([header, *sorted(filter(None, lines), reverse=True), "", ""])
    paths = written(tmp_path, certificate, shuffled)
    assert failures(verify(*paths)[0]) == []
    assert seen(page, *paths)[1] == ""


def test_the_page_takes_its_files_one_by_one_in_any_order_and_says_what_it_waits_for(tmp_path, page):
    certificate, rows = of("cluster")
    paths = written(tmp_path, certificate, listed(rows, DESIGNS["cluster"]))
    page.open(PAGE)
    assert page.run(f"{STATUS}.textContent") == "Waiting for both files."
    page.choose("#files", paths[1])
    page.wait(f"{STATUS}.textContent === 'Waiting for the certificate.'")
    page.choose("#files", paths[0])
    assert page.wait(f"{STATUS}.className") == "same"


def test_files_may_be_dropped_on_the_page(tmp_path, page):
    certificate, rows = of("weighted")
    paths = written(tmp_path, certificate, listed(rows, DESIGNS["weighted"]))
    page.open(PAGE)
    files = [f"data.items.add(new File([{json.dumps(path.read_bytes().decode())}], 'a'));" for path in paths]
    drop = "dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}))"
    assert (
        page.run(f"const data = new DataTransfer(); {''.join(files)} {drop}") is False
    )  # the page took them
    assert page.wait(f"{STATUS}.className") == "same"


def test_the_page_asks_the_network_for_nothing_and_a_policy_in_it_forbids_that_it_could(page):
    policy = page.run("document.querySelector('[http-equiv=Content-Security-Policy]').content")
    assert policy.startswith("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';")
    assert "http" not in PAGE.read_text(encoding="utf-8").replace("http-equiv", "")
    assert set(page.requests) == {PAGE.as_uri()}
    assert not page.complaints
    assert (
        page.run("fetch('https://example.org/').then(() => 'went out', () => 'was stopped')") == "was stopped"
    )
    page.complaints.clear()


def test_the_page_can_be_used_without_a_mouse_without_sight_and_without_colours(tmp_path, page):
    page.open(PAGE)
    assert page.run("document.documentElement.lang") == "en-GB"
    assert page.run("document.querySelector('#files').labels[0].textContent").startswith(
        "Choose the certificate"
    )
    assert page.run(f"{STATUS}.getAttribute('role')") == "status"
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert page.run("document.activeElement.id") == "files"
    certificate, rows = of("simple")
    add_a_row(certificate, rows)
    seen(page, *written(tmp_path, certificate, listed(rows, DESIGNS["simple"])))
    words = page.run("[...document.querySelectorAll('#checks b')].map(e => e.textContent).join(' ')")
    assert words.split() == ["Same", "Same", "Same", "Different", *["Same"] * 4]


@USUAL
@given(st.lists(st.text(max_size=150), min_size=2, max_size=6))
def test_the_pages_own_sha256_and_its_order_of_text_are_those_of_python(page, given_texts):
    encodable = [text.encode("utf-8", "replace").decode() for text in given_texts]
    assert page.run(f"{json.dumps(encodable)}.map(hex)") == [
        sha256(text.encode()).hexdigest() for text in encodable
    ]
    assert page.run(f"{json.dumps(encodable)}.sort(before)") == sorted(encodable)


def test_files_that_are_something_else_are_called_so(tmp_path, page):
    paths = written(tmp_path, "{", "unit,stratum\n")
    assert seen(page, *paths)[0].startswith("These are not a certificate and its frame")
    paths = written(tmp_path, "{}", "unit,stratum\n")
    assert "These files can be read and drawn from" in seen(page, *paths)[1]
