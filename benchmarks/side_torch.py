"""The measured networks and layers in PyTorch, as one would write them: eager, with its own modules and defaults."""

import os

import measured
import numpy as np
import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
OPTIMIZERS = {
    "SGD": torch.optim.SGD,
    "Momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr, momentum=0.9),
    "Nesterov": lambda parameters, lr: torch.optim.SGD(parameters, lr, momentum=0.9, nesterov=True),
    "Adam": torch.optim.Adam,
    "AdamW": torch.optim.AdamW,
    "Adagrad": torch.optim.Adagrad,
    "RMSprop": torch.optim.RMSprop,
}


def build(case, dtype):
    """For each part of the case a function that does it once, and "numbers" for a comparison with other sides."""
    return {"network": _network, "layer": _layer, "loss": _loss, "optimizer": _optimizer}[case.kind](case, dtype)


def _module(kind, *sizes):
    if kind == "dense":
        return nn.Linear(*sizes)
    if kind == "conv":
        channels, filters, kernel, padding = sizes
        return nn.Conv2d(channels, filters, kernel, padding=padding)
    if kind in ("rnn", "lstm"):
        return _recurrent(kind, *sizes)
    attention = {"layernorm": nn.LayerNorm, "heads": Heads, "look": Half, "think": Half}
    if kind in attention:
        return attention[kind](*sizes)
    others = {"relu": nn.ReLU, "maxpool": nn.MaxPool2d, "flatten": nn.Flatten}
    others |= {"batchnorm": nn.BatchNorm1d, "batchnorm2d": nn.BatchNorm2d}
    return others[kind](*sizes)


class Cells(nn.Module):
    """A loop over the cells of PyTorch, step by step, as one writes it; autograd does the rest."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, X):
        """(N, T, D) -> (N, T, H)."""
        state, out = None, []
        for x in X.unbind(1):
            state = self.cell(x, state)
            out.append(state[0] if isinstance(state, tuple) else state)
        return torch.stack(out, 1)


class Fused(nn.Module):
    """A layer of PyTorch for whole sequences, without the final state that it gives beside the outputs."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, X):
        """(N, T, D) -> (N, T, H)."""
        return self.layer(X)[0]


class Heads(nn.Module):
    """Causal attention with several heads, as one writes it with PyTorch's own function; all tables in one product."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.look, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)

    def forward(self, X):
        """(N, T, D) -> (N, T, D)."""
        N, T, D = X.shape
        Q, K, V = (part.view(N, T, self.heads, -1).transpose(1, 2) for part in self.look(X).split(D, dim=2))
        fetched = functional.scaled_dot_product_attention(Q, K, V, is_causal=True)
        return self.out(fetched.transpose(1, 2).reshape(N, T, D))

    def take(self, numbers):
        """The weights that all sides start from."""
        joined = np.concatenate([numbers[name] for name in ("W_q", "W_k", "W_v")], axis=1)
        for layer, array in ((self.look, joined), (self.out, numbers["W_o"])):
            layer.weight.data = torch.from_numpy(array.T.copy())


class Half(nn.Module):
    """Half a block of a transformer: a normalisation, layers, and what came in added to what they put out."""

    def __init__(self, width, heads=None):
        super().__init__()
        think = [nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width)]
        self.layers = nn.Sequential(nn.LayerNorm(width), *([Heads(width, heads)] if heads else think))

    def forward(self, X):
        """(N, T, D) -> (N, T, D)."""
        return X + self.layers(X)

    def take(self, numbers):
        """The weights that all sides start from, by the number of the layer."""
        by_layer = [{}, {}, {}, {}]
        for name, array in numbers.items():
            by_layer[int(name[0])][name[2:]] = array
        for layer, found in zip(self.layers, by_layer):
            if isinstance(layer, Heads):
                layer.take(found)
            for name, array in {} if isinstance(layer, Heads) else found.items():
                own = layer.weight if name in ("W", "gamma") else layer.bias
                own.data = torch.from_numpy(array.T.copy() if name == "W" else array)


def _recurrent(kind, inputs, units, form="cells"):
    if form == "fused":
        return Fused({"rnn": nn.RNN, "lstm": nn.LSTM}[kind](inputs, units, batch_first=True))
    return Cells({"rnn": nn.RNNCell, "lstm": nn.LSTMCell}[kind](inputs, units))


def _modules(case, dtype):
    """The layers, with the weights that all sides start from."""
    modules = [_module(*layer).to(torch.float32 if dtype == "float32" else torch.float64) for layer in case.layers]
    for module, numbers in zip(modules, measured.weights(case, dtype)):
        if isinstance(module, Heads | Half):
            module.take(numbers)
            continue
        if "W_x" in numbers:  # PyTorch has two biases, which are added up
            arrays = numbers["W_x"].T.copy(), numbers["W_h"].T.copy(), numbers["b"], 0 * numbers["b"]
            for own, array in zip(module.parameters(), arrays, strict=True):
                own.data = torch.from_numpy(array)
            continue
        for name, array in numbers.items():
            own = module.weight if name in ("W", "gamma") else module.bias
            own.data = torch.from_numpy(array.T.copy() if isinstance(module, nn.Linear) and name == "W" else array)
    return modules


def _cross_entropy(network, case, dtype):
    X, y = map(torch.from_numpy, measured.inputs(case, dtype))
    return lambda: functional.cross_entropy(network(X), y)


def _denoising(network, case, dtype):
    x0 = torch.from_numpy(measured.inputs(case, dtype)[0])
    noise, kept, told = map(torch.from_numpy, measured.denoising(case, dtype))

    def forward():
        x = kept.sqrt() * x0 + (1 - kept).sqrt() * noise
        return functional.mse_loss(network(torch.cat([x, told], dim=1)), noise)

    return forward


def _distillation(network, case, dtype):
    """The loss of Hinton, Vinyals and Dean (2015), with PyTorch's own functions."""
    X, y = map(torch.from_numpy, measured.inputs(case, dtype))
    teacher = torch.from_numpy(measured.teacher(case, dtype))
    T, share = measured.TEMPERATURE, measured.SHARE

    def forward():
        Z = network(X)
        soft = functional.log_softmax(Z / T, dim=1), functional.softmax(teacher / T, dim=1)
        return share * T**2 * functional.kl_div(*soft, reduction="batchmean") + (1 - share) * functional.cross_entropy(
            Z, y
        )

    return forward


