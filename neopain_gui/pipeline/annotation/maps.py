"""The maps of what raters marked and coded: extraction models like any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from neopain_gui.annotation.relevance import (
    LEAST,
    VERSION,
    Values,
    marked,
    on_face,
    said_of_features,
    share_who_marked,
)
from neopain_gui.annotation.round import REGIONS, SCALE
from neopain_gui.annotation.scales import Scale
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.faces.drawn import Outlines, outlines_text
from neopain_gui.faces.regions import region_masks
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, PassedOver
from neopain_gui.maps import ANNOTATION, ExtractionModel
from neopain_gui.pipeline.labels.said import Counted, SaidByRaters
from neopain_gui.pipeline.photographs.facial_regions import regions_on
from neopain_gui.pipeline.settings.instruments import study_scales
from neopain_gui.provenance import Provenance, canonical_json, sha256_bytes
from neopain_gui.study import Result, Study
from neopain_gui.study import Values as Kept
from neopain_gui.study.removal import said_by

OF_REGIONS, OF_SCALE = "annotation.regions", "annotation.scale"
"""Stages of these maps."""
SHARE = "annotation share"
"""Key of the study's setting with the share from which on a place is inside a mask."""
ALL_RATERS = "all raters"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatersModel:
    """Who says what with which instrument: an extraction model.

    Attributes
    ----------
    name : str
        What tables call it.
    instrument : str
        ``"regions"``, or a scale.
    raters : tuple of str
        Whose.
    group : bool
        Whether it is several raters' together.
    """

    name: str
    instrument: str
    raters: tuple[str, ...]
    group: bool

    @property
    def model(self) -> ExtractionModel:
        """As an extraction model."""
        return ExtractionModel(name=self.name, kind=ANNOTATION.id)


def share_of(study: Study) -> float:
    """Return the share of raters from which on a place is inside a group's mask."""
    share = study.setting(SHARE, LEAST)
    usable = isinstance(share, int | float) and 0 < share <= 1
    return float(share) if usable else LEAST


def raters_models(study: Study, said: SaidByRaters | None = None) -> list[RatersModel]:
    """Return the extraction models that follow from what raters said.

    For the regions, and for each scale with items of the face: one of each rater, one of each
    observer group with several of them, and one of all raters together.
    """
    said = said or SaidByRaters.of(study)
    scales = study_scales(study)
    made = []
    for instrument in said.instruments:
        title = _title(instrument, scales)
        people = said.who(instrument)
        if not title or not people:
            continue
        groups: dict[str, list[str]] = defaultdict(list)
        for who in people:
            if said.raters[who].group:
                groups[said.raters[who].group].append(who)
        several = {name: tuple(some) for name, some in groups.items() if len(some) > 1}
        if len(people) > 1:
            several = {
                ALL_RATERS: people,
                **{name: some for name, some in several.items() if some != people},
            }
        everyone = [*((name, some, True) for name, some in several.items() if name not in people)]
        everyone += [(who, (who,), False) for who in people]
        made += [
            RatersModel(name=f"{title} {name}", instrument=instrument, raters=some, group=group)
            for name, some, group in everyone
        ]
    return made


def _title(instrument: str, scales: dict[str, Scale]) -> str:
    if instrument == REGIONS:
        return "Marked by"
    scale = scales.get(instrument.removeprefix(SCALE)) if instrument.startswith(SCALE) else None
    return f"{scale.short} by" if scale and any(one.features for one in scale.items) else ""


