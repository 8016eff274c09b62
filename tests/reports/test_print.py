"""The page is printed whole: nothing cut at the edge, nothing folded."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.report.gather import study_facts
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.page import page
from neopain_gui.reports.shown import shown_tables
from neopain_gui.reports.shown_maps_and_fixations import map_and_fixation_tables
from tests.reports.small import PLAIN, put_map, small_study

ABOUT = "neopain_gui.reports.page"

CHROMIUM, TO_TEXT = shutil.which("chromium"), shutil.which("pdftotext")
NUMBER = re.compile(r"[−-]?\d+\.\d+")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A page of eighteen models, printed; its tables, and the words of the paper with places."""
    folder = tmp_path_factory.mktemp("print")
    with small_study(folder, 4) as study:
        for image in study.images.all():
            for number in range(15):
                values = study.results.relevance_of(study.results.all(image.id)[0]).values
                put_map(study, image.id, f"Group of people {number:02}", values)
        analysis = analyse(study, PLAIN)
        facts = study_facts(study, analysis.comparison, photographs=False)
        tables = [*shown_tables(analysis), *map_and_fixation_tables(analysis)]
        sheets = [*analysis_sheets(analysis), *map_and_fixation_sheets(analysis)]
        text = page(analysis, facts, tables, sheets, [], {})
    (folder / "report.html").write_text(text, "utf-8")
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'report.pdf'}",
         (folder / "report.html").as_uri()],
        capture_output=True, timeout=240, check=True,
    )  # fmt: skip
    made = subprocess.run(
        [TO_TEXT, "-bbox", folder / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = [
        (float(width), re.findall(r'xMin="([\d.-]+)".*?xMax="([\d.-]+)".*?>(.*?)</word>', content))
        for width, content in re.findall(r'<page width="([\d.]+)"[^>]*>(.*?)</page>', made, re.S)
    ]
    return tables, pages


@pytest.mark.skipif(not (CHROMIUM and TO_TEXT), reason="Chromium or pdftotext is not installed")
def test_nothing_is_cut_and_nothing_folded(printed):
    tables, pages = printed
    assert len(pages) > 5
    for width, words in pages:
        for low, high, word in words:
            assert float(low) >= 0, word
            assert float(high) <= width, word
    words = [word for _, some in pages for _, _, word in some]
    for table in tables:  # the folded ones, too
        cells = [cell.text for _, rows in table.sections for row in rows for cell in row[1:]]
        for number in {one for cell in cells for one in NUMBER.findall(cell)}:
            assert any(number in word for word in words), (table.name, number)
    # every row's numbers are printed: none is broken in two or left out
    wanted = sum(
        len(NUMBER.findall(cell.text))
        for table in tables
        for _, rows in table.sections
        for row in rows
        for cell in row[1:]
    )
    assert sum(len(NUMBER.findall(word)) for word in words) >= wanted
    assert "Pair by pair" not in " ".join(words)  # the button that unfolds


@pytest.mark.skipif(not (CHROMIUM and TO_TEXT), reason="Chromium or pdftotext is not installed")
def test_a_table_on_its_side_has_its_heading_and_its_notes_with_it(printed):
    """Notes stood on a page of their own after it, and headings alone before it."""
    tables, pages = printed
    texts = [(width, " ".join(word for _, _, word in words)) for width, words in pages]
    (baselines,) = (table for table in tables if table.name == "baselines")
    assert len(baselines.header) > 8
    (width, _), *others = [one for one in texts if "(shuffled baseline)" in one[1]]
    assert width > 800, "A4 on its side"
    assert not others
    (heading,) = [text for _, text in texts if "Agreement on all photographs compared with" in text]
    assert "Beyond chance" in heading