LOSSES = {"cross-entropy": _cross_entropy, "denoising": _denoising, "distillation": _distillation}


def _network(case, dtype):
    network = nn.Sequential(*_modules(case, dtype))
    optimizer = OPTIMIZERS[case.optimizer](network.parameters(), lr=measured.RATES[case.optimizer])
    forward = LOSSES[case.loss](network, case, dtype)

    def step():
        optimizer.zero_grad()
        loss = forward()
        loss.backward()
        optimizer.step()
        return loss.item()

    loss = forward()

    def backward():
        optimizer.zero_grad()
        loss.backward(retain_graph=True)

    backward()
    return {"forward": forward, "backward": backward, "update": optimizer.step, "step": step, "numbers": step}


def _layer(case, dtype):
    [module] = _modules(case, dtype)
    X = torch.from_numpy(measured.inputs(case, dtype)[0]).requires_grad_(not case.first)

    def forward():
        return module(X)

    out = forward()
    d_out = torch.from_numpy(measured.output_gradient(tuple(out.shape), dtype))
    wanted = [*module.parameters()] if case.first else [X, *module.parameters()]

    def backward():
        return torch.autograd.grad(out, wanted, d_out, retain_graph=True)

    def both():
        out = module(X)
        return out, torch.autograd.grad(out, wanted, d_out)

    def numbers():
        out, found = both()
        return [array.detach().numpy() for array in (out, *(() if case.first else found[:1]))]

    return {"forward": forward, "backward": backward, "both": both, "numbers": numbers}


def _loss(case, dtype):
    Z, y = map(torch.from_numpy, measured.inputs(case, dtype))
    Z.requires_grad_()

    def both():
        loss = functional.cross_entropy(Z, y)
        return loss, torch.autograd.grad(loss, Z)[0]

    return {"both": both, "numbers": lambda: [array.detach().numpy() for array in both()]}


def _optimizer(case, dtype):
    parameters, gradients = [], measured.gradients(case, dtype)
    for module, found in zip(_modules(case, dtype), gradients):
        for name, own in zip(found, module.parameters()):
            own.grad = torch.from_numpy(found[name].T.copy() if name == "W" else found[name])
            parameters.append(own)
    optimizer = OPTIMIZERS[case.optimizer](parameters, lr=measured.RATES[case.optimizer])

    def numbers():
        optimizer.step()
        return [own.detach().numpy().T for own in parameters]

    return {"update": optimizer.step, "numbers": numbers}
