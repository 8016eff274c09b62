"""The report as one page: nothing is fetched, nothing runs, everything is escaped."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.analysis_tables import gaps_sheet
from neopain_gui.reports.cautions import alarms
from neopain_gui.reports.drawing import NOTICE
from neopain_gui.reports.how_made import ModelFacts, said_settings, single_raters
from neopain_gui.reports.methods_text import LIMITS, StudyFacts, limits, methods
from neopain_gui.reports.references import references
from neopain_gui.reports.sheet import Sheet
from neopain_gui.reports.shown_table import ShownTable
from neopain_gui.reports.summary import summary

_MOST_GAPS = 100
_MOST_ROWS = 60
"""Rows of a table that stands open; longer ones are folded."""
_KINDS = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageFigure:
    """A figure of the page.

    Attributes
    ----------
    section : str
        Where it stands: ``"agreement"``, ``"classes"``, ``"regions"``, ``"average_face"``
        or ``"photographs"``.
    content : bytes
        The file.
    kind : str
        ``"png"`` or ``"svg"``.
    alt, caption : str
        What it shows, for who cannot see it and for who can.
    folded : bool
        Whether it is shown on demand.
    """

    section: str
    content: bytes
    kind: str
    alt: str
    caption: str
    folded: bool = False

    @property
    def source(self) -> str:
        """The file as a data URI."""
        return f"data:{_KINDS[self.kind]};base64,{base64.b64encode(self.content).decode()}"


_SECTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("classifiers", "What the classifiers achieve", ("classifiers",), (), ""),
    ("agreement", "How much they agree", ("table3", "table3_pairs", "table4", "table4_pairs"),
     ("contours", "maps"), "More"),
    ("classes", "Pain and no pain",
     ("table5", "table5_tests", "table5_paired", "table5_sizes"), (), "Other metrics"),
    ("equivalence", "Equivalent, different or undecided", ("equivalence", "equivalence_models"),
     ("mixed_models",), "Mixed models"),
    ("baselines", "Beyond chance", ("chance", "baselines", "ceiling", "fixations"), (),
     "All pairs"),
    ("looks", "Where people look, from what a map says", ("looks_beyond_centre",), (), ""),
    ("relations", "What agreement goes with", (), ("relations",), "Pair by pair"),
    ("regions", "Features of the face", ("regions", "region_ranks"),
     ("regions_means", "region_agreement", "region_agreement_means"), "Feature by feature"),
    ("average_face", "The average face", ("average_face",), ("average_face_pairs",),
     "Each two extraction models"),
    ("raters", "How far raters agree", ("raters", "raters_repeats"),
     ("raters_pairs", "raters_without"), "Two by two, and without each"),
    ("photographs", "Photographs and extraction models", (), (), "Heatmaps"),
)  # fmt: skip
"""Each with the names of its tables, of those that are folded, and what is said of the fold."""


def page(
    findings: Analysis,
    facts: StudyFacts,
    tables: Sequence[ShownTable],
    sheets: Sequence[Sheet],
    figures: Sequence[PageFigure],
    notes: Mapping[str, Sequence[str]],
) -> str:
    """Return the page.

    Parameters
    ----------
    findings : Analysis
        What was found.
    facts : StudyFacts
        What else is said of the study.
    tables, sheets, figures : sequence
        What the page shows, and which files lie beside it.
    notes : Mapping of str to sequence of str
        Sentences for sections, by their id.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("neopain_gui.reports")
    # every value of a study is escaped, whatever the template is called
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    style = (
        resources.files("neopain_gui.reports").joinpath("templates/report.css").read_text("utf-8")
    )
    sections = [one for one in _sections(tables, figures, notes) if _filled(one)]
    return environment.get_template("report.html.jinja").render(
        facts=facts,
        lead=_lead(findings),
        style=Markup(style),  # noqa: S704  our own file
        summary=summary(findings, single_raters(facts.models)),
        methods=methods(findings, facts),
        models=[{"name": one.name, "maps": one.maps, "ways": _ways(one)} for one in facts.models],
        sections=sections,
        contents=[
            ("limits", "Read first"),
            ("short", "In short"),
            ("methods", "Methods"),
            *((one["id"], one["heading"]) for one in sections),
            ("missing", "What is missing"),
            ("files", "Files"),
        ],
        alarms=alarms(findings.comparison.cautions),
        gaps=gaps_sheet(findings.comparison).rows,
        most_gaps=_MOST_GAPS,
        limits=limits(findings),
        always=LIMITS,
        references=references(findings, facts),
        files=[(f"{sheet.name}.csv", sheet.says) for sheet in sheets],
        notice=NOTICE,
    )


def _lead(findings: Analysis) -> str:
    compared = findings.comparison
    return (
        f"{len(compared.images)} photographs, {len(compared.models)} extraction models, "
        f"{len(compared.table.pairs)} pairs"
    )


def _sections(
    tables: Sequence[ShownTable],
    figures: Sequence[PageFigure],
    notes: Mapping[str, Sequence[str]],
) -> list[dict[str, Any]]:
    by_name = {table.name: table for table in tables}
    made = []
    for name, heading, shown, folded, more in _SECTIONS:
        its = [by_name[one] for one in shown if one in by_name and _rows(by_name[one])]
        its_figures = [one for one in figures if one.section == name]
        made.append(
            {
                "id": name,
                "heading": heading,
                "sentences": list(notes.get(name, ())),
                "bands": name == "agreement",
                "tables": [one for one in its if _rows(one) <= _MOST_ROWS],
                "figures": [one for one in its_figures if not one.folded],
                "more": more,
                "more_tables": [
                    *(one for one in its if _rows(one) > _MOST_ROWS),
                    *(by_name[one] for one in folded if one in by_name),
                ],
                "more_figures": [one for one in its_figures if one.folded],
            }
        )
    return made


def _rows(table: ShownTable) -> int:
    return sum(len(rows) for _, rows in table.sections)


def _filled(section: Mapping[str, Any]) -> bool:
    return any(section[what] for what in ("tables", "figures", "more_tables", "more_figures"))


def _ways(model: ModelFacts) -> list[list[tuple[str, str]]]:
    """Return each way in which a model's maps were made, with their number where there are more."""
    several = len(model.ways) > 1
    return [
        ([("photographs", str(way.maps))] if several else []) + _lines(way.inputs)
        for way in model.ways
    ]


def _lines(way: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return how maps were made as names and values."""
    return [
        (name.replace("_", " "), said_settings(value) if isinstance(value, Mapping)
         else said_settings({"": value}).strip())
        for name, value in way.items()
        if value not in (None, "", {})
    ]  # fmt: skip


def half_size(png: bytes) -> bytes:
    """Return a picture in half its size, for the page: the file beside it has all of it."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        smaller = picture.convert("RGB").reduce(2)
    stream = io.BytesIO()
    smaller.save(stream, "PNG", compress_level=5)
    return stream.getvalue()
