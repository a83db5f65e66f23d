"""Lesson 04, backprop: computational graphs of numbers, forward and backward, one node at a time.

Sources
-------
add_forward, add_backward: Prince, *Understanding Deep Learning*, section 7.2.
graph_backward: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.2.
"""

from dlcourse.lessons import backprop


def add_forward(x, y):
    """Add two arrays of one shape. The cache is empty: the slopes of a sum do not depend on x and y.

    >>> add_forward(3.0, 4.0)
    (7.0, ())
    """
    return x + y, ()


def add_backward(d_out, cache):
    """Send the gradient of a sum back to what was added: both get all of it.

    >>> add_backward(5.0, ())
    (5.0, 5.0)
    """
    return d_out, d_out


def subtract_forward(x, y):
    """Subtract an array from another of the same shape: ``x - y``; the cache is empty."""
    return x - y, ()


def subtract_backward(d_out, cache):
    """Send the gradient of a difference back: as it is to x, with the sign turned to y."""
    return d_out, -d_out


def square_forward(x):
    """Square an array, elementwise; the cache is x."""
    return x**2, x


def square_backward(d_out, cache):
    """Send the gradient of a square back: ``d_out * 2 x``."""
    return d_out * 2 * cache


def operations():
    """What a node of a graph can do: for each operation its forward and its backward."""
    return {
        "add": (add_forward, add_backward),
        "subtract": (subtract_forward, subtract_backward),
        "multiply": (backprop.multiply_forward, backprop.multiply_backward),
        "square": (square_forward, square_backward),
        "relu": (backprop.relu_forward, backprop.relu_backward),
        "sigmoid": (backprop.sigmoid_forward, backprop.sigmoid_backward),
    }


def graph_forward(graph, values):
    """The value of every node of a graph of numbers.

    Parameters
    ----------
    graph : dict
        For each node's name ``(operation, list of the names it takes)``; ``("input", [])`` for a node whose
        value is given.
    values : dict
        The values of the inputs, by name.

    Returns
    -------
    tuple (dict, dict)
        The value of every node, in the order in which they are computed; and the caches of the operations.

    Examples
    --------
    >>> graph = {"x": ("input", []), "square": ("square", ["x"])}
    >>> graph_forward(graph, {"x": 3.0})
    ({'x': 3.0, 'square': 9.0}, {'square': 3.0})
    """
    known, caches = {}, {}
    for name in order_of(graph):
        operation, taken = graph[name]
        if operation == "input":
            known[name] = float(values[name])
            continue
        forward, _ = operations()[operation]
        out, caches[name] = forward(*(known[one] for one in taken))
        known[name] = float(out)
    return known, caches


def graph_backward(graph, caches, last):
    """The gradient of one node for every node, sent back one edge at a time.

    Parameters
    ----------
    graph, caches : dict
        As for and from :func:`graph_forward`.
    last : str
        The node whose gradient is wanted: the loss.

    Returns
    -------
    tuple (dict, list of (from, to, d_out, local, sent))
        The gradient for every node; and every message: the node it comes from, the node it goes to, the
        gradient there, the local slope, and the product of these two, which is sent.

    Examples
    --------
    >>> graph = {"x": ("input", []), "square": ("square", ["x"]), "sum": ("add", ["square", "x"])}
    >>> _, caches = graph_forward(graph, {"x": 3.0})
    >>> graph_backward(graph, caches, "sum")[0]
    {'x': 7.0, 'square': 1.0, 'sum': 1.0}
    """
    gradients, messages = dict.fromkeys(graph, 0.0) | {last: 1.0}, []
    for name in reversed(order_of(graph)):
        operation, taken = graph[name]
        if operation == "input":
            continue
        _, backward = operations()[operation]
        slopes = backward(1.0, caches[name])  # one slope for each node that is taken
        for one, slope in zip(taken, slopes if len(taken) > 1 else [slopes]):
            sent = gradients[name] * float(slope)
            gradients[one] += sent  # what is used twice hears from both
            messages.append((name, one, gradients[name], float(slope), sent))
    return gradients, messages


def order_of(graph):
    """The names of a graph's nodes, each after all that it takes."""
    return backprop.topological_order({name: taken for name, (_, taken) in graph.items()})
