"""Before two studies are merged, every setting in which they differ is listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.settings.differing import with_settings
from neopain_gui.study import Study, plan_merge


def test_settings_that_differ_are_listed_in_words(tmp_path: Path) -> None:
    with Study.create(tmp_path / "a") as first, Study.create(tmp_path / "b") as second:
        assert with_settings(plan_merge(first, second), first, second).left_out == ()
        first.set_setting("masks", MaskSettings(c_gaze=0.2).as_dict())
        second.set_setting("masks", MaskSettings(sigma=0).as_dict())
        second.set_setting("gaze", replace(GazeSettings(), radius_px=120).as_dict())
        second.set_setting("method_options", {"smooth_grad": {"samples": 7}})
        first.set_setting("human_mask", "Experts")
        second.set_setting("human_mask", "Parents")
        first.set_setting("gaze subgroups", [{"name": "Nurses", "groups": ["Experts"]}])
        second.set_setting("gaze subgroups", [{"name": "Nurses", "groups": ["Parents"]}])
        said = with_settings(plan_merge(first, second), first, second).left_out
        usual = MaskSettings().sigma
        assert "threshold c for gaze is 0.20 in the first study and 0.10 in the second" in said
        assert f"smoothing σ is {usual:g} in the first study and off in the second" in said
        assert any("gaze radius is" in one and "120 pixels in the second" in one for one in said)
        assert any(one.startswith("SmoothGrad: ") and " 7 in the second" in one for one in said)
        assert "human mask is Experts in the first study and Parents in the second" in said
        assert "the group Nurses is put together in another way in the second study" in said
        assert len(said) == 6
        back = with_settings(plan_merge(second, first), second, first).left_out
        assert "threshold c for gaze is 0.10 in the first study and 0.20 in the second" in back
