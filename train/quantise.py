"""Numbers of few bits: four for the embeddings of sub-words, eight for the layers.

Four bits: each group of 32 numbers of a row has a scale (f16), and a number is
scale * q with q from -8 to 7. Eight bits: each row of a matrix, one output, has
a scale (f32), and a number is scale * q with q from -127 to 127.
"""

import numpy as np

GROUP = 32


def four_bits(matrix):
    """Scales and numbers of an embedding: rows x groups, f16, and rows x columns, from -8 to 7.

    Of the scales tried for a group the one with the least squared error wins.
    The greatest number of a group becomes negative, since -8 reaches further
    than 7: scales may be negative. What was quantised before comes out the same.
    """
    groups = matrix.reshape(len(matrix), -1, GROUP).astype(np.float32)
    greatest = np.take_along_axis(groups, np.abs(groups).argmax(-1, keepdims=True), -1)
    scale = np.zeros_like(greatest, dtype=np.float16)
    error = np.full(greatest.shape, np.inf, dtype=np.float32)
    for divisor in np.linspace(-9.5, -6, 15):
        tried = (greatest / divisor).astype(np.float16)
        wrong = ((nearest(groups, tried) * tried.astype(np.float32) - groups) ** 2).sum(-1, keepdims=True)
        scale = np.where(wrong < error, tried, scale)
        error = np.minimum(wrong, error)
    return scale[..., 0], nearest(groups, scale).reshape(matrix.shape)


def nearest(groups, scale):
    """The q of each number."""
    wide = scale.astype(np.float32)
    steps = np.divide(groups, wide, out=np.zeros_like(groups), where=wide != 0)
    return np.clip(np.rint(steps), -8, 7).astype(np.int8)


def from_four_bits(scale, q):
    """The embedding that scales and numbers stand for."""
    return np.repeat(scale.astype(np.float32), GROUP, axis=1) * q


def eight_bits(matrix):
    """Scales and numbers of a matrix: f32 of each row, and rows x columns, from -127 to 127."""
    scale = np.abs(matrix).max(1).astype(np.float32) / 127
    scale[scale == 0] = 1
    return scale, np.rint(matrix / scale[:, None]).astype(np.int8)


def from_eight_bits(scale, q):
    """The matrix that scales and numbers stand for."""
    return scale[:, None] * q
