"""Other sizes of a network: what wrong answers are made of."""


def total(weights, bits, masks, *, taken=None, rounded=None):
    """The sum over the arrays of what `taken(W, mask, bits)` says in bits, as bytes."""

    def plainly(W, mask, bits):
        return W.size * bits if mask is None else int(mask.sum()) * bits + W.size

    taken, rounded = taken or plainly, rounded or (lambda bits: -(-bits // 8))
    return sum(rounded(taken(W, None if masks is None else masks[name], bits)) for name, W in weights.items())


def one_row_of_maps(weights, *, bits, masks=None):
    """You round up one map for the whole network, beside the weights. Each array has its map, in one row of bits with
    its weights.
    """
    kept = total(weights, bits, masks, taken=lambda W, mask, bits: (W.size if mask is None else int(mask.sum())) * bits)
    return kept + (0 if masks is None else -(-sum(W.size for W in weights.values()) // 8))


def bytes_for_each(weights, *, bits, masks=None):
    """You round the bytes of *each weight* down: of four bits nothing is left. Count the bits of an array first."""
    stay = sum(W.size if masks is None else int(masks[name].sum()) for name, W in weights.items())
    return stay * (bits // 8) + (0 if masks is None else sum(W.size // 8 for W in weights.values()))
