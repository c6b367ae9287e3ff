"""Files that somebody made to do harm, and what the program says of each: all of them in one process.

`python tests/fuzz/attacks.py FOLDER` throws them at the workspace in a folder, and prints for each what came
of it, the seconds of CPU, and the most memory that the process had taken by then.
"""

import json
import os
import struct
import sys
import time
import zlib
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from fuzz.grounds import REGISTER
from fuzz.mutate import packed, unpacked

LONG = (  # what takes seconds, and is thrown where AUDIT_FUZZ is set
    *("zip bomb in ods, honest, register", "a million columns, answers-csv", "a million columns, agencies"),
    *("a million columns, figures", "cell in column ZZZ, past"),
)
SIZE = 2**31 - 1  # bytes that a bomb unpacks to
DOCTYPE = '<!DOCTYPE x [<!ENTITY e0 "ha"><!ENTITY e1 SYSTEM "file:///etc/passwd">{}]>'
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(2, 12))
LETTERS = "abcdefghijklmnopqrst"
YAML_LAUGHS = "".join(
    f"{one}: &{one} [{f'*{last},' * 9}]\n" for last, one in zip("x" + LETTERS, LETTERS, strict=False)
)
EVIL = (
    '=HYPERLINK("http://x","y")',
    "@SUM(A1)",
    "\x1b[2J\x1b]0;x\x07",
    "\u202egpj.exe",
    "<b>&amp;",
    "'; DROP TABLE agency; --",
)


def bomb(part, *, honest):
    """An archive with a part of two thousand megabytes of blanks; it says so, or says a thousand bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(b" ")
    packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    data = block * (SIZE // 2**20) + packer.flush(zlib.Z_FINISH)
    name, said = part.encode(), SIZE if honest else 1000
    check = zlib.crc32(b" " * 1000)
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(data), said, len(name), 0)
    head = b"PK\x03\x04" + fields + name + data
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return head + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(head), 0)


def changed(data, part, old, new):
    """A workbook with a word in one of its parts changed."""
    parts = unpacked(data)
    name = next(one for one in parts if one.endswith(part))
    assert old in parts[name], (name, parts[name][:300])
    parts[name] = parts[name].replace(old, new, 1)
    return packed(parts)


def attacks(good):
    """Each attack by its name: the target and the bytes, one after another."""
    xlsx, sheets = (good / "register.xlsx").read_bytes(), (good / "register.ods").read_bytes()
    declared = DOCTYPE.format("").encode()
    for kind, part in (("xlsx", "xl/worksheets/sheet1.xml"), ("ods", "content.xml")):
        for honest in (True, False):
            data = bomb(part, honest=honest)
            for target in ("register", "plan", "past"):
                yield (
                    f"zip bomb in {kind}, {'honest' if honest else 'lying'}, {target}",
                    f"{target}-{kind}",
                    data,
                )
    laughing = DOCTYPE.format(LAUGHS).encode()
    for what, doctype, word in (("XML bomb", laughing, b"&e11;"), ("external entity", declared, b"&e1;")):
        data = changed(xlsx, "sharedStrings.xml", b"<sst", doctype + b"<sst")
        yield (
            f"{what} in xlsx",
            "register-xlsx",
            changed(data, "sharedStrings.xml", b"Child ID", b"Child ID" + word),
        )
        data = changed(
            sheets, "content.xml", b"<office:document-content", doctype + b"<office:document-content"
        )
        yield f"{what} in ods", "register-ods", changed(data, "content.xml", b"Team", word)
        yield (
            f"{what} in census",
            "census",
            doctype + (good / "census.xml").read_bytes().replace(b"A1", word, 1),
        )
    for target in ("catalogue", "answers-yaml", "letters", "programme", "panel-yaml"):
        yield f"billion laughs, {target}", target, YAML_LAUGHS.encode()
        yield f"tag of Python, {target}", target, b"A1: !!python/object/apply:os.system ['touch owned']\n"
    for target in (
        "return",
        "invitation",
        "answers-json",
        "certificate",
        "answers-yaml",
        "catalogue",
        "settings",
    ):
        yield f"a million brackets, {target}", target, b"a = " * (target == "settings") + b"[" * 1_000_000
        yield f"a million braces, {target}", target, b"a = " * (target == "settings") + b'{"a":' * 200_000
    wide = b"a," * 1_000_000 + b"a\n1,2\n"
    far = changed(xlsx, "sheet1.xml", b"</row>", b'<c r="ZZZ1"><v>1</v></c></row>')
    for target in ("register", "plan", "past", "agencies"):
        yield f"a million columns, {target}", f"{target}-csv", wide
        yield f"cell in column ZZZ, {target}", f"{target}-xlsx", far
    for target in ("figures", "answers-csv"):
        yield f"a million columns, {target}", target, wide
    for target in (
        "catalogue",
        "answers-yaml",
        "answers-json",
        "settings",
        "keys",
        "register-csv",
        "plan-csv",
        "census",
    ):
        yield f"NUL bytes, {target}", target, b"a: b\0c\n" * 1000
    for target in ("plan", "past"):
        yield (
            f"a tag of 20 MB, {target}",
            f"{target}-xlsx",
            changed(xlsx, "sheet1.xml", b"<row", b"<row" + b" " * 20_000_000),
        )
    yield "a line of 10 MB, register", "register-csv", b"x" * 10_000_000
    yield "a line of 10 MB, answers", "answers-yaml", b"A1: " + b"x" * 4_000_000
    for number, word in enumerate(EVIL):
        cell = '"' + word.replace('"', '""') + '"'
        yield f"headings {number}", "register-csv", REGISTER.replace("Team", cell).encode()
        yield f"values {number}", "drawn", REGISTER.replace("North", cell).encode()
        yield f"names {number}", "agencies-csv", f"Agency,Type\n{cell},Police\n".encode()
        yield f"plan {number}", "plan-csv", f"No,{cell},Action,Lead\n{cell},x,{cell},{cell}\n".encode()
        yield f"matrix {number}", "past-csv", f"Agency,Leadership,{cell}\n{cell},{cell},Red\n".encode()
        yield (
            f"yaml {number}",
            "catalogue",
            json.dumps({"title": word, word: word, "standards": [word]}).encode(),
        )
        yield (
            f"settings {number}",
            "settings",
            f"name = {json.dumps(word)}\n{json.dumps(word)} = 1\n".encode(),
        )


def main():
    import resource

    from fuzz.ranges import Range

    ground = Range(Path(sys.argv[1]))
    for name, target, data in attacks(ground.good):
        if name.startswith(LONG) and "AUDIT_FUZZ" not in os.environ:
            continue
        begun = time.process_time()
        try:
            code, said = ground.throw(target, data)
        except BaseException as error:  # noqa: BLE001 - a panic is no Exception
            code, said = repr(error)[:400], ""
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            json.dumps([name, target, code, said[:300], round(time.process_time() - begun, 2), most]),
            flush=True,
        )


if __name__ == "__main__":
    main()
