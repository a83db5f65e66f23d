"""The parameters of a network under names: "LAYER.NAME" to array."""


def named_parameters(network, layers):
    """The parameters of a network as "LAYER.NAME" to array: its own, not copies.

    Parameters
    ----------
    network : Network
    layers : sequence of str
        The names of the layers that have parameters, the first one first; of a network that is only the end of
        another one, the last names count.

    Returns
    -------
    dict of str to array

    Raises
    ------
    ValueError
        If the network has more layers with parameters than there are names.
    """
    owners = [layer for layer in network.layers if layer.parameters]
    if len(owners) > len(layers):
        raise ValueError(f"{len(owners)} layers have parameters, and there are {len(layers)} names: name each layer")
    pairs = zip(layers[len(layers) - len(owners) :], owners, strict=True)
    return {f"{name}.{key}": array for name, layer in pairs for key, array in layer.parameters.items()}


def set_parameters(network, layers, parameters):
    """Write numbers into the parameters of a network, by their names: the network, changed in place."""
    for name, array in named_parameters(network, layers).items():
        array[...] = parameters[name]
    return network
