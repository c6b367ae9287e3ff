"""The script that draws a sample again: how it is called, how short it is; and its reference."""

import ast
import shutil

from certificates import DESIGNS, SCRIPT, draws, listed, of, verify, written
from hypothesis import given
from reference_draw import allocation, draw, ticket


def test_without_names_the_script_reads_the_two_files_beside_itself(tmp_path):
    certificate, rows = of("simple")
    paths = written(tmp_path, certificate, listed(rows, DESIGNS["simple"]))
    copied = shutil.copy(SCRIPT, tmp_path)
    assert verify(script=copied)[1] == 0
    paths[1].unlink()
    said, code, trouble = verify(script=copied)
    assert (said, code) == ("", 2)
    assert "CERTIFICATE frame.csv" in trouble


def test_wrong_usage_ends_with_2_and_files_that_are_something_else_with_one_line(tmp_path):
    certificate, rows = of("simple")
    paths = written(tmp_path, certificate, listed(rows, DESIGNS["simple"]))
    for arguments in (paths[:1], (*paths, paths[0]), (paths[0], tmp_path), (tmp_path / "none", paths[1])):
        said, code, trouble = verify(*arguments)
        assert (said, code, len(trouble.splitlines())) == ("", 2, 1)
    for content in (b"", b"{", b"[]", b"{}", b'{"frame": 3}', b"\xff\xfe{", b'{"a": {}, "a": {}}'):
        paths[0].write_bytes(content)
        said, code, trouble = verify(*paths)
        assert (code, trouble, len(said.splitlines())) == (1, "", 1)
        assert "can be read and drawn from" in said


def test_the_script_is_a_page_long_and_needs_nothing_but_python_3_8():
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    tree = ast.parse(text, feature_version=(3, 8))
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    assert named == {"csv", "fractions", "hashlib", "json", "pathlib", "sys"}


def test_nothing_of_ours_imports_the_script():
    for path in SCRIPT.parent.parent.rglob("*.py"):
        assert "import verify_sample" not in path.read_text(encoding="utf-8")
        assert "sampling.verify_sample" not in path.read_text(encoding="utf-8")


def test_the_reference_gives_the_published_ticket_and_shares_seats_as_sainte_lague_does():
    assert ticket("48151623", "C-0042").startswith("29134da3b735d77e")
    design = {"allocate": "proportional", "size": 7, "minimum": 0}
    assert allocation({"A": 53, "B": 24, "C": 23}, design) == {"A": 3, "B": 2, "C": 2}
    assert allocation({"A": 53, "B": 24, "C": 1}, design | {"allocate": "equal"}) == {"A": 3, "B": 3, "C": 1}


@given(draws())
def test_a_bigger_sample_contains_the_smaller_one(drawn):
    rows, seed, design = drawn
    if design["method"] in {"systematic", "cluster", "census"}:
        return
    smaller, bigger = (
        draw(rows, seed, design | {"size": size, "minimum": 0})[0]
        for size in (design["size"] - 1, design["size"])
    )
    assert {case["unit"] for case in smaller} < {case["unit"] for case in bigger}
