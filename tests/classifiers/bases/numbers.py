"""Random convolutions of VGG-Face, and small last layers that no reader should mind."""

import numpy as np

GROUPS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
NAMES = tuple(
    f"conv{group}_{index}"
    for group, (_, count) in enumerate(GROUPS, start=1)
    for index in range(1, count + 1)
)


def convolutions(seed=5):
    """Return (kernel, bias) of each, height × width × in × out, for photographs in BGR."""
    generator, channels, found = np.random.default_rng(seed), 3, []
    for filters, count in GROUPS:
        for _ in range(count):
            deviation = np.float32(np.sqrt(2 / (9 * channels)))
            kernel = generator.standard_normal((3, 3, channels, filters), np.float32) * deviation
            bias = generator.standard_normal(filters, np.float32) * np.float32(0.1)
            found.append((kernel, bias))
            channels = filters
    return found


def for_rgb(layers):
    """Turn the first kernel round, as a file has it whose network takes RGB."""
    (kernel, bias), *rest = layers
    return [(np.ascontiguousarray(kernel[:, :, ::-1]), bias), *rest]


def filters_first(layers):
    """Bring kernels from height × width × in × out to out × in × height × width."""
    return [(np.ascontiguousarray(kernel.transpose(3, 2, 0, 1)), bias) for kernel, bias in layers]


def last_layers(classes=2622, units=4):
    """Return fc6, fc7 and fc8 as (out, in) matrices; narrower than the real ones."""
    generator = np.random.default_rng(6)
    sizes = [(units, 32), (units, units), (classes, units)]
    return [
        (generator.standard_normal(size, np.float32), np.zeros(size[0], np.float32))
        for size in sizes
    ]
