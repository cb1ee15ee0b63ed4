"""The shape of ordered answers: one peak, spread out, or split camps."""

from collections.abc import Sequence
from itertools import combinations


def van_der_eijk(counts: Sequence[int]) -> float:
    """Van der Eijk's agreement A: 1 one category, 0 flat, -1 two camps at the ends.

    Formula (handbook 4.4, R23): the distribution is peeled into layers, each as high as the lowest category that is
    not empty, weighted by its mass; a layer of S filled categories of K has A = U (1 - (S - 1) / (K - 1)), with
    U = ((K - 2) TU - (K - 1) TDU) / ((K - 2)(TU + TDU)), TU and TDU counting the triples of categories 110 or 011,
    and 101; S = 1 gives 1, S = K gives 0.
    Shape: a count for each category in order. Unit: none. Errors: ValueError with fewer than three categories, a
    negative count, or nobody.
    """
    if len(counts) < 3 or min(counts) < 0 or not sum(counts):
        raise ValueError("three categories at least, and somebody in them")
    left, whole, agreement = list(counts), sum(counts), 0.0
    while any(left):
        height = min(number for number in left if number)
        layer = [number > 0 for number in left]
        agreement += _of_layer(layer) * height * sum(layer) / whole
        left = [number - height if number else 0 for number in left]
    return agreement


def _of_layer(layer: Sequence[bool]) -> float:
    filled, of = sum(layer), len(layer)
    if filled in {1, of}:
        return 1.0 if filled == 1 else 0.0
    triples = list(combinations(layer, 3))
    unimodal = sum(1 for triple in triples if triple in {(True, True, False), (False, True, True)})
    split = sum(1 for triple in triples if triple == (True, False, True))
    one_peak = ((of - 2) * unimodal - (of - 1) * split) / ((of - 2) * (unimodal + split))
    return one_peak * (1 - (filled - 1) / (of - 1))
