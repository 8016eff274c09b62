"""A study's report: complete, self-contained, the same each time, and nothing of the machine."""

from __future__ import annotations

import csv
import getpass
import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import openpyxl
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.pipeline.report import PHOTOGRAPHS, may_show_photographs, write_report
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from tests.gui.annotate.rated import rate
from tests.reports.small import NASTY, PLAIN, put_map, small_study
from tests.study.material import HEIGHT, WIDTH

CHROMIUM = shutil.which("chromium")
TABLES = {"results", "photographs", "table3", "table4", "table5", "table5_matrix", "baselines",
          "ceiling",
          "ceiling_participants", "best_partners", "regions", "region_ranks",
          "region_ranks_photographs", "region_agreement", "exclusions", "maps",
          "equivalence", "mixed_models",
          "dictionary", "baselines_photographs", "regions_photographs",
          "further_measures", "further_measures_photographs",
          "region_agreement_photographs", "faces", "outlines",
          "average_face", "average_face_fit"}  # fmt: skip
CHARTS = {
    *(f"means_{metric}" for metric in ("cosine", "spearman", "overlap")),
    *(f"violins_{m}_{g}" for m in ("cosine", "spearman", "overlap") for g in ("alike", "across")),
    *("regions_chart", "tree", "average_faces", "average_faces_pairs"),
}
GRIDS = {f"grid_{c}_{s}" for c in ("pain", "no_pain") for s in ("heatmaps", "contour_masks")}


class Page(HTMLParser):
    """What a page has in it."""

    def __init__(self, text):
        super().__init__()
        self.images, self.tags, self.open, self.words = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attributes))
        if tag not in {"meta", "link", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 6) as made:
        yield made


