"""A graph with RetinaFace's input and outputs whose anchors fire where the test paints.

Red fires the first anchor at stride 32, green the second at stride 16, blue the first at
stride 8, with the brightest pixel of the cell as the score. The offsets are constants.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# stride: (channel of the picture, anchor, box offsets, landmark offsets)
HEADS = {
    32: (0, 0, (8.5 / 512, 0.0, np.log(1 / 4), np.log(1 / 4)), (0.0, 0.1, -0.1, 0.05, -0.05)),
    16: (1, 1, (0.0, -8 / 64, np.log(1.5), np.log(2.0)), (0.2, 0.1, 0.0, -0.1, -0.2)),
    8: (2, 0, (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0)),
}


def write(path: Path, *, heads: int = 9) -> Path:
    """Write the graph with the first ``heads`` of its nine outputs."""
    nodes = [helper.make_node("Transpose", ["data"], ["channels"], perm=[0, 3, 1, 2])]
    constants, names = [], []
    for stride, (channel, anchor, box, points) in HEADS.items():
        cells = f"cells{stride}"
        pool = {"kernel_shape": [stride] * 2, "strides": [stride] * 2}
        nodes.append(helper.make_node("MaxPool", ["channels"], [cells], **pool))
        score = np.zeros((4, 3, 1, 1), np.float32)
        score[2 + anchor, channel] = 1 / 255  # background of both anchors, then face of both
        nothing = np.zeros((8, 3, 1, 1), np.float32), np.zeros((20, 3, 1, 1), np.float32)
        landmarks = np.stack([points, points], axis=1).ravel()
        for what, kernel, bias in (
            ("cls_prob", score, np.zeros(4)),
            ("bbox_pred", nothing[0], np.tile(box, 2)),
            ("landmark_pred", nothing[1], np.tile(landmarks, 2)),
        ):
            name = f"{what}_stride{stride}"
            constants += [
                numpy_helper.from_array(kernel, f"{name}_kernel"),
                numpy_helper.from_array(np.asarray(bias, np.float32), f"{name}_bias"),
            ]
            inputs = [cells, f"{name}_kernel", f"{name}_bias"]
            nodes.append(helper.make_node("Conv", inputs, [f"{name}_channels"]))
            nodes.append(
                helper.make_node("Transpose", [f"{name}_channels"], [name], perm=[0, 2, 3, 1])
            )
            names.append((name, len(bias)))
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "retinaface",
        [value("data", TensorProto.FLOAT, ["n", "h", "w", 3])],
        [value(name, TensorProto.FLOAT, ["n", None, None, c]) for name, c in names[:heads]],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path
