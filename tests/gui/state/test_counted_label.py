"""The label that counts, in the window."""

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.state.session import Session
from neopain_gui.pipeline.labels import COUNTED_LABEL, LabelSource
from tests.pipeline.annotation.conftest import rated, study
from tests.pipeline.labels.test_counted import label

__all__ = ["rated", "study"]


def test_another_label_that_counts_is_another_photograph_to_who_looks(qtbot, rated):
    session = Session()
    label(rated, "Ana", "P0", 1.0)
    session.use_study(rated)
    image = session.study.images.get("P0")
    assert session.labels.counted(image).label is PainLabel.NO_PAIN
    source = LabelSource(kind="rater", rater="Ana").as_dict()
    with qtbot.waitSignal(session.images_changed):
        session.settings.put(COUNTED_LABEL, source, "the label that counts")
    assert session.labels.counted(image).label is PainLabel.PAIN
    # Raters who say something else change it too, answers that change no label do not.
    session.annotations_changed.emit()
    qtbot.wait(600)
    label(rated, "Ana", "P0", 0.0)
    with qtbot.waitSignal(session.images_changed, timeout=3000):
        session.annotations_changed.emit()
    assert session.labels.counted(image).label is PainLabel.NO_PAIN
    with qtbot.waitSignal(session.images_changed):
        session.edits.undo_stack.undo()
    assert session.labels.of_study.source.of_data_set
    session.close_study()
