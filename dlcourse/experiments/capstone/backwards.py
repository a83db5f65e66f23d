"""How each backward of the course is tried: with its forward, and with each of the arrays that go in.

Each function here gives (f, x, gradient) for each array, as :mod:`dlcourse.experiments.capstone.slots` makes them.
"""

import numpy as np

from dlcourse.experiments.capstone.slots import apart, drawn, slots, through


def _slope(gradient, f, rng):
    """The slope of a function of single numbers."""
    z = rng.normal(size=(3, 4))
    return slots(lambda given: np.sum(f(given)), [z], [gradient(z)])


# ---- the lessons ----


def _mse(gradient, mse, rng):
    guessed, wanted = rng.normal(size=(2, 5, 3))
    return slots(lambda given: mse(given, wanted), [guessed], [gradient(guessed, wanted)])


def _cross_entropy(gradient, loss, rng):
    Z, y = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    return slots(lambda given: loss(given, y), [Z], [gradient(Z, y)])


def _multiply(backward, rng):
    x, y, d_out = rng.normal(size=(3, 4, 2))
    return slots(lambda x, y: np.sum(d_out * x * y), [x, y], backward(d_out, (x, y)))


def _relu(backward, relu, rng):
    Z = apart(rng, (4, 5))
    return through(lambda given: (relu(given), given), backward, [Z], rng)


def _sigmoid(backward, sigmoid, rng):
    def forward(Z):
        A = sigmoid(Z)
        return A, A

    return through(forward, backward, [rng.normal(size=(4, 5))], rng)


def _dense(backward, dense, rng):
    arrays = drawn(rng, (5, 3), (3, 4), 4)
    return through(lambda X, W, b: (dense(X, W, b), (X, W)), backward, arrays, rng)


def _softmax_cross_entropy(backward, loss, softmax, rng):
    Z, y = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    return slots(lambda given: 3.0 * loss(given, y), [Z], [backward(3.0, (softmax(Z), y))])


def _mlp(backward, forward, loss, rng):
    X, y = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    arrays = drawn(rng, (4, 5), 5, (5, 3), 3)

    def pairs(W1, b1, W2, b2):
        return [(W1, b1), (W2, b2)]

    gradients = [array for pair in backward(X, y, pairs(*arrays))[1] for array in pair]
    return slots(lambda *given: loss(forward(X, pairs(*given)), y), arrays, gradients)


def _penalty(penalty, rng):
    W1, W2 = drawn(rng, (3, 4), (4, 2))
    biases = np.ones(4), np.ones(2)

    def of(*weights):
        return penalty(list(zip(weights, biases)), 0.3)

    return slots(lambda *given: of(*given)[0], [W1, W2], [dW for dW, _ in of(W1, W2)[1]])


def _dropout(backward, forward, rng):
    def dropped(X):
        return forward(X, 0.3, np.random.default_rng(3))

    return through(dropped, backward, [rng.normal(size=(5, 6))], rng)


def _batchnorm(backward, forward, rng):
    running = np.zeros(4), np.ones(4)
    arrays = drawn(rng, (6, 4), 4, 4)
    return through(lambda *given: forward(*given, running)[:2], backward, arrays, rng)


def _layernorm(backward, forward, rng):
    arrays = drawn(rng, (5, 6), 6, 6)
    return through(forward, backward, arrays, rng)


def _conv2d(backward, forward, rng):
    arrays = drawn(rng, (2, 5, 6, 2), (3, 2, 2, 4), 4)
    return through(lambda *given: forward(*given, stride=2, padding=1), backward, arrays, rng)


def _maxpool2d(backward, forward, rng):
    return through(forward, backward, [apart(rng, (2, 4, 6, 3))], rng)


def _embedding(backward, forward, rng):
    ids = rng.integers(0, 5, (3, 4))  # several stand there twice
    return through(lambda E: forward(ids, E), backward, [rng.normal(size=(5, 3))], rng)


def _rnn_step(backward, forward, rng):
    arrays = drawn(rng, (3, 2), (3, 4), (2, 4), (4, 4), 4)
    return through(lambda x, h, W_x, W_h, b: forward(x, h=h, W_x=W_x, W_h=W_h, b=b), backward, arrays, rng)


