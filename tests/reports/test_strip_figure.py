"""The film strip as a figure: equal bytes, exact pixels, nothing of the machine."""

import json
import re
import zlib
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from neopain_gui.geometry import Box
from neopain_gui.imaging import read_provenance
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.provenance import Provenance
from neopain_gui.reports.drawing import FORMATS
from neopain_gui.reports.strip_figure import Tile, Words, strip_figure
from neopain_gui.reports.strip_layout import DPI, MARGIN, MOST_COLUMNS, WIDTH, arrange

BOX = Box(left=10, top=20, right=110, bottom=140)
RECORD = {"record": {"kind": "strip"}, "maps": [{"c": 0.5, "é": "|"}]}
SETTINGS = MaskSettings()
WORDS = Words(title="N01", lines=("GradCAM on N-CNN", "Class explained: pain"), phantom=True)


def crop():
    return np.random.default_rng(5).integers(0, 255, (BOX.height, BOX.width, 3), np.uint8)


def tile(x=0.5, *, block="Block 1", caption="Convolution 1", empty=False):
    rows, columns = np.mgrid[:40, :40] / 40
    values = np.exp(-((columns - x) ** 2 + (rows - 0.5) ** 2) / 0.02).astype(np.float32)
    relevance = RelevanceMap(
        values=np.zeros_like(values) if empty else values,
        box=BOX,
        photograph_size=(160, 130),
        model=ExtractionModel(name="GradCAM|N-CNN", kind="attribution"),
        provenance=Provenance(stage="attribution.grad_cam", version=1),
    )
    mask = to_contour_mask(relevance, SETTINGS)
    return Tile(block=block, caption=caption, relevance=relevance, mask=mask)


def drawn(tiles=None, words=WORDS, **options):
    return strip_figure(
        crop(), tiles or [tile(0.3), tile(0.7)], words, SETTINGS, provenance=RECORD, **options
    )


@pytest.fixture(scope="module")
def figures():
    return drawn()


