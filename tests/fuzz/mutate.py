"""Changes to a file that its reader still looks into: to the parts of a workbook, to the values of a JSON, to
words of a text; each is a function of the random numbers that it is given."""

import io
import json
import re
import zipfile
import zlib

WORDS = (
    *("", " ", "0", "-1", "1e999", "NaN", "9" * 30, "1/0", "2/1", "31/02/2026", "9999-12-31", "0001-01-01"),
    *("=1+1", '=HYPERLINK("http://x","y")', "../../x", "/etc/passwd", "C:\\x", "CON", "a.", "NUL.txt", "~"),
    *("\x00", "\x1b[2J", "\x9b2J", "\u202eabc", "\u2028", "\ufeff", "\ufffe", "é", "e\u0301", "ß", "İ", "🙂"),
    *(
        "'; DROP TABLE agency; --",
        '"x"',
        '"',
        "'",
        "%s",
        "{0}",
        "{names}",
        "[red]x[/red]",
        "\\N",
        "null",
        "yes",
    ),
    *("!!python/object/apply:os.system ['true']", "&a", "*a", "<<", "---", "...", "- ", ": ", "? ", "{", "["),
    *("<!DOCTYPE x>", "&#0;", "&x;", "<![CDATA[", "x" * 40_000, "\t", "\r\n", "\r", ",", ";", "²", "١٢", "½"),
    *("A1", "B1", "A9", "met", "n/a", "r1", "oak-police", "elm-school", "2026-10-01", "1.10", "1-4", "#N/A"),
)
VALUES = (None, True, False, 0, -1, 10**30, [], {}, [[]], [None], {"": ""}, [{}], *WORDS)
TOKEN = re.compile(rb"[^<>=,:;\"'\n\t {}\[\]()/]+|\n")


def mutated(kind, data, rng):
    """The bytes of a file of a kind (text, json, zip), changed in one to four places."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = {"text": _text, "json": _json, "zip": _zip}[kind](data, rng)
    return data


def _text(data, rng):
    if rng.random() < 0.4:
        return _bytes(data, rng)
    tokens = list(TOKEN.finditer(data))
    if not tokens:
        return rng.choice(WORDS).encode()
    one, other = rng.choice(tokens), rng.choice(tokens)
    start, end = one.span()
    new = rng.choice(
        (rng.choice(WORDS).encode(), other[0], b"", one[0] * 2, one[0] + rng.choice(WORDS).encode())
    )
    return data[:start] + new + data[end:]


def _bytes(data, rng):
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((0, 1, 1, 2, 8, 100)))
    part = data[start:end]
    new = rng.choice(
        (b"", bytes([rng.randrange(256)]), part * 3, part[::-1], rng.randbytes(4), data[end : end + 50])
    )
    return data[:start] + new + data[end:] if rng.random() < 0.9 else data[:start]


def _json(data, rng):
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, rng)
    places = list(_places(found))
    if not places or rng.random() < 0.1:
        return _text(data, rng)
    home, key = rng.choice(places)
    value, (there, at) = home[key], rng.choice(places)
    how = rng.randrange(5)
    if how == 0:
        del home[key]
    elif how == 1 and isinstance(home, dict):
        home[str(rng.choice(WORDS))] = home.pop(key)
    elif how == 2:
        home[key] = json.loads(json.dumps(there[at]))
    elif how == 3:
        home[key] = [value] if rng.random() < 0.5 else {"value": value}
    else:
        home[key] = rng.choice(VALUES)
    return json.dumps(found).encode()


def _places(value):
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in keys:
        yield value, key
        yield from _places(inner)


def _zip(data, rng):
    try:
        parts = unpacked(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        return _bytes(data, rng)
    if not parts or rng.random() < 0.05:
        return _bytes(data, rng)
    name = chosen(parts, rng)
    if rng.random() < 0.02:
        del parts[name]
    else:
        parts[name] = _text(parts[name], rng)
    return packed(parts)


def chosen(parts, rng):
    """A part of a workbook; those that hold cells more often than others."""
    cells = [
        name
        for name in parts
        if re.search(r"sheet\d*\.xml$|sharedStrings|content\.xml|styles|workbook\.xml", name)
    ]
    return rng.choice(cells if cells and rng.random() < 0.8 else sorted(parts))


def unpacked(data):
    """The parts of an archive, those that are not far too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist() if one.file_size < 5_000_000}


def packed(parts):
    """An archive of parts, the same bytes for the same parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
