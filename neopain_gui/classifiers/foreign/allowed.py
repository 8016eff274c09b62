"""What a description of a network may hold: layers that are known to compute and nothing else."""

from __future__ import annotations

MODELS = frozenset({"Functional", "Model", "Sequential"})
LAYERS = frozenset(
    {
        "InputLayer",
        # what is learnt
        "BatchNormalization",
        "Conv2D",
        "Conv2DTranspose",
        "Convolution2D",
        "Dense",
        "DepthwiseConv2D",
        "GroupNormalization",
        "LayerNormalization",
        "PReLU",
        "SeparableConv2D",
        "SeparableConvolution2D",
        # activations
        "Activation",
        "ELU",
        "LeakyReLU",
        "ReLU",
        "Softmax",
        # pooling and shapes
        "AveragePooling2D",
        "Cropping2D",
        "Flatten",
        "GlobalAveragePooling2D",
        "GlobalMaxPooling2D",
        "Identity",
        "MaxPooling2D",
        "Normalization",
        "Permute",
        "Rescaling",
        "Reshape",
        "Resizing",
        "UnitNormalization",
        "UpSampling2D",
        "ZeroPadding2D",
        # several into one
        "Add",
        "Average",
        "Concatenate",
        "Dot",
        "Maximum",
        "Minimum",
        "Multiply",
        "Subtract",
        # what acts in training alone
        "ActivityRegularization",
        "AlphaDropout",
        "Dropout",
        "GaussianDropout",
        "GaussianNoise",
        "RandomBrightness",
        "RandomContrast",
        "RandomFlip",
        "RandomRotation",
        "RandomTranslation",
        "RandomZoom",
        "SpatialDropout2D",
    }
)
ACTIVATIONS = frozenset(
    {
        "celu",
        "elu",
        "exponential",
        "gelu",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "leaky_relu",
        "linear",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "softmax",
        "softplus",
        "softsign",
        "swish",
        "tanh",
    }
)
INITIALISERS = frozenset(
    {
        "Constant",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "LecunNormal",
        "LecunUniform",
        "Ones",
        "Orthogonal",
        "RandomNormal",
        "RandomUniform",
        "TruncatedNormal",
        "VarianceScaling",
        "Zeros",
    }
)
"""They draw the weights of the randomisation test, as for our own networks."""

MOST_LAYERS = 2000
MOST_PARAMETERS = 200_000_000
"""VGG16 with all its classes has 138 million."""
MOST_VALUES = 1 << 26
"""Numbers in what a layer gives for one picture; VGG16's largest has 3.2 million."""
MOST_MULTIPLICATIONS = 5e11
"""For one picture; VGG16 takes 1.5e10."""
LARGEST_SIZE = 1024
"""Side of the input in pixels."""
DESCRIPTION = 16 << 20
"""Bytes of a description; that of a network with 600 layers has 0.5 million."""
