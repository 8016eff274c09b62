"""The results of a study: rows here, values in the blob store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from neopain_gui.errors import StudyError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.natural_order import natural_key
from neopain_gui.provenance import Provenance, canonical_json
from neopain_gui.study import compacting
from neopain_gui.study import results as rows
from neopain_gui.study.part import Part
from neopain_gui.study.predictions import forget_predictions
from neopain_gui.study.result_types import JUDGED_FACTS, JUDGED_INPUTS, Computed, MadeOf, Result

# All layers of a method come from one computation, so what took longest is what it took.
_COMPUTED = """
SELECT image_id, json_extract(facts, '$.classifier') AS classifier, count(*) AS maps,
    max(json_extract(facts, '$.seconds')) AS seconds,
    max(json_extract(facts, '$.gradients')) AS gradients,
    max(json_extract(facts, '$.samples')) AS samples
FROM results
WHERE model_kind = 'attribution' AND image_id IN (SELECT value FROM json_each(?))
GROUP BY image_id, classifier, json_extract(facts, '$.method')
"""


def _paths(names: Iterable[str]) -> str:
    return ", ".join(f"'$.{name}'" for name in names)


_MADE_OF = (
    "SELECT image_id, model_name, model_kind, key, stage, version, "  # noqa: S608 - our own names
    f"json_extract(inputs, {_paths(JUDGED_INPUTS)}), json_extract(facts, {_paths(JUDGED_FACTS)}) "
    "FROM results WHERE image_id IN (SELECT value FROM json_each(?)) ORDER BY image_id, model_name"
)


class ResultStore(Part):
    """What a study knows about relevance maps; part of :class:`~.store.Study`."""

    def record(self, result: Result) -> bool:
        """Add a result whose blob exists; it replaces the photograph's earlier one of its model.

        Returns
        -------
        bool
            False if it was left out: it is an attribution of another box than the photograph's
            present face, which has changed since the computation began.

        Raises
        ------
        StudyError
            There is no such photograph or blob, or the extraction model is known as another
            kind.
        ValueError
            The result does not fit the photograph's size.
        """
        return self.record_many([result])[0]

    def record_many(self, results: Sequence[Result]) -> list[bool]:
        """Add results, all in one transaction; see :meth:`record`."""
        return self.exchange((), results)

    def _check_blobs(self, results: Sequence[Result]) -> None:
        for result in results:
            if not self.maps.has(result.provenance):
                raise StudyError(
                    f"the values of “{result.model.name}” for photograph {result.image_id} are "
                    "missing",
                    file=self.path,
                    remedy="compute or import that map again",
                )

    def exchange(self, remove: Collection[tuple[str, str]], add: Sequence[Result]) -> list[bool]:
        """Remove results by photograph and extraction model, and add others, all or none.

        See :meth:`record`; what is not there to be removed does not matter.
        """
        self._check_blobs(add)
        with self._change() as connection:
            connection.executemany(
                "DELETE FROM results WHERE image_id = ? AND model_name = ?", list(remove)
            )
            forget_predictions(connection, [image_id for image_id, _ in remove])
            return [rows.write_result(connection, result, self.path) for result in add]

    def all(
        self,
        image_id: str | None = None,
        models: Collection[str] | None = None,
        *,
        kind: str | None = None,
    ) -> list[Result]:
        """Return the results of one photograph or of all, by image id and model name.

        Whoever needs counts, keys or scores only asks for these: a record takes fifty times as
        long.

        Parameters
        ----------
        image_id : str, optional
            The photograph.
        models : collection of str, optional
            Names of the extraction models; all by default.
        kind : str, optional
            Of which kind they are.
        """
        sql, values = f"{rows.SELECT_RESULTS} WHERE TRUE", []
        if image_id is not None:
            sql, values = f"{sql} AND image_id = ?", [image_id]
        if models is not None:
            sql = f"{sql} AND model_name IN (SELECT value FROM json_each(?))"  # noqa: S608
            values.append(canonical_json(sorted(models)))
        if kind is not None:
            sql, values = f"{sql} AND model_kind = ?", [*values, kind]
        found = self._database.rows(sql, values)
        everything = [self._parsed(rows.result_of, row) for row in found]
        return sorted(everything, key=lambda one: (natural_key(one.image_id), one.model))

    def made_of(self, image_ids: Collection[str]) -> list[MadeOf]:
        """Return of all results of photographs what they are judged by; by photograph and name."""
        return [
            MadeOf(*row) for row in self._database.rows(_MADE_OF, (canonical_json([*image_ids]),))
        ]

    def relevance(self, image_id: str, model_name: str) -> RelevanceMap | None:
        """Return an extraction model's relevance map of a photograph; None if there is none."""
        found = self._database.rows(
            f"{rows.SELECT_RESULTS} WHERE image_id = ? AND model_name = ?", (image_id, model_name)
        )
        return self.relevance_of(self._parsed(rows.result_of, found[0])) if found else None

    def relevance_of(self, result: Result) -> RelevanceMap:
        """Return the relevance map that a result describes.

        Raises
        ------
        StudyError
            Its values are missing or damaged.
        """
        values = self.maps.get(result.provenance)
        try:
            return RelevanceMap(
                values=values,
                box=result.box,
                photograph_size=result.photograph_size,
                model=result.model,
                provenance=result.provenance,
            )
        except ValueError as error:
            raise StudyError(
                "the values of a map are not a relevance map",
                file=self.path,
                place=self.maps.path(result.provenance).name,
                remedy="compute or import that map again",
            ) from error

    def models(self) -> list[ExtractionModel]:
        """Return the extraction models that have at least one result, by name."""
        return sorted(
            rows.model_of_row(name, kind, facts)
            for name, kind, facts in self._database.rows(rows.SELECT_MODELS)
        )

    def count(self, image_id: str | None = None) -> int:
        """Return how many results there are, of one photograph or of all."""
        if image_id is None:
            return int(self._database.rows("SELECT count(*) FROM results")[0][0])
        found = self._database.rows("SELECT count(*) FROM results WHERE image_id = ?", (image_id,))
        return int(found[0][0])

    def counts_by_photograph(self) -> dict[str, int]:
        """Return photograph → how many results it has, for those that have any."""
        found = self._database.rows("SELECT image_id, count(*) FROM results GROUP BY image_id")
        return {row[0]: row[1] for row in found}

    def counts_by_model(self) -> dict[str, int]:
        """Return name of the extraction model → how many photographs have its result."""
        found = self._database.rows("SELECT model_name, count(*) FROM results GROUP BY model_name")
        return {row[0]: row[1] for row in found}

    def photographs_with(self, model_name: str) -> set[str]:
        """Return the photographs of which there is a result of an extraction model."""
        found = self._database.rows(
            "SELECT image_id FROM results WHERE model_name = ?", (model_name,)
        )
        return {row[0] for row in found}

    def provenances(self) -> Iterator[Provenance]:
        """Return what made each result."""
        for row in self._database.rows("SELECT stage, version, inputs FROM results"):
            yield self._parsed(rows.provenance_of, row)

    def in_single_files(self) -> set[str]:
        """Return the keys of maps that lie in files of their own, as earlier versions kept them."""
        return compacting.in_single_files(self.path, self.keys())

    def pack(self, job: Job = NULL_JOB) -> compacting.Moved:
        """Put these maps into the files of their computations; the same bits when read.

        Raises
        ------
        EnvironmentFault
            The disk is full, or the folder cannot be written to; no map is lost.
        """
        self._refuse_if_read_only()
        return compacting.pack(self.path, self.provenances(), job)

    def unpack(self, job: Job = NULL_JOB) -> compacting.Moved:
        """Put every map into a file of its own; see :meth:`pack`."""
        self._refuse_if_read_only()
        return compacting.unpack(self.path, self.provenances(), job)

    def keys(self) -> set[str]:
        """Return the keys of all results' values."""
        return {row[0] for row in self._database.rows("SELECT key FROM results")}

    def remove(self, model_name: str, image_id: str | None = None) -> int:
        """Remove an extraction model's results, of one photograph or of all.

        Returns
        -------
        int
            How many there were; their values stay in the blob store.
        """
        with self._change() as connection:
            removed = connection.execute(
                "DELETE FROM results WHERE model_name = ?1 AND (?2 IS NULL OR image_id = ?2) "
                "RETURNING image_id",
                (model_name, image_id),
            ).fetchall()
            forget_predictions(connection, [row[0] for row in removed])
            return len(removed)

    def computed(self, image_ids: Iterable[str]) -> list[Computed]:
        """Return what was computed for the maps of photographs, by classifier and method."""
        found = self._database.rows(_COMPUTED, (canonical_json(list(image_ids)),))
        return [Computed(**dict(row)) for row in found]

    @contextmanager
    def dropped(self) -> Iterator[list[rows.Row]]:
        """Collect the results that go in the block: removed, replaced, or with face or photograph.

        Filled when the block ends; :meth:`restore` takes them. Blocks are not nested.
        """
        gone: list[rows.Row] = []
        self._refuse_if_read_only()
        self._database.script(rows.WATCH)
        try:
            yield gone
        finally:
            gone += map(tuple, self._database.rows(rows.GONE))
            self._database.script(rows.UNWATCH)

    def restore(self, dropped: Iterable[rows.Row]) -> int:
        """Bring dropped results back, in the place of others of their names, if they still fit.

        Returns
        -------
        int
            How many came back.
        """
        there = [row for row in dropped if self.maps.has(rows.provenance_of(row[4:7]))]
        if not there:
            return 0
        with self._change() as connection:
            return sum(rows.restore_row(connection, row) for row in there)