def _rnn(backward, forward, rng):
    arrays = drawn(rng, (3, 5, 2), (3, 4), (2, 4), (4, 4), 4)
    return through(lambda X, h0, W_x, W_h, b: forward(X, h0=h0, W_x=W_x, W_h=W_h, b=b), backward, arrays, rng)


def _sequence_cross_entropy(loss, rng):
    Z, y, mask = rng.normal(size=(3, 4, 5)), rng.integers(0, 5, (3, 4)), np.arange(4) < np.array([[4], [2], [1]])
    kept = mask[..., None] * np.ones(Z.shape)  # where a step does not count, both slopes are 0
    return slots(lambda given: loss(given * kept, y, mask)[0], [Z], [loss(Z, y, mask)[1]])


def _lstm_step(backward, forward, rng):
    arrays = drawn(rng, (3, 2), (3, 4), (3, 4), (2, 16), (4, 16), 16)
    dh, dc = rng.normal(size=(2, 3, 4))

    def step(x, h, c, W_x, W_h, b):
        return forward(x, h=h, c=c, W_x=W_x, W_h=W_h, b=b)

    def total(*given):
        h_next, c_next, _ = step(*given)
        return np.sum(dh * h_next) + np.sum(dc * c_next)

    return slots(total, arrays, backward(dh, step(*arrays)[2], dc_next=dc))


def _lstm(backward, forward, rng):
    arrays = drawn(rng, (3, 5, 2), (3, 4), (3, 4), (2, 16), (4, 16), 16)

    def whole(X, h0, c0, W_x, W_h, b):
        H, _, cache = forward(X, h0=h0, c0=c0, W_x=W_x, W_h=W_h, b=b)
        return H, cache

    return through(whole, backward, arrays, rng)


def _autoencoder(backward, forward, rng):
    X, arrays = rng.normal(size=(5, 6)), drawn(rng, (6, 3), 3, 6)
    return through(lambda W, b, c: forward(X, W=W, b=b, c=c), backward, arrays, rng)


def _sparsity(penalty, rng):
    H = rng.uniform(0.2, 0.8, (5, 3))
    return slots(lambda given: penalty(given, target=0.1)[0], [H], [penalty(H, target=0.1)[1]])


def _reparameterize(sample, rng):
    mean, log_variance, noise = rng.normal(size=(3, 4, 2))

    def of(given):
        return sample(mean, log_variance=given, noise=noise)

    return slots(lambda given: np.sum(of(given)[0]), [log_variance], [of(log_variance)[1]])


def _gaussian_kl(kl, rng):
    arrays = rng.normal(size=(2, 4, 3))
    return slots(lambda mean, log_variance: kl(mean, log_variance=log_variance)[0], list(arrays), _kl(kl, *arrays))


def _kl(kl, mean, log_variance):
    return kl(mean, log_variance=log_variance)[1:]


def _attention(backward, forward, rng):
    arrays, mask = drawn(rng, (2, 4, 3), (2, 4, 3), (2, 4, 5)), np.tri(4, dtype=bool)
    return through(lambda Q, K, V: forward(Q, K=K, V=V, mask=mask), backward, arrays, rng)


def _denoising(loss, rng):
    x0, noise, said = rng.normal(size=(3, 4, 3))
    alpha_bar, t = np.array([1.0, 0.7, 0.2]), np.array([2, 1, 0, 2])

    def of(given):
        return loss(x0, noise, t=t, network=lambda _x, _t: given, alpha_bar=alpha_bar, target="noise")

    return slots(lambda given: of(given)[0], [said], [of(said)[1]])


def _distillation(loss, rng):
    Z, teacher = rng.normal(size=(2, 5, 4))
    y = rng.integers(0, 4, 5)

    def of(given):
        return loss(given, teacher=teacher, y=y, temperature=3.0, share=0.7)

    return slots(lambda given: of(given)[0], [Z], [of(Z)[1]])


def _negative_sampling(loss, rng):
    arrays = drawn(rng, (4, 3), (4, 3), (4, 2, 3))
    return slots(lambda *given: loss(*given)[0], arrays, loss(*arrays)[1:])


