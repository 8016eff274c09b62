"""Figures: equal bytes, exact pixels, and they show what they are given."""

import base64
import io
import math
import re
import zlib
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import numpy as np
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

from neopain_gui.agreement.distribution import density
from neopain_gui.reports.charts import Violin, heat_table, region_chart, violins
from neopain_gui.reports.drawing import FORMATS, saved
from neopain_gui.reports.photo_grid import Row, Tile, photo_grid

RANDOM = np.random.default_rng(0)
PAIN, REST = RANDOM.normal(0.7, 0.05, 10), RANDOM.normal(0.6, 0.05, 10)
NAME = "$x_$ and <b>"


def tile(share=0.5):
    mask = np.zeros((40, 30), bool)
    mask[: int(40 * share)] = True
    return Tile(heat=mask * 0.8, mask=mask)


def face():
    return RANDOM.integers(0, 255, (40, 30, 3), np.uint8)


FIGURES = {
    "violins": lambda: violins(
        "Overlap", "Overlap", [Violin(name=NAME, pain=PAIN, no_pain=REST, chance=(0.5, 0.4))] * 9
    ),
    "few": lambda: violins(
        "None", "y", [Violin(name="a", pain=np.array([math.nan, 0.5]), no_pain=np.array([]))]
    ),
    "nothing": lambda: violins("Nothing", "y", []),
    "heat": lambda: heat_table(
        "Means", [NAME, "B"], [("Pain", np.array([[1.0, 0.4], [0.4, 1.0]]))] * 3, 0, 1
    ),
    "all undefined": lambda: heat_table("Means", ["A"], [("Pain", np.full((1, 1), np.nan))], 0, 1),
    "regions": lambda: region_chart(
        "Features", ["eyes", "mouth"], [NAME, "B", "C", "D"],
        {(m, r): (1.5, math.nan) for m in (NAME, "B", "C", "D") for r in ("eyes", "mouth")},
    ),
    "grid": lambda: photo_grid(
        "Grid", [NAME, "B"], [Row(name="P1", face=face(), tiles=(tile(), None))], "heatmaps"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_three_formats(name):
    made = saved(FIGURES[name], name, {"a": 1})
    assert set(made) == set(FORMATS)
    assert made["pdf"].startswith(b"%PDF")
    assert b"<svg" in made["svg"]
    picture = Image.open(io.BytesIO(made["png"]))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert np.asarray(picture).std() > 1


@pytest.mark.parametrize("name", ["violins", "heat", "regions"])
def test_equal_bytes_whatever_the_users_style(name):
    made = saved(FIGURES[name], name, {})
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert saved(FIGURES[name], name, {}) == made


def test_a_figure_is_drawn_once_for_all_formats():
    drawn = []
    saved(lambda: drawn.append(1) or FIGURES["heat"](), "", {})
    assert drawn == [1]


def test_pictures_are_the_same_pixels_in_every_format_and_packed_as_usual_afterwards():
    usual = Image.SAVE["PNG"]
    made = saved(FIGURES["grid"], "", {})
    assert Image.SAVE["PNG"] is usual
    whole = np.asarray(Image.open(io.BytesIO(made["png"])).convert("RGB"))
    (inside,) = re.findall(rb"data:image/png;base64,([^\"]+)", made["svg"])
    drawn = np.asarray(Image.open(io.BytesIO(base64.b64decode(inside))).convert("RGB"))
    assert drawn.shape == whole.shape
    tiles = (drawn != 255).any(axis=2)  # without the words
    assert tiles.mean() > 0.3
    assert (drawn[tiles] == whole[tiles]).all()


def test_a_picture_that_another_thread_writes_meanwhile_is_written_as_always():
    def written():
        stream = io.BytesIO()
        Image.fromarray(np.full((9, 9, 4), 255, np.uint8)).save(stream, "png")
        return stream.getvalue()

    def draw():
        with ThreadPoolExecutor() as elsewhere:
            meanwhile.append(elsewhere.submit(written).result())
        meanwhile.append(written())
        return FIGURES["heat"]()

    meanwhile = []
    saved(draw, "", {}, formats=["png"])
    assert meanwhile[0] == written()
    assert meanwhile[1] != written()


def test_a_pdf_holds_its_letters_without_the_fonts_rules_of_layout():
    usual = subset.Options
    made = saved(FIGURES["heat"], "", {}, formats=["pdf"])["pdf"]
    assert subset.Options is usual
    streams = re.findall(rb"/Length1 .*?stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    fonts = [TTFont(io.BytesIO(zlib.decompress(stream))) for stream in streams]
    assert fonts
    for font in fonts:
        assert font["glyf"].glyphs
        assert not {"GDEF", "GPOS", "GSUB"} & set(font.keys())


def colours(figure):
    made = saved(lambda: figure, "", {}, formats=["png"])["png"]
    return np.asarray(Image.open(io.BytesIO(made)).convert("RGB"))


def test_quartiles_and_points_of_a_violin():
    figure = violins("T", "y", [Violin(name="a", pain=PAIN, no_pain=REST)])
    lines = [line for line in figure.axes[0].lines if len(line.get_ydata()) == 2]
    levels = sorted(float(line.get_ydata()[0]) for line in lines if len(set(line.get_ydata())) == 1)
    expected = [np.quantile(v, q) for v in (PAIN, REST) for q in (0.25, 0.5, 0.75)]
    assert levels == pytest.approx(sorted(expected))
    points = [line.get_ydata() for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert sorted(np.concatenate(points)) == pytest.approx(sorted([*PAIN, *REST]))


def test_a_violin_is_that_of_the_window_five_values_or_more_and_cut_where_the_metric_ends():
    near_one = np.array([0.9, 0.95, 0.97, 0.99, 1.0])
    pair = Violin(name="a", pain=near_one, no_pain=near_one[:4])
    figure = violins("T", "y", [pair], (0.0, 1.0))
    (shape,) = figure.axes[0].collections  # four values have no shape
    levels = shape.get_paths()[0].vertices[:, 1]
    expected, _ = density(near_one, (0.0, 1.0))
    assert levels.max() == expected[-1] == 1.0
    assert levels.min() == pytest.approx(expected[0])


def test_without_photographs_there_is_none_in_the_figure():
    lines = (Row(name="P1", face=None, tiles=(tile(), tile(0.2))),)
    seen = colours(photo_grid("Grid", ["A", "B"], lines, "contour masks"))
    inside = (seen == (33, 76, 122)).all(axis=2).sum()
    outside = (seen == 232).all(axis=2).sum()
    assert inside / (inside + outside) == pytest.approx(0.35, abs=0.02)


def test_a_mask_keeps_the_face_inside_and_fades_it_outside():
    red = np.zeros((40, 30, 3), np.uint8)
    red[..., 0] = 200
    lines = (Row(name="P1", face=red, tiles=(tile(0.5),)),)
    seen = colours(photo_grid("Grid", ["A"], lines, "contour masks"))
    kept = (seen == (200, 0, 0)).all(axis=2).sum()
    faded = (seen == (224, 174, 174)).all(axis=2).sum()
    assert kept / faded == pytest.approx(3, abs=0.2)  # the photograph beside, and half of the tile
