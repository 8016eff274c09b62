"""What is drawn is said, too: for whoever hears the window instead of seeing it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.browser.browser_panel import BrowserPanel
from neopain_gui.gui.compare.distributions import Half, Violin
from neopain_gui.gui.compare.violin_plot import described
from neopain_gui.gui.gaze.look.scanpath_data import Path
from tests.gui.made_maps import fill

ABOUT = "neopain_gui.gui"


def half(label, values):
    nothing = np.empty(0)
    return Half(
        label=label,
        image_ids=tuple(f"i{n}" for n in range(len(values))),
        values=np.array(values),
        texts=tuple(map(str, values)),
        above=(True,) * len(values),
        chance=0.25,
        undefined=0,
        levels=nothing,
        widths=nothing,
    )


def test_violins_say_their_medians():
    one = Violin(
        pair=("Experts", "GradCAM|N-CNN"),
        pain=half(PainLabel.PAIN, [0.1, 0.2, 0.3, 0.4, 0.5]),
        rest=half(PainLabel.NO_PAIN, []),
    )
    said = described("Overlap", [one])
    assert "Overlap of 1 pair" in said
    assert "Experts and GradCAM|N-CNN" in said
    assert "pain median 0.300, chance 0.250, middle half 0.200 to 0.400, 5 photographs" in said
    assert "no pain no value" in said
    assert described("Overlap", []) == ""


def test_a_scanpath_says_how_many_fixations_and_the_longest():
    path = Path(
        participant="P03",
        group="Experts",
        fixations=np.array([[0, 100, 5, 6], [200, 900, 31, 42], [1200, 300, 8, 9]], float),
        samples=np.empty((0, 3)),
        valid_share=0.9,
    )
    assert path.in_words() == (
        "P03, Experts: 3 fixations in 1.5 s, the longest of 900 ms at x 31, y 42"
    )


def test_a_thumbnail_says_photograph_label_score_and_state(qtbot, session, jobs):
    fill(session)
    panel = BrowserPanel(session, jobs)
    qtbot.addWidget(panel)
    session.choices.choose(classifier_id="n_cnn_phantoms")
    index = panel.model.index(0)
    image = session.visible_images[0]

    def said():
        return index.data(Qt.ItemDataRole.AccessibleTextRole)

    qtbot.waitUntil(lambda: "score for pain 0.80" in said())
    for part in (f"photograph {image.id}", image.neonate.id, image.label.value, "4 maps"):
        assert part in said()


@pytest.mark.parametrize("view", ["Matrix", "Violins"])
def test_the_compare_tabs_pictures_are_described(qtbot, large, jobs, view):
    from neopain_gui.gui.compare.compare_panel import ComparePanel

    panel = ComparePanel(large, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20000)
    panel.views.buttons[view].click()
    if view == "Violins":
        plot = panel.violins.plot.plot
        qtbot.waitUntil(lambda: "median" in plot.accessibleDescription(), timeout=20000)
        return
    panel.view.choose((panel.view.matrix.names[0], panel.view.matrix.names[1]))
    canvas = panel.pair_view.canvas
    qtbot.waitUntil(lambda: "Of the face crop" in canvas.accessibleDescription(), timeout=20000)
    assert canvas.accessibleDescription().count("%") == 3
