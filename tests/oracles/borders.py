"""How far borders of masks are apart, again from the masks' pixels, and the means of that."""

from __future__ import annotations

import numpy as np
from arithmetic import check, clustered, same
from scipy import ndimage

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


def distances(a, b):
    """Return Hausdorff's distance at 95 % and the mean distance; NaN where a mask is empty."""
    if not a.any() or not b.any():
        return {"hausdorff95": np.nan, "surface_distance": np.nan}
    edges = [mask ^ ndimage.binary_erosion(mask, CROSS) for mask in (a, b)]
    far = [ndimage.distance_transform_edt(~edge) for edge in edges]
    both = np.concatenate([far[1][edges[0]], far[0][edges[1]]])
    return {"hausdorff95": np.percentile(both, 95), "surface_distance": both.mean()}


def borders(exports):
    written, found = exports.table("further_measures_photographs"), {}
    for row in written.itertuples():
        key = row.image, row.model_a, row.model_b
        if key not in found:
            found[key] = distances(*(exports.mask(row.image, one) for one in key[1:]))
        check("further: on photographs", found[key][row.metric], row.value)
        same("further: why", np.isnan(row.value), isinstance(row.undefined_because, str))
        same("further: unit", "pixels", row.unit)
    same("further: rows", len(written), 2 * len(found))
    written["neonate"] = exports.whose[written.image].to_numpy()
    written["label"] = exports.label[written.image].to_numpy()
    groups = dict(list(written.groupby(["metric", "model_a", "model_b"])))
    means = exports.table("further_measures").set_index(["metric", "model_a", "model_b"])
    for key, some in groups.items():
        if some.value.isna().all():
            same("further: nothing to say", key in means.index, False)
            continue
        row = means.loc[key]
        mean, low, high, *_ = clustered(some.value, some.neonate)
        check("further: means", mean, row["mean"])
        check("further: intervals", max(0.0, low) if low == low else low, row.mean_low)
        check("further: intervals", high, row.mean_high)
        same("further: direction", row.better, "lower")
        of = {one: some.value[some.label == one].mean() for one in ("pain", "no pain")}
        check("further: class means", of["pain"], row.mean_pain)
        check("further: class means", of["no pain"], row.mean_no_pain)
        closer = None if of["pain"] == of["no pain"] else min(of, key=lambda one: of[one])
        if not np.isnan(list(of.values())).any() and abs(of["pain"] - of["no pain"]) > 1e-4:
            same("further: higher in", closer, row.higher_in)
