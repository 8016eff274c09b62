"""The labels that count, photograph by photograph.

Whoever splits photographs by their label, explains the labelled class or prints a label asks here.
What a photograph's record says itself is the data set's label: who edits it, imports or exports it
asks the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from neopain_gui.annotation.answers import PAIN, Answer
from neopain_gui.annotation.round import LABEL
from neopain_gui.annotation.scales import total_of
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.pipeline.labels.said import SaidByRaters
from neopain_gui.pipeline.labels.source import LabelSource, label_source, scale_of
from neopain_gui.pipeline.settings.instruments import switches_of
from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLabels:
    """The labels that count in a study: the one place that statistics and training ask.

    Attributes
    ----------
    source : LabelSource
        Whose they are.
    by_photograph : Mapping of str to PainLabel
        Of each photograph that has one; not used where the data set's counts.
    """

    source: LabelSource
    by_photograph: Mapping[str, PainLabel]

    @classmethod
    def of(cls, study: Study, source: LabelSource | None = None) -> CountedLabels:
        """Work out a study's labels, from the source that it chose by default."""
        source = source or label_source(study)
        if source.of_data_set:
            return cls(source=source, by_photograph={})
        if source.kind == "cut-off":
            return cls(source=source, by_photograph=_most(_by_cut_off(study, source)))
        words = _words(study, source)
        if source.kind == "adjudicated":
            made = {one: found.pop() for one, some in words.items() if len(found := {*some}) == 1}
            return cls(source=source, by_photograph=_known(made | _decided(study, source)))
        return cls(source=source, by_photograph=_most(words))

    def label(self, image: FaceImage) -> PainLabel | None:
        """Return the label of a photograph that counts."""
        return image.label if self.source.of_data_set else self.by_photograph.get(image.id)

    def labelled(self, image: FaceImage) -> FaceImage:
        """Return a photograph with the label that counts."""
        label = self.label(image)
        return image if label is image.label else replace(image, label=label)

    def of_data_set(self, images: Iterable[FaceImage]) -> tuple[PainLabel | None, ...]:
        """Return what the data set says of photographs; nothing where that is what counts."""
        return () if self.source.of_data_set else tuple(one.label for one in images)

    def images(self, study: Study) -> list[FaceImage]:
        """Return a study's photographs, each with the label that counts."""
        return [*map(self.labelled, study.images.all())]

    def sentences(self, images: Iterable[FaceImage]) -> list[str]:
        """Say whose labels count where they are not the data set's, and how they differ."""
        if self.source.of_data_set:
            return []
        images = list(images)
        none = sum(self.label(one) is None for one in images)
        other = sum(
            one.label is not None and self.label(one) not in (None, one.label) for one in images
        )
        said = (
            f"The label that counts is {self.source.words}, not the data set's: it is another on "
            f"{counted(other, 'photograph')} of {len(images)}"
        )
        return [said + (f", and {counted(none, 'photograph')} have none." if none else ".")]


def _words(study: Study, source: LabelSource) -> dict[str, list[PainLabel | None]]:
    """Return what each rater who counts said of each photograph; None: cannot tell."""
    said = SaidByRaters.of(study, source.round)
    raters = [source.rater] if source.kind == "rater" else said.raters
    return {
        image_id: [_label(answer) for each in some for answer in each.answers]
        for image_id, some in said.by_photograph(LABEL, raters).items()
    }


def _by_cut_off(study: Study, source: LabelSource) -> dict[str, list[PainLabel | None]]:
    scale = scale_of(study, source)
    switches = switches_of(study, scale)
    said = SaidByRaters.of(study, source.round)
    raters = [source.rater] if source.rater else said.raters
    made: dict[str, list[PainLabel | None]] = defaultdict(list)
    for image_id, some in said.by_photograph(scale.instrument, raters).items():
        for each in some:
            values = {one.item: one.value for one in each.answers if one.version == scale.version}
            total = total_of(scale, values, source.total, switches)
            pain = None if total is None else total.pain(source.cut_off)
            made[image_id].append(None if pain is None else _named(pain))
    return made


def _decided(study: Study, source: LabelSource) -> dict[str, PainLabel | None]:
    """Return what was decided of labels, the last round's decision where there are several."""
    store = study.annotations
    rounds = [source.round] if source.round else [one.name for one in store.rounds()]
    return {
        one.image_id: None if one.value is None else _named(one.value == PAIN)
        for round_ in rounds
        for one in store.decisions(round_)
        if one.instrument == LABEL
    }


def _most(words: Mapping[str, list[PainLabel | None]]) -> dict[str, PainLabel]:
    """Return what more than half of those say who said a word; nothing where there is a tie."""
    made = {}
    for image_id, some in words.items():
        votes = Counter(one for one in some if one is not None)
        for label, count in votes.items():
            if 2 * count > votes.total():
                made[image_id] = label
    return made


def _known(labels: Mapping[str, PainLabel | None]) -> dict[str, PainLabel]:
    return {image_id: one for image_id, one in labels.items() if one is not None}


def _label(answer: Answer) -> PainLabel | None:
    return None if answer.value is None else _named(answer.value == PAIN)


def _named(pain: bool) -> PainLabel:
    return PainLabel.PAIN if pain else PainLabel.NO_PAIN