class RatersMaps:
    """Makes maps of what raters said; what they follow from is read once.

    Parameters
    ----------
    study : Study
        Open.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self.said = SaidByRaters.of(study)
        self.models = {one.name: one for one in raters_models(study, self.said)}
        self._scales, self._share = study_scales(study), share_of(study)
        self._drawn = study.regions.all()
        self._by_photograph = {
            one.name: self.said.by_photograph(one.instrument, one.raters)
            for one in self.models.values()
        }

    def photographs(self, name: str) -> list[str]:
        """Return the photographs of which a model says something."""
        return list(self._by_photograph.get(name, ()))

    def provenance(self, name: str, image: FaceImage) -> Provenance | None:
        """Return what makes a model's map of a photograph now; None where there is none."""
        found = self._counted(name, image)
        if found is None:
            return None
        one, counted = found
        inputs: dict[str, Any] = {
            "image": image.sha256,
            "size": [image.height, image.width],
            "least": self._share,
            "parameters": {"group": one.group},
        }
        if one.instrument == REGIONS:
            said = sorted(_marks_text(each) for each in counted)
            inputs["said"] = sha256_bytes(canonical_json(said).encode())
            return Provenance(stage=OF_REGIONS, version=VERSION, inputs=inputs)
        scale = self._scales[one.instrument.removeprefix(SCALE)]
        coded = [sorted(_coded(each, scale).items()) for each in counted]
        inputs["said"] = sha256_bytes(canonical_json(sorted(coded)).encode())
        about = {item.id: [*item.features] for item in scale.items if item.features}
        inputs["parameters"] |= {"scale": scale.id, "version": scale.version, "about": about}
        inputs["features"] = self._features_hash(image)
        return Provenance(stage=OF_SCALE, version=VERSION, inputs=inputs)

    def values(self, name: str, image: FaceImage) -> Values | None:
        """Return a model's map of a photograph; None where there is none."""
        found = self._counted(name, image)
        if found is None:
            return None
        one, counted = found
        size = (image.height, image.width)
        if one.instrument == REGIONS:
            maps = [marked(each.marks, size) for each in counted]
            return share_who_marked(maps) if one.group else maps[0]
        scale = self._scales[one.instrument.removeprefix(SCALE)]
        face = self._study.faces.get(image.id)
        assert face is not None  # _counted looked
        regions = regions_on(face, self._drawn.get(image.id, {}))
        masks = region_masks(regions, Box.whole(image.width, image.height), size)
        return on_face(said_of_features(scale, [_coded(each, scale) for each in counted]), masks)

    def result(self, name: str, image: FaceImage) -> Result | None:
        """Make a model's map of a photograph and keep its values; None where there is none."""
        made, values = self.provenance(name, image), self.values(name, image)
        found = self._counted(name, image)
        if made is None or values is None or found is None:
            return None
        one, counted = found
        self._study.maps.put([Kept(provenance=made, values=values)])
        return Result(
            image_id=image.id,
            model=one.model,
            box=Box.whole(image.width, image.height),
            photograph_size=(image.height, image.width),
            provenance=made,
            facts={
                "raters": len(counted),
                "instrument": one.instrument,
                # Whoever is removed takes along the maps that they are part of.
                "said_by": sorted(said_by(each.token, each.rater) for each in counted),
                "empty": not bool(values.any()),
            },
        )

    def why_none(self, name: str, image: FaceImage) -> str:
        """Say why a model has no map of a photograph."""
        one = self.models.get(name)
        if one is None:
            return "no rater has said anything of this kind"
        if one.instrument != REGIONS and self._study.faces.get(image.id) is None:
            return "its face is not known, so that nothing says where its features are"
        return "none of them rated it, or only with another version of the scale"

    def _counted(self, name: str, image: FaceImage) -> tuple[RatersModel, list[Counted]] | None:
        one = self.models.get(name)
        counted = self._by_photograph.get(name, {}).get(image.id, [])
        if one is None or not counted:
            return None
        if one.instrument == REGIONS:
            return one, counted
        scale = self._scales[one.instrument.removeprefix(SCALE)]
        about_face = {item.id for item in scale.items if item.features}
        counted = [each for each in counted if about_face & _coded(each, scale).keys()]
        known = counted and self._study.faces.get(image.id) is not None
        return (one, counted) if known else None

    def _features_hash(self, image: FaceImage) -> str:
        face = self._study.faces.get(image.id)
        drawn = {name: outlines_text(one) for name, one in self._of(image).items()}
        said = [] if face is None else [face.box.as_tuple(), [*map(list, face.landmarks)]]
        return sha256_bytes(canonical_json([said, drawn]).encode())

    def _of(self, image: FaceImage) -> dict[str, Outlines]:
        return dict(self._drawn.get(image.id, {}))


def annotation_maps(
    study: Study,
    names: Sequence[str] | None = None,
    *,
    missing_only: bool = False,
    job: Job = NULL_JOB,
) -> Iterator[Result]:
    """Make the maps of what raters said; the caller records the rows.

    Parameters
    ----------
    study : Study
        Open.
    names : sequence of str, optional
        Of :func:`raters_models`; all by default.
    missing_only : bool
        Whether a map that is there, made of the same, is passed over.
    job : Job, optional
        Told of progress and of photographs without a map.
    """
    makes = RatersMaps(study)
    chosen = [one for one in makes.models if names is None or one in names]
    images = {one.id: one for one in study.images.all()}
    there = {one.key for one in study.results.all(kind=ANNOTATION.id)} if missing_only else set()
    wanted = [(name, one) for name in chosen for one in makes.photographs(name) if one in images]
    for done, (name, image_id) in enumerate(wanted):
        job.check()
        job.progress(done, len(wanted), f"{name}: {image_id}")
        made = makes.provenance(name, images[image_id])
        if made is None:
            why = makes.why_none(name, images[image_id])
            job.partial(PassedOver(what=f"{name}, {image_id}", why=why))
        elif made.key not in there and (result := makes.result(name, images[image_id])):
            yield result
    job.progress(len(wanted), len(wanted))


def _coded(counted: Counted, scale: Scale) -> dict[str, float]:
    """Return the levels that a rater coded with the present version of a scale."""
    return {
        one.item: one.value
        for one in counted.answers
        if one.value is not None and one.version == scale.version
    }


def _marks_text(counted: Counted) -> list[tuple[int, str]]:
    return sorted((one.weight, outlines_text(one.outlines)) for one in counted.marks)