def _policy(gradient, log_softmax, rng):
    logits, actions = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    returns, baseline = rng.normal(size=(2, 5))

    def loss(given):
        return -np.mean((returns - baseline) * log_softmax(given)[np.arange(5), actions])

    return slots(loss, [logits], [gradient(logits, actions, returns, baseline=baseline)])


def _steering(loss, rng):
    predicted, wanted = rng.normal(size=(2, 6))
    return slots(lambda given: loss(given, wanted)[0], [predicted], [loss(predicted, wanted)[1]])


def _factors(step, log_softmax, rng):
    """The step itself is what is checked: at a rate of 1 it is minus the gradient of the surprises and the decay."""
    P, Q, bias = drawn(rng, (4, 3), (5, 3), 5)
    X = (rng.random((4, 5)) < 0.5).astype(int)

    def surprise(P, Q):
        scores = P @ Q.T + bias
        yes_or_no = log_softmax(np.stack([np.zeros(scores.size), scores.ravel()], axis=1))
        return -yes_or_no[np.arange(X.size), X.ravel()].sum() + 0.05 * (np.sum(P**2) + np.sum(Q**2))

    new_P, new_Q = step(P, Q, X, bias=bias, rate=1.0, decay=0.1)
    return slots(surprise, [P, Q], [P - new_P, Q - new_Q])


def _weighted(loss, rng):
    logits, labels = rng.normal(size=8), np.array([1, 0, 0, 1, 0, 0, 0, 1])
    return slots(lambda given: loss(given, labels, weight=5.0)[0], [logits], [loss(logits, labels, weight=5.0)[1]])


CHECKS = {  # ids, that of the backward the first -> how it is tried
    ("neuron.sigmoid_gradient", "neuron.sigmoid"): _slope,
    ("losses.mse_gradient", "losses.mse"): _mse,
    ("losses.cross_entropy_gradient", "losses.cross_entropy"): _cross_entropy,
    ("backprop.multiply_backward",): _multiply,
    ("backprop.relu_backward", "neuron.relu"): _relu,
    ("backprop.sigmoid_backward", "neuron.sigmoid"): _sigmoid,
    ("backprop.dense_backward", "forward.dense"): _dense,
    ("backprop.softmax_cross_entropy_backward", "losses.cross_entropy", "forward.softmax"): _softmax_cross_entropy,
    ("backprop.mlp_backward", "forward.mlp_forward", "losses.cross_entropy"): _mlp,
    ("regularization.l2_penalty",): _penalty,
    ("regularization.dropout_backward", "regularization.dropout_forward"): _dropout,
    ("regularization.batchnorm_backward", "regularization.batchnorm_forward"): _batchnorm,
    ("regularization.layernorm_backward", "regularization.layernorm_forward"): _layernorm,
    ("cnn.conv2d_backward", "cnn.conv2d"): _conv2d,
    ("cnn.maxpool2d_backward", "cnn.maxpool2d"): _maxpool2d,
    ("rnn.embedding_backward", "rnn.embedding_forward"): _embedding,
    ("rnn.rnn_step_backward", "rnn.rnn_step"): _rnn_step,
    ("rnn.rnn_backward", "rnn.rnn_forward"): _rnn,
    ("rnn.sequence_cross_entropy",): _sequence_cross_entropy,
    ("lstm.lstm_step_backward", "lstm.lstm_step"): _lstm_step,
    ("lstm.lstm_backward", "lstm.lstm_forward"): _lstm,
    ("autoencoder.autoencoder_backward", "autoencoder.autoencoder_forward"): _autoencoder,
    ("autoencoder.sparsity_penalty",): _sparsity,
    ("autoencoder.reparameterize",): _reparameterize,
    ("autoencoder.gaussian_kl",): _gaussian_kl,
    ("attention.attention_backward", "attention.scaled_dot_product_attention"): _attention,
    ("diffusion.denoising_loss",): _denoising,
    ("compression.distillation_loss",): _distillation,
    ("language.negative_sampling_loss",): _negative_sampling,
    ("games.policy_gradient", "losses.log_softmax"): _policy,
    ("driving.steering_loss",): _steering,
    ("recommender.matrix_factorization_step", "losses.log_softmax"): _factors,
    ("finance.weighted_cross_entropy",): _weighted,
}
