"""A study in a script or a notebook: photographs, maps, masks and agreement, five lines each.

Maps and masks are NumPy arrays, everything else tables of pandas. The numbers are those of the
window and of the command line, because the same functions make them. Nothing here needs Qt, and a
study is only read unless it is opened for writing, so one that the window has open can be read
beside it.

>>> from neopain_gui.api import open_study
>>> with open_study("demo.neopain") as study:
...     agreement = study.agreement(metrics=["cosine"])
>>> agreement.groupby(["model_a", "model_b"])["value"].mean().idxmax()
('Experts', 'Parents')
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measures import FURTHER, MEASURES
from neopain_gui.classifiers.worth import what_to_know
from neopain_gui.errors import InputError, StudyError
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.analysis.measuring import compare_by
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.pipeline.photographs.named import image_ids, known
from neopain_gui.pipeline.scripts.arrays import Map, kept_map
from neopain_gui.pipeline.scripts.explain import explain_photograph
from neopain_gui.pipeline.scripts.looked_through import LookedThrough
from neopain_gui.pipeline.scripts.spoken import SPOKEN, NeoPainWarning, warn
from neopain_gui.pipeline.scripts.tables import agreement_table, faces_table, photographs_table
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from neopain_gui.classifiers.loaded import Classifier

__all__ = ["Map", "NeoPainWarning", "OpenStudy", "open_study"]


def open_study(path: Path | str, *, write: bool = False) -> OpenStudy:
    """Open a study.

    What the window does: the shape of the study's file is looked at first, which takes a moment at
    any size, every page and value beside the reading. What is found damaged is raised by whatever
    is asked next, and what is read is checked by itself: each record, and every bit of a map.
    Nothing is written before the whole look has ended well. :meth:`OpenStudy.wait_until_whole`
    waits for it. A study of an earlier version is looked at as a whole at once.

    Parameters
    ----------
    path : Path or str
        The study folder, ``….neopain``.
    write : bool, optional
        Open it for writing: what :meth:`OpenStudy.find_faces` finds and
        :meth:`OpenStudy.attribute` computes is kept in it. The window cannot have it open then.

    Returns
    -------
    OpenStudy
        To be used with ``with``, or closed with :meth:`OpenStudy.close`.

    Raises
    ------
    StudyError
        There is no study, it is damaged, or it is to be written to and can only be read.

    Examples
    --------
    >>> with open_study("demo.neopain") as study:
    ...     print(study.name, len(study.photographs()), study.models(), study.results_count())
    demo 4 ['Experts', 'Parents'] 8
    """
    return OpenStudy(LookedThrough(path, write=write))


class OpenStudy:
    """A study that is open; made by :func:`open_study`.

    A photograph is meant by its id or by the name that its file had, an extraction model by its
    name as in :meth:`models`. What is not there is answered with what is, in an
    :class:`~neopain_gui.errors.InputError` of one sentence.
    """

    def __init__(self, study: LookedThrough) -> None:
        self._looked_through = study
        self._loaded: dict[str, Classifier] = {}

    @property
    def _study(self) -> Study:
        return self._looked_through.study

    def wait_until_whole(self) -> None:
        """Wait until every page and value of the study's file was looked at.

        Raises
        ------
        StudyError
            It is damaged.
        """
        self._looked_through.wait()

    def close(self) -> None:
        """Close the study; harmless when it is closed already."""
        self._looked_through.opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<study {self._looked_through.opened.path.name}>"

    @property
    def name(self) -> str:
        """What people call the study."""
        return self._study.name

    def photographs(self) -> pd.DataFrame:
        """Return what is known of each photograph.

        Returns
        -------
        DataFrame
            A row for each, in the window's order. Columns ``image`` (the id), ``file`` (the
            original name), ``neonate``, ``label`` (``"pain"`` or ``"no pain"``: the one that
            counts), ``label_source`` (whose it is), ``data_set_label``, ``stimulus``, ``nfcs``,
            ``width``, ``height``, ``checked``, ``notes`` and ``sha256``; what is not known is
            missing.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     photographs = study.photographs()
        >>> photographs.groupby("label")["image"].count().to_dict()
        {'no pain': 2, 'pain': 2}
        """
        return photographs_table(self._study)

    def photograph(self, image: str) -> NDArray[np.uint8]:
        """Return a photograph's pixels.

        Returns
        -------
        ndarray of uint8, shape (H, W, 3)
            RGB, upright.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     study.photograph("photo-001").shape
        (233, 320, 3)
        """
        return self._study.images.pixels(self._image(image))

    def faces(self) -> pd.DataFrame:
        """Return the faces that are marked.

        Returns
        -------
        DataFrame
            A row for each photograph with a face: ``image``, ``left``, ``top``, ``right`` and
            ``bottom`` in pixels, ``source`` (who found it) and ``confidence`` (the detector's,
            missing where it gives none).

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     study.faces()["source"].unique().tolist()
        ['data set']
        """
        return faces_table(self._study)

    def find_faces(self) -> pd.DataFrame:
        """Find the faces that are not marked yet and keep them; return :meth:`faces`.

        Raises
        ------
        StudyError
            The study was not opened with ``write=True``.
        """
        study = self._looked_through.to_write()
        if study.read_only:
            raise StudyError(
                "it is open for reading only, so no face can be kept",
                file=study.path,
                remedy="open it with write=True",
            )
        find_missing_faces(study, SPOKEN)
        return self.faces()

    def models(self) -> list[str]:
        """Return the names of the extraction models that have a map, in alphabetical order."""
        return [model.name for model in self._study.results.models()]

    def results_count(self) -> int:
        """Return how many maps the study has."""
        return self._study.results.count()

    def map(self, image: str, model: str) -> Map:
        """Return an extraction model's relevance map of a photograph.

        Returns
        -------
        Map
            Values ≥ 0 at the resolution at which they were made; ``.box`` says which rectangle of
            the photograph they cover. Whoever changes it changes nothing of the study.

        Raises
        ------
        InputError
            There is no such photograph, extraction model, or map of the two.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     relevance = study.map("photo-001", "Experts")
        >>> relevance.dtype.name, relevance.shape, relevance.box.as_tuple()
        ('float32', (233, 320), (0, 0, 320, 233))
        """
        return Map.of(self._relevance(image, model))

    def mask(
        self, image: str, model: str, *, settings: MaskSettings | None = None
    ) -> NDArray[np.bool_]:
        """Return the contour mask that an extraction model gives on a photograph.

        Parameters
        ----------
        image, model : str
            The photograph and the extraction model.
        settings : MaskSettings, optional
            How it is cut; :meth:`mask_settings` by default.

        Returns
        -------
        ndarray of bool, shape (H, W)
            In the photograph's own pixels, True inside the region.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     mask = study.mask("photo-001", "Experts")
        >>> mask.dtype.name, mask.shape, bool(mask.any())
        ('bool', (233, 320), True)
        """
        relevance = self._relevance(image, model)
        return to_contour_mask(relevance, settings or self.mask_settings()).values

    def mask_settings(self) -> MaskSettings:
        """Return how the study's contour masks are cut; ``dataclasses.replace`` changes a copy."""
        return mask_settings(self._study)

    def agreement(
        self,
        models: Collection[str] | None = None,
        metrics: Collection[str] | None = None,
        *,
        settings: MaskSettings | None = None,
    ) -> pd.DataFrame:
        """Compare every pair of extraction models on every photograph, over the face.

        Photographs that cannot be compared, and what a reader must know of the numbers, are said
        in a :class:`NeoPainWarning` each.

        Parameters
        ----------
        models : collection of str, optional
            The extraction models; those that the window and the command line compare by default:
            of GradCAM one layer.
        metrics : collection of str, optional
            Ids of :data:`neopain_gui.agreement.MEASURES`; by default all that compare masks.
            Those of maps and of fixations take longer.
        settings : MaskSettings, optional
            How the contour masks are cut; :meth:`mask_settings` by default.

        Returns
        -------
        DataFrame
            A row for each photograph, pair and metric: ``image``, ``neonate``, ``label`` with
            ``label_source``, ``model_a``, ``model_b``, ``metric``, ``value`` and ``chance``, what
            independent masks of the same coverages give. What is undefined is NaN, never a number,
            and so is the chance level of a distance.

        Raises
        ------
        InputError
            An extraction model or a metric is not known, or fewer than two models are named.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     agreement = study.agreement(["Experts", "Parents"], ["overlap", "spearman"])
        >>> agreement.groupby(["metric", "label"])["value"].count().to_dict()
        ... # doctest: +NORMALIZE_WHITESPACE
        {('overlap', 'no pain'): 2, ('overlap', 'pain'): 2,
         ('spearman', 'no pain'): 2, ('spearman', 'pain'): 2}
        """
        usual = [one.id for one in MEASURES if one.of_masks]
        there = [one.id for one in MEASURES]
        wanted = known("metric", usual if metrics is None else metrics, there)
        compared = compare_by(
            self._study,
            settings or self.mask_settings(),
            [one for one in wanted if one in FURTHER],
            models=None if models is None else self._models(models),
        )
        warn(f"{image} was left out: {why}." for image, why in compared.left_out)
        warn(compared.cautions)
        return agreement_table(compared, wanted)

    def attribute(
        self,
        image: str,
        *,
        classifier: str = "n_cnn_phantoms",
        method: str = "grad_cam",
        layers: Sequence[str] = (),
        target: str = "predicted",
        options: Mapping[str, object] | None = None,
    ) -> dict[str, Map]:
        """Compute a classifier's maps of a photograph, in this process.

        In a study that is open for writing they are kept, and those that are there already are
        not computed again; otherwise the study does not change.

        Parameters
        ----------
        image : str
            The photograph; its face must be marked.
        classifier : str, optional
            Id of a classifier, or the path of a weight file.
        method : str, optional
            Id of a method of attribution.
        layers : sequence of str, optional
            Layers, for a method that explains such; all by default.
        target : str, optional
            The class that is explained: ``"predicted"``, ``"labelled"``, ``"pain"`` or
            ``"no pain"``.
        options : Mapping, optional
            Options of the method; the study's own for those left out.

        Returns
        -------
        dict of str to Map
            By the extraction model's name.

        Raises
        ------
        InputError
            Something named is not known, or the photograph cannot be explained: without a face,
            for example.

        Examples
        --------
        >>> with open_study("demo.neopain") as study:
        ...     maps = study.attribute("photo-001", layers=["merge_conv"], target="pain")
        >>> {name: (relevance.shape, relevance.box) for name, relevance in maps.items()}
        ... # doctest: +ELLIPSIS
        {'GradCAM|N-CNN': ((120, 120), Box(left=...))}
        """
        study, image_id = self._looked_through.to_write(), self._image(image)
        if classifier not in self._loaded:
            self._loaded[classifier] = load_classifier(classifier, SPOKEN)
        made = explain_photograph(
            study,
            image_id,
            self._loaded[classifier],
            method=method,
            layers=layers,
            target=target,
            options=options or {},
            job=SPOKEN,
        )
        if said := what_to_know(self._loaded[classifier].info):
            warn([f"{self._loaded[classifier].info.short_name}: {said}"])
        return {one.model.name: Map.of(one) for one in made}

    def _image(self, written: str) -> str:
        return image_ids(self._study, [written])[0]

    def _models(self, names: Collection[str]) -> list[ExtractionModel]:
        there = {model.name: model for model in self._study.results.models()}
        chosen = known("extraction model", names, there, self._study.path)
        if len(chosen) < 2:
            raise InputError("two extraction models at least are compared", remedy="name another")
        return [there[name] for name in chosen]

    def _relevance(self, image: str, model: str) -> RelevanceMap:
        return kept_map(self._study, self._image(image), model)