@pytest.fixture(scope="module")
def report(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "out"
    files = write_report(study, folder, PLAIN, photographs=True)
    return folder, files


def page_of(folder):
    return Page((folder / "report.html").read_text("utf-8"))


def test_every_file_is_there(report):
    folder, files = report
    assert files[0].name == "report.html"
    assert set(files) == {path for path in folder.rglob("*") if path.is_file()}
    assert {path.stem for path in folder.glob("*.csv")} == TABLES
    figures = {path.name for path in (folder / "figures").iterdir()}
    assert figures == {f"{n}.{kind}" for n in CHARTS | GRIDS for kind in ("png", "svg", "pdf")}
    assert {path.stem for path in (folder / "latex").iterdir()} == {
        *("table3", "table3_pairs", "table4", "table4_pairs"),
        *("table5", "table5_tests", "table5_paired", "table5_sizes", "chance", "baselines"),
        *("regions", "regions_means", "region_ranks", "region_agreement"),
        *("region_agreement_means", "maps", "contours"),
        *("equivalence", "equivalence_models", "mixed_models"),
        *("average_face", "average_face_pairs"),
    }  # fmt: skip
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert set(book.sheetnames) == TABLES - {"outlines"} | {"contents"}


def test_the_page_fetches_nothing_and_runs_nothing(report):
    text = (report[0] / "report.html").read_text("utf-8")
    page = Page(text)
    assert page.open == []
    assert not page.tags & {"script", "iframe", "object", "form", "base", "video"}
    assert len(page.images) == len(CHARTS | GRIDS)
    assert all(image["src"].startswith("data:image/") and image["alt"] for image in page.images)
    assert "default-src 'none'" in html.unescape(text)
    bare = re.sub(r"data:image/[^\"]*", "", text)
    assert not re.search(r"https?:|\bon\w+=|url\(|@import|//", bare)


def test_names_are_escaped(report):
    text = (report[0] / "report.html").read_text("utf-8")
    assert NASTY not in text
    assert "&lt;b&gt;=1+1" in text
    assert NASTY in page_of(report[0]).text


def test_it_says_what_was_done_and_what_it_is_worth(report):
    text = page_of(report[0]).text
    assert "No classifier’s map agrees with Experts by more than chance" in text
    assert "not clustered, and not smoothed" in text
    assert "mean + 0 standard deviations" in text
    assert "6 photographs of 3 neonates" in text
    assert "3 no pain, 3 pain" in text
    assert "Nothing: every extraction model has a map" in text
    assert "3 neonates have both: below 6 no test over neonates finds any" in text
    assert "Placed: 6 faces by the face box alone." in text
    record = json.loads((report[0] / "report.json").read_text("utf-8"))
    assert record["mask_settings"] == PLAIN.as_dict()
    assert record["photographs_shown"] is True
    assert record["drawn_regions"] is None
    assert set(record["maps"]) == {NASTY, "Experts", "Net|VGG-Face"}


def test_nothing_of_the_machine_goes_in(report, study):
    secrets = [str(study.path.parent), str(report[0].parent), "/home/", "/usr/"]
    user = getpass.getuser()
    for path in report[1]:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, (path.name, secret)
        if len(user) > 4 and path.suffix in {".html", ".json", ".csv", ".tex"}:
            assert user.encode() not in content


def test_again_the_same_bytes(report, study, tmp_path):
    again = write_report(study, tmp_path / "again", PLAIN, photographs=True, formats=[])
    assert len(again) > 15
    for new in again:  # the figures are in the page; their files: tests/reports/test_charts.py
        old = report[0] / new.relative_to(tmp_path / "again")
        assert new.read_bytes() == old.read_bytes(), new.name


def test_drawn_regions_are_listed(tmp_path):
    with small_study(tmp_path, 4) as made:
        image_id = made.images.all()[0].id
        square = outlines_of([[(6, 7), (15.5, 7), (15.5, 20)]])
        made.regions.put(image_id, {"mouth": square, "=cmd()": square})
        write_report(made, tmp_path / "out", PLAIN, photographs=False, formats=())
    text = page_of(tmp_path / "out").text
    assert "by the face box and by hand on 1 of the photographs (=cmd(), mouth)" in text
    assert "Regions of one’s own are not ranked and not in bold: =cmd()." in text
    short = text.partition("In short")[2].partition("What was compared, and how")[0]
    assert "Experts" in short
    assert "=cmd()" not in short
    record = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert re.fullmatch("[0-9a-f]{64}", record["drawn_regions"])
    with (tmp_path / "out" / "drawn_regions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [(row["region"], row["point"], float(row["x"]), float(row["y"])) for row in rows[3:]]
    assert kept == [("mouth", "1", 6, 7), ("mouth", "2", 15.5, 7), ("mouth", "3", 15.5, 20)]
    assert not any(row["region"].startswith("=") for row in rows), "a spreadsheet would run it"
    assert {row["image"] for row in rows} == {image_id}


def test_how_far_raters_agree_stands_in_sentences_and_tables(tmp_path):
    with small_study(tmp_path, 4) as made:
        rate(made)
        write_report(made, tmp_path / "out", PLAIN, photographs=False, formats=())
    text = page_of(tmp_path / "out").text
    assert "2 raters of the round “Ward” saw 4 photographs of" in text
    assert "Agreement of a rater with themselves" in text
    assert (tmp_path / "out" / "latex" / "raters_pairs.tex").is_file()
    with (tmp_path / "out" / "raters.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    same = next(row for row in rows if row["coefficient"] == "per_cent")
    assert (same["question"], same["raters"], float(same["value"])) == ("Label", "R1; R2", 0.5)
    with (tmp_path / "out" / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "raters.csv" in {row["file"] for row in csv.DictReader(file)}


def test_photographs_are_left_out(tmp_path):
    with small_study(tmp_path, 4) as study:
        for image in study.images.all():
            study.images.path_of(image.id).unlink()  # so that none could be in it
        write_report(study, tmp_path / "out", PLAIN, photographs=False, formats=[])
    page = page_of(tmp_path / "out")
    assert "The photographs are left out" in page.text
    assert "could not be read" not in page.text
    assert len(page.images) == len(CHARTS | GRIDS)


def test_a_failed_map_an_empty_mask_and_a_lost_photograph_are_named(tmp_path):
    with small_study(tmp_path, 6, without={"P2"}) as study:
        put_map(study, "P4", "Experts", np.ones((HEIGHT, WIDTH)))
        study.images.path_of("P1").unlink()
        write_report(study, tmp_path / "out", PLAIN, photographs=True, formats=[])
    text = page_of(tmp_path / "out").text
    assert "P2 Net|VGG-Face it has no map of this model" in text
    assert "P4 Experts the mask is empty within the face" in text
    assert "The photographs of P1 could not be read." in text


def test_one_class_and_a_single_neonate(tmp_path):
    with small_study(tmp_path, 2) as study:
        for image in study.images.all():
            study.images.set_label(image.id, PainLabel.PAIN)
        write_report(study, tmp_path / "out", PLAIN, photographs=True, formats=[])
    text = page_of(tmp_path / "out").text
    assert "2 photographs of pain and 0 of no pain: too few to compare the classes" in text


def test_all_masks_are_empty(tmp_path):
    with small_study(tmp_path, 2) as study:
        for image in study.images.all():
            for name in ("Experts", NASTY):
                put_map(study, image.id, name, np.ones((HEIGHT, WIDTH)))
            study.results.remove("Net|VGG-Face", image.id)
        study.results.remove("Net|VGG-Face")
        write_report(study, tmp_path / "out", PLAIN, photographs=True, formats=[])
    text = page_of(tmp_path / "out").text
    assert text.count("the mask is empty within the face") == 4
    assert "There is no map of a classifier" in text


def test_what_cannot_be_reported(study, tmp_path):
    with pytest.raises(InputError, match="no extraction model 'Nobody'; it has"):
        write_report(study, tmp_path, PLAIN, photographs=True, models=["Nobody"])
    with pytest.raises(InputError, match="at least two extraction models, and there is one"):
        write_report(study, tmp_path, PLAIN, photographs=True, models=["Experts"])
    assert not list(tmp_path.iterdir())


def test_who_may_show_photographs(tmp_path):
    with small_study(tmp_path, 2) as study:
        assert may_show_photographs(study) is None
        study.set_setting(SYNTHETIC_SETTING, True)
        assert may_show_photographs(study) is True
        study.set_setting(PHOTOGRAPHS, False)
        assert may_show_photographs(study) is False


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_opens_it_in_silence_and_shows_every_image(report, tmp_path):
    """Chromium's own log is read; the page cannot count its images, so a copy that may does."""
    page = report[0] / "report.html"
    log, _ = browse(page, tmp_path, "--dump-dom")
    assert "CONSOLE" not in log
    counting = tmp_path / "counting.html"
    text = page.read_text("utf-8").replace("default-src 'none'", "script-src 'unsafe-inline'")
    script = (
        "<script>addEventListener('load', () => console.log('shown', [...document.images]"
        ".filter(i => i.complete && i.naturalWidth > 50).length))</script></body>"
    )
    counting.write_text(text.replace("</body>", script), "utf-8")
    log, _ = browse(counting, tmp_path, "--dump-dom")
    assert f'"shown {len(CHARTS | GRIDS)}"' in log


def browse(page, profile, *options):
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
            "--enable-logging=stderr", "--v=0", *options, page.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stderr, done.stdout


def test_demo_weights_on_real_photographs_stand_in_red_at_the_top(tmp_path):
    study = small_study(tmp_path)
    said = [one for one in study.results.all() if one.model.name == "Net|VGG-Face"]
    study.results.record_many(
        [replace(one, facts={**one.facts, "synthetic": True}) for one in said]
    )
    for folder, phantoms in (("real", False), ("phantoms", True)):
        study.set_setting(SYNTHETIC_SETTING, phantoms)
        write_report(study, tmp_path / folder, PLAIN, photographs=False, formats=())
        text = (tmp_path / folder / "report.html").read_text("utf-8")
        assert ('class="banner alarm"' in text) is not phantoms
        if not phantoms:
            alarm = text.index("Net|VGG-Face learned from synthetic drawings alone")
            assert alarm < text.index("In short</h2>"), "before any number"
    study.close()
