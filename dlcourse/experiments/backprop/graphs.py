"""Graphs to try things on, and a chain of neurons with the slopes along it.

Sources
-------
activation_chain: Bengio, Simard and Frasconi (1994), *Learning long-term dependencies with gradient descent is
    difficult*.
"""

import numpy as np

from dlcourse.nn.backprop import operations


def example_graph(name):
    """A graph of numbers to try things on, and values for its inputs.

    Parameters
    ----------
    name : str
        "neuron": a ReLU neuron and the square of its error; "sigmoid neuron": the same with a sigmoid;
        "shared weight": one weight used for two inputs.

    Returns
    -------
    tuple (dict, dict)
        The graph, for :func:`dlcourse.nn.backprop.graph_forward`, and the values of its inputs.

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> graph, values = example_graph("neuron")
    >>> graph["wx"], values["x"]
    (('multiply', ['w', 'x']), 3.0)
    """
    end = {"error": ("subtract", ["a", "y"]), "loss": ("square", ["error"])}
    if name in ("neuron", "sigmoid neuron"):
        activation = "relu" if name == "neuron" else "sigmoid"
        middle = {"wx": ("multiply", ["w", "x"]), "z": ("add", ["wx", "b"]), "a": (activation, ["z"])}
        values = {"w": 2.0, "x": 3.0, "b": -1.0, "y": 3.0}
    elif name == "shared weight":
        middle = {"h1": ("multiply", ["x1", "w"]), "h2": ("multiply", ["w", "x2"]), "sum": ("add", ["h1", "h2"])}
        end["error"] = ("subtract", ["sum", "y"])
        values = {"w": 2.0, "x1": 3.0, "x2": -1.0, "y": 3.0}
    else:
        raise ValueError(f"there is no example graph {name!r}: want 'neuron', 'sigmoid neuron' or 'shared weight'")
    return {one: ("input", []) for one in values} | middle | end, values


def activation_chain(x, weight, depth, activation="sigmoid", backward=None):
    """Neurons in a row, one input each, ``a[k + 1] = f(weight * a[k])``: their values, and the slopes of the last one.

    Parameters
    ----------
    x : float
        What goes into the first neuron.
    weight : float
        The weight of each neuron.
    depth : int
        The number of neurons.
    activation : str
        "sigmoid" or "relu".
    backward : function, optional
        ``backward(d_out, cache)`` for arrays, in the place of the activation's own.

    Returns
    -------
    tuple (array (depth + 1,), array (depth + 1,))
        The input and the neurons' outputs; and for each the slope of the last output: 1 for that itself.

    Examples
    --------
    >>> values, slopes = activation_chain(0.0, 1.0, 1)
    >>> print(values, slopes)
    [0.  0.5] [0.25 1.  ]
    """
    run, back = operations()[activation]
    values, caches, slopes = [float(x)], [], [1.0]
    for _ in range(depth):
        out, cache = run(weight * values[-1])
        values.append(float(out))
        caches.append(cache)
    for cache in reversed(caches):
        arriving = np.array([slopes[0]]), np.array([cache])  # as somebody may have written it for arrays alone
        slopes.insert(0, np.asarray((backward or back)(*arriving)).item() * weight)
    return np.array(values), np.array(slopes)
