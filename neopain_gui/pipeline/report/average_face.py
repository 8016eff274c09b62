"""What a report shows of average faces, and of extraction models as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from neopain_gui.agreement.clustering import tree_of
from neopain_gui.agreement.measures import OVERLAP, measure_of
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.average_face import AverageFaces
from neopain_gui.pipeline.map_files.average_face_files import (
    FACES,
    MOST_DRAWN,
    MOST_PAIRED,
    figures_of,
)
from neopain_gui.pipeline.report.pictures import MOST_MODELS, Picture
from neopain_gui.reports.tree_chart import tree_chart


def average_face_pictures(found: AverageFaces) -> Iterator[Picture]:
    """Yield the figures of average faces; nothing where there is none."""
    if not found.faces:
        return
    for name, title, draw in figures_of(found):
        faces = title == FACES
        most, there = (MOST_DRAWN if faces else MOST_PAIRED), len(found.models)
        caption = (
            "Means over neonates on the neutral face, and pain less no pain"
            if faces
            else "The extraction model of the row less that of the column"
        )
        caption += "; a thick line surrounds where they differ beyond chance."
        if there > most:
            caption += f" The first {most} of {there} extraction models."
        yield Picture(
            name=name,
            section="average_face",
            title=title,
            alt=f"{title}, {min(most, there)} extraction models.",
            caption=caption,
            draw=draw,
            kind="png",
            folded=not faces,
        )


def tree_picture(analysis: Analysis) -> Iterator[Picture]:
    """Yield the tree of extraction models by their overlap, where there are three."""
    names = [model.name for model in analysis.comparison.models][:MOST_MODELS]
    measure = measure_of(OVERLAP)
    values = {
        frozenset((one.model_a, one.model_b)): one.all_images.value
        for one in analysis.pairs
        if one.metric == OVERLAP
    }
    tree = tree_of(names, values, measure)
    if tree is None:
        return
    title = "Extraction models as a tree"
    yield Picture(
        name="tree",
        section="agreement",
        title=title,
        alt=f"{title}: {len(names)} of them, joined where they agree.",
        caption="Two branches are joined at the mean overlap of all pairs between them (average "
        "linkage): the further to the right, the less they agree.",
        draw=lambda: tree_chart(title, measure.with_unit, names, tree, measure.range[1]),
        folded=True,
    )
