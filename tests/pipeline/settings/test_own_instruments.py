"""A scale of one's own that was written in the form is rated, counted, handed over, collected."""

from __future__ import annotations

from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.scales import draft, scales
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.labels.source import LabelSource
from neopain_gui.pipeline.rounds.collecting import look_at
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.pipeline.rounds.ratings import write_ratings
from neopain_gui.pipeline.settings.instruments import OWN_SCALES, study_scales
from neopain_gui.pipeline.settings.own_instruments import with_definition
from tests.pipeline.rounds.material import make


def keep(study, definition):
    for key, value in with_definition(study, OWN_SCALES, definition).items():
        study.set_setting(key, value)


def written():
    """Return a scale of two items, of which the second counts twice; pain from 2 on."""
    made = draft.with_item(draft.blank(scales()), 1)
    made = draft.with_field(made, "items", 0, title="Brow")
    made = draft.with_field(made, "items", 1, title="Mouth", weight=2.0)
    return draft.with_field(made, "totals", 0, cut_offs=[{"value": 2.0}])


def test_a_scale_that_was_written_is_rated_and_a_new_version_leaves_it_alone(tmp_path):
    with make(tmp_path, 2) as study:
        keep(study, written())
        scale = study_scales(study)["own"]
        images = tuple(one.id for one in study.images.all())
        asked = {"instruments": ("scale:own",), "repeats": 0.0, "apart": 1, "blind": False}
        begin(study, made_now(name="Ours", raters=("Ana",), image_ids=images, **asked))
        for place, image_id in enumerate(images):
            of = {"round": "Ours", "rater": "Ana", "image_id": image_id}
            of |= {"instrument": scale.instrument, "version": scale.version}
            answers = [
                Answer(**of, item="brow", value=1.0),
                Answer(**of, item="mouth", value=float(place)),
            ]
            study.annotations.put_answers("Ours", "Ana", image_id, 0, answers)
        study.annotations.hand_in("Ours", "Ana", "2026-11-30T13:00:00+00:00")
        source = LabelSource(kind="cut-off", scale="own", value=2.0)

        def labels():
            found = CountedLabels.of(study, source)
            return [str(found.label(one)) for one in study.images.all()]

        assert labels() == ["no pain", "pain"]  # 1 of 3, and 3 of 3
        file = write_ratings(study, "Ours", "Ana", tmp_path)
        later = draft.newer(scale, study_scales(study))
        later = draft.with_field(later, "totals", 0, cut_offs=[{"value": 1.0}])
        keep(study, draft.with_field(later, "items", 1, weight=5.0))
        assert labels() == ["no pain", "pain"]
        assert look_at(study, [file]).changes_nothing
        assert study_scales(study)["own"] == scale
