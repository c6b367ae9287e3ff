"""What is wrong with a workbook as a file: formulas, what leads outside, what tells of who made it."""

import getpass
import re
from pathlib import Path
from xml.etree import ElementTree as ET

CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "subject": "{http://purl.org/dc/elements/1.1/}subject",
    "language": "{http://purl.org/dc/elements/1.1/}language",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "last": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
}
FORBIDDEN = (
    "vbaProject",
    "xl/media/",
    "externalLinks",
    "activeX",
    "embeddings",
    "customXml",
    "printerSettings",
)


def file(opened):
    for part, content in opened.parts.items():
        if any(word in part for word in FORBIDDEN):
            yield f"{part}: has no place in a report"
        if b'TargetMode="External"' in content:
            yield f"{part}: leads outside the file"
        if part.startswith("xl/worksheets/sheet") and re.search(rb"<f[ >]", content):
            yield f"{part}: holds a formula"
        if part.startswith(("xl/worksheets/sheet", "xl/sharedStrings")) and _control(content):
            yield f"{part}: holds a control character"
        if part.startswith("xl/comments") and re.search(rb"<author>[^<]+</author>", content):
            yield f"{part}: names who wrote a note"
    yield from properties(opened)


def _control(content):
    return re.search(rb"_x00(?:0[0-8BCEF]|1[0-9A-F]|7F)_|\xc2[\x80-\x9f]", content)


def properties(opened):
    core = ET.fromstring(opened.parts["docProps/core.xml"])  # noqa: S314 - ours
    said = {name: core.findtext(path) or "" for name, path in CORE.items()}
    if not said["title"] or not said["subject"] or said["language"] != "en-GB":
        yield f"Properties: title, subject or language are not said: {said}"
    user, home = getpass.getuser(), str(Path.home())
    told = b" ".join(opened.parts[name] for name in ("docProps/core.xml", "docProps/app.xml")).decode()
    if {said["last"], said["creator"]} - {"", said["subject"]}:
        yield f"Properties: they name a person: {said}"
    if home in told or str(opened.path.parent) in told or re.search(rf">{re.escape(user)}<", told):
        yield "Properties: they tell the machine's user or folders"
