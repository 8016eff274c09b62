"""Every table is set by a real LaTeX, also where it is long, wide or has letters of any script."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest

from neopain_gui.agreement.intervals import Interval
from neopain_gui.findings.maps import FixationRow
from neopain_gui.findings.people import Relation
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.reports.latex import LONG, latex_table
from neopain_gui.reports.shown import shown_tables
from neopain_gui.reports.shown_maps_and_fixations import map_and_fixation_tables
from neopain_gui.reports.shown_table import ShownCell, ShownTable
from tests.reports.small import PLAIN, small_study

ABOUT = "neopain_gui.reports.latex"

SIUNITX = bool(
    shutil.which("kpsewhich")
    and subprocess.run(
        ["kpsewhich", "siunitx.sty"], capture_output=True, check=False, timeout=60
    ).stdout
)
EVIL = r"\input{x} 5 % of $a_b$ & {c # ~^| λ Ω µ"
MODELS = (EVIL, "Experts", "Parents", "GradCAM|N-CNN", "I.G.|VGG-Face")


def compiled(folder, tables, program="pdflatex", fonts=r"\usepackage[T1]{fontenc}"):
    """Set tables as a paper would, and return LaTeX's log and the number of pages."""
    needed = set()
    for table in tables:
        text = latex_table(table)
        needed |= set(re.findall(r"\\usepackage\{[^}]*\}", "".join(
            line for line in text.splitlines() if line.startswith("%"))))  # fmt: skip
        (folder / f"{table.name}.tex").write_text(text, "utf-8")
    needed.discard(r"\usepackage{fontspec}")
    body = "\n".join(rf"\input{{{table.name}.tex}}\clearpage" for table in tables)
    (folder / "paper.tex").write_text(
        "\\documentclass{article}\n" + fonts + "".join(sorted(needed))
        + "\\begin{document}\n" + body + "\n\\end{document}\n", "utf-8",
    )  # fmt: skip
    done = subprocess.run(
        [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"],
        cwd=folder, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    log = (folder / "paper.log").read_text("utf-8", "replace")
    assert done.returncode == 0, log[-2000:]
    return log, int(re.findall(r"Output written on paper\.pdf \((\d+) page", log)[0])


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 6, nasty=EVIL) as study:
        analysis = analyse(study, PLAIN)
        made = shown_tables(analysis)
    relations = [
        Relation(
            model_a=a,
            model_b=b,
            metric=metric,
            to=to,
            of=b,
            found=Interval(value=-0.25, low=-0.5, high=0.1, n=20, neonates=10, error=0.2, df=9.0),
        )
        for metric in ("cosine", "spearman", "overlap")
        for to in ("correct", "confidence", "score of people")
        for a in MODELS
        for b in MODELS
        if a < b
    ]
    looks = [
        FixationRow(image=f"P{n}", model=EVIL, group="Experts", fixations=9,
                    values={"nss": 1, "auc_judd": 0.7, "shuffled_auc": 0.5,
                            "information_gain": -0.5})
        for n in range(4)
    ]  # fmt: skip
    images = [SimpleNamespace(id=f"P{n}", neonate=None) for n in range(4)]
    further = SimpleNamespace(
        comparison=SimpleNamespace(images=images), classifiers=[], maps=[], relations=relations,
        at_fixations=looks, further=analysis.further,
    )  # fmt: skip
    return [*made, *map_and_fixation_tables(further)]


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and SIUNITX), reason="LaTeX with siunitx is not installed"
)
def test_all_tables_are_set(tables, tmp_path):
    long = next(one for one in tables if one.name == "relations")
    assert sum(len(rows) for _, rows in long.sections) > 2 * LONG
    log, pages = compiled(tmp_path, tables)
    assert "Float too large" not in log  # it would run over the edge of the page
    assert "Missing character" not in log
    over = [float(one) for one in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", log)]
    assert all(one < 60 for one in over), over  # within the margin
    assert pages >= len(tables) + 1  # the long one takes several


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and SIUNITX), reason="LaTeX with siunitx is not installed"
)
def test_a_long_and_wide_table_stays_on_the_paper(tmp_path):
    names = ("Pair", *(f"Column {n}" for n in range(10)))
    rows = tuple(
        (ShownCell(text=f"GradCAM|VGG-Face and I.G.|N-CNN {n}"),
         *(ShownCell(text="0.83 [0.71, 0.92]", bold=n % 2 == 0) for _ in range(10)))
        for n in range(60)
    )  # fmt: skip
    wide = ShownTable(name="wide", title="Wide & long", header=names, sections=(("", rows),))
    log, _ = compiled(tmp_path, [wide])
    assert latex_table(wide).count("(continued)") == 1
    assert "Overfull" not in log
    assert "Float too large" not in log


@pytest.mark.skipif(
    not (shutil.which("xelatex") and SIUNITX), reason="XeLaTeX with siunitx is not installed"
)
def test_letters_of_any_script_name_xelatex(tables, tmp_path):
    one = replace(tables[0], name="scripts", title="痛み и боль, λ")
    assert "XeLaTeX" in latex_table(one).splitlines()[0]
    assert "XeLaTeX" not in latex_table(tables[0])
    compiled(tmp_path, [one], "xelatex", r"\usepackage{fontspec}")
