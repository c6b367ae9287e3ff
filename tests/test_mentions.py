"""Ids in what people typed: met however they are written, and left alone where they are part of more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.mentions import Ids, bare, letters, with_parts

HEALTH, MIXED, NAMED = "943 476 5919", "KBX-70491", "O'BRIEN-77"
DASH, QUOTE, NARROW = "\N{NON-BREAKING HYPHEN}", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{THIN SPACE}"


@pytest.mark.parametrize(
    ("ids", "text", "after"),
    [
        ([HEALTH], "Of 9434765919, 943-476-5919 and 943476 5919.", "Of [id], [id] and [id]."),
        ([HEALTH], f"943{NARROW}476{DASH}5919; 943\n    476 5919", "[id]; [id]"),
        ([HEALTH], "943\n476\n5919 and 19434765919 and 94347659190", "[id] and 19434765919 and 94347659190"),
        (["9434765919"], "seen as 943 476 5919 today", "seen as [id] today"),
        ([MIXED], "kbx70491 KBX 70491 KBX_70491 (KBX/70491)", "[id] [id] [id] ([id])"),
        ([MIXED], "AKBX-70491 and KBX-704911 and KBX-7049", "AKBX-70491 and KBX-704911 and KBX-7049"),
        ([NAMED], f"o{QUOTE}brien-77 and OBrien 77", "[id] and [id]"),
        (["MÜLLER-12"], "Mu\N{COMBINING DIAERESIS}ller 12, müller-12", "[id], [id]"),
        (["AB-123", "AB-123|7"], "AB-123|7 and ab-123, not AB-1234", "[id] and [id], not AB-1234"),
        (
            [HEALTH],
            "943 ---- 476 5919, 943" + 41 * " " + "4765919",
            "943 ---- 476 5919, 943" + 41 * " " + "4765919",
        ),
        (["#70491#"], "about 70491", "about [id]"),
        # Fewer than seven digits stand in many a text otherwise grouped; so they are met as they are written.
        (["12345", "202526"], "12 345 seen in 2025/26, 12345 too", "12 345 seen in 2025/26, [id] too"),
        (
            ["20-26", "A-1-B"],
            "20-26 and 2026 and 20/26, a-1-b and a1b",
            "[id] and 2026 and 20/26, [id] and a1b",
        ),
        (["20260331"], "due 2026-03-31 or 31/3/2026, not 20260331", "due 2026-03-31 or 31/3/2026, not [id]"),
        (["2025", "7"], "In 2025 by 7", "In 2025 by 7"),
    ],
)
def test_an_id_is_met_however_it_is_written_and_never_as_a_part_of_more(ids, text, after):
    assert Ids(ids).without(text, "[id]") == after


def test_short_ids_are_counted_and_looked_for_only_where_somebody_asks():
    assert Ids(["2025", "AB-12", "7"]).short == 2
    assert not Ids(["2025"])
    assert Ids(["4711"], shortest=1).first("about 4711 it") == (6, 10)
    assert Ids(["4711"], shortest=1).first("about 47 11 it") is None
    assert not Ids(["---", "", "\N{HALFWIDTH KATAKANA VOICED SOUND MARK}"], shortest=1)


def test_a_whole_text_is_one_of_them_or_not():
    ids = Ids([HEALTH, "AB-1"], shortest=1)
    assert all(map(ids.is_one, ("9434765919", " 943  476 5919 ", "ab-1")))
    assert not any(map(ids.is_one, ("AB1", "943 476 591", "x 9434765919", "")))


def test_of_ids_of_several_columns_the_parts_that_tell_them_apart_are_ids_too():
    units = [f"{100 + n % 2}|P{n}|2026-01-0{n}" for n in range(1, 6)]
    assert with_parts(units, ["school", "pupil", "from"]) == [*units, "P1", "P2", "P3", "P4", "P5"]
    assert with_parts(["a|b", "c"], ["x", "y"]) == ["a|b", "c"]  # a purged one's is a reference
    assert with_parts(["a|b"], ["x"]) == ["a|b"]
    assert with_parts([], ["x", "y"]) == []


GAPS = st.sampled_from(["", " ", "-", DASH, "\n", "_", "/", ". ", QUOTE])
WORD = st.text("ABCDEF0123456789", min_size=1, max_size=4)


@given(st.lists(WORD, min_size=3, max_size=5), st.data())
def test_whatever_stands_between_its_letters_an_id_does_not_stay(parts, data):
    name = "K" + "-".join(parts) + "9X"
    written = name[0] + "".join(
        f"{data.draw(GAPS)}{sign}" if sign != "-" else data.draw(GAPS) for sign in name[1:].lower()
    )
    after = Ids([name]).without(f"It is about {written}, they said.", "[id]")
    assert after == "It is about [id], they said."


@given(st.text(min_size=5, max_size=12))
def test_an_id_is_met_as_it_is_written_whatever_it_consists_of(name):
    ids = Ids([name])
    assert not ids or (ids.is_one(name) and ids.first(f" {name} ") is not None)


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=60))
def test_nothing_but_ids_goes_and_what_goes_is_an_id(ids, text):
    known = Ids(ids)
    spans = list(known.spans(text))
    assert spans == sorted(spans)
    for start, end in spans:
        assert letters(text[start:end]) in {letters(bare(one)) for one in ids}
        assert known.is_one(text[start:end])
    left = known.without(text, "\x00")
    for start, end in reversed(spans):
        text = f"{text[:start]}\x00{text[end:]}"
    assert left == text
