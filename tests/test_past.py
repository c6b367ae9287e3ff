"""Past cycles from matrices of every shape, read to golden values; what is not plain is asked, never guessed."""

import pytest
from past_shapes import (
    AGENCIES,
    AMBER,
    GREEN,
    GREY,
    HEAD,
    NAMES,
    PLAIN,
    RAG,
    SHAPES,
    Shape,
    beside,
    cells,
    typed,
)

from audit.cli.past import _span
from audit.definitions import library
from audit.errors import FileError, UnknownError
from audit.past.cycle import Measure, block, from_block
from audit.past.reading import Wanted, read_past
from audit.past.spelling import load as load_spelling
from audit.templates import load

LIBRARY = library()
LONDON = load(LIBRARY, "section-11/london")
SPELLING = load_spelling(LIBRARY)


def read(shape, folder, **given):
    given = {**shape.given, **given}
    span = _span(given.pop("numbers", None))
    return read_past(shape.write(folder), "past", LONDON, AGENCIES, SPELLING, Wanted(span=span, **given))


def words_of(past):
    return {(one.code, item): past.said(one.code, item).word for one in past.bodies for item in past.items}


def wrong(shape, folder, **given):
    with pytest.raises(FileError) as error:
        read(shape, folder, **given)
    return str(error.value)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read_to_what_stands_in_it(name, tmp_path):
    shape = SHAPES[name]
    found = read(shape, tmp_path)
    assert words_of(found.past) == shape.wanted
    for note in shape.notes:
        assert any(note in one for one in found.notes), (note, found.notes)