def test_equal_arguments_give_equal_bytes_whatever_the_clock_and_the_style(figures, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with mpl.rc_context({"font.size": 30, "savefig.facecolor": "red", "svg.hashsalt": None}):
        before = dict(mpl.rcParams)
        again = drawn()
        assert dict(mpl.rcParams) == before
    assert set(figures) == set(FORMATS)
    for kind in FORMATS:
        assert again[kind] == figures[kind], kind
        assert drawn(formats=[kind]) == {kind: figures[kind]}


def test_other_maps_give_other_bytes(figures):
    other = drawn([tile(0.3), tile(0.6)])
    assert all(other[kind] != figures[kind] for kind in FORMATS)
    plain = drawn(words=Words(title=WORDS.title, lines=WORDS.lines))
    assert all(plain[kind] != figures[kind] for kind in FORMATS)


def test_the_png_has_300_dots_an_inch_and_carries_the_record(figures, tmp_path):
    (tmp_path / "a.png").write_bytes(figures["png"])
    assert read_provenance(tmp_path / "a.png") == RECORD
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert set(image.info) <= {"dpi", "neopain", "Software"}


def test_the_face_is_drawn_pixel_for_pixel(tmp_path):
    layout = arrange(
        ["", "B", "B"], [("Face crop",), ("x", "y"), ("x", "y")], BOX.height / BOX.width
    )
    place = layout.tiles[0]
    face = np.random.default_rng(5).integers(
        0, 255, (place.height, place.width, 3), np.uint8
    )  # of the size at which it is drawn: nothing to resample
    plain = strip_figure(
        face, [tile(empty=True, block="B"), tile(block="B")], Words(title="t", lines=()),
        SETTINGS, provenance=RECORD, formats=["png"],
    )  # fmt: skip
    (tmp_path / "a.png").write_bytes(plain["png"])
    with Image.open(tmp_path / "a.png") as image:
        pixels = np.asarray(image.convert("RGB"))
    found = []
    for at in layout.tiles:
        shown = pixels[at.top : at.top + at.height, at.left : at.left + at.width]
        found.append(np.array_equal(shown, face))
    # an empty map leaves the face as it is, another one does not
    assert found == [True, True, False]


def test_the_pdf_has_the_record_and_no_date(figures):
    pdf = figures["pdf"]
    assert pdf.startswith(b"%PDF-")
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf
    keywords = re.search(rb"/Keywords \((.*?)(?<!\\)\)", pdf, re.DOTALL).group(1)
    assert json.loads(re.sub(rb"\\(.)", rb"\1", keywords)) == RECORD
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            assert b"/home" not in zlib.decompress(stream)
        except zlib.error:
            continue


def test_the_svg_has_the_record_and_no_date(figures):
    root = ElementTree.fromstring(figures["svg"])
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert root.find(f".//{dc}date") is None
    assert json.loads(root.find(f".//{dc}description").text) == RECORD
    assert root.find(f".//{dc}title").text == "N01"
    # outlines, not letters that the reader's machine may not have
    assert root.find(".//{http://www.w3.org/2000/svg}text") is None


@pytest.mark.parametrize("title", ["$x$ and $\\frac{1}{0}$", "写真_01", "a" * 300, "", "_^{}\n2"])
def test_any_name_can_stand_above(title):
    assert drawn(words=Words(title=title, lines=()), formats=["png", "svg"])


def test_a_mask_of_the_whole_face_has_no_line_to_draw():
    settings, one = MaskSettings(c_attribution=-50.0), tile()
    mask = to_contour_mask(one.relevance, settings)
    assert mask.coverage == 1
    whole = Tile(block="", caption="x", relevance=one.relevance, mask=mask)
    assert strip_figure(crop(), [whole], WORDS, settings, provenance=RECORD, formats=["png"])


def test_what_cannot_be_drawn_is_a_bug():
    with pytest.raises(ValueError, match="cannot draw 2 maps"):
        drawn(formats=["gif"])
    with pytest.raises(ValueError, match="cannot draw 0 maps"):
        strip_figure(crop(), [], WORDS, SETTINGS, provenance=RECORD)


BLOCKS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.integers(1, 11)), min_size=1, max_size=6
)


@given(BLOCKS, st.floats(0.3, 3))
def test_pictures_lie_in_order_side_by_side_inside_the_figure(runs, aspect):
    blocks = ["", *(block for block, count in runs for _ in range(count))]
    layout = arrange(blocks, [("x", "coverage 22 %")] * len(blocks), aspect, notes=["n"])
    assert len(layout.tiles) == len(blocks)
    assert layout.width <= WIDTH + 1
    for place in layout.tiles:
        assert place.left >= MARGIN
        assert place.left + place.width <= layout.width - MARGIN
        assert place.top + place.height < layout.foot
        assert place.height == pytest.approx(place.width * aspect, abs=1)
    rows: dict[int, list] = {}
    for place, block in zip(layout.tiles, blocks, strict=True):
        rows.setdefault(place.top, []).append((place, block))
    assert list(rows) == sorted(rows)
    for row in rows.values():
        assert len(row) <= MOST_COLUMNS
        for (one, _), (other, _) in pairwise(row):
            assert other.left > one.left + one.width
    # a heading stands over its own pictures
    for _, line in layout.blocks:
        under = [
            place
            for place in layout.tiles
            if line.left <= place.left < line.left + line.width
            and 0 < place.top - line.top < place.height + 2 * line.height
        ]
        assert under
    assert layout.height > layout.foot


def test_a_block_is_not_torn_apart():
    blocks = ["", "1", "1", "2", "2", "3", "3", "3", "4", "4", "4", "5", "5", "5"]
    layout = arrange(blocks, [("x",)] * 14, 1.0)
    tops = [place.top for place in layout.tiles]
    assert [tops.count(top) for top in sorted(set(tops))] == [8, 6]
    assert [block for block, _ in layout.blocks] == ["1", "2", "3", "4", "5"]
    assert layout.width / DPI * 25.4 == pytest.approx(180, abs=1)
