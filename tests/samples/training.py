"""Lesson training: right answers in other styles."""

import numpy as np
from scipy import stats
from sklearn import metrics, model_selection, preprocessing

from dlcourse.lessons import backprop, optimizers


def standardize_loop(X_train, X_test):
    train, test = X_train.astype(float).copy(), X_test.astype(float).copy()
    for d in range(X_train.shape[1]):
        mean, std = np.mean(X_train[:, d].astype(float)), np.std(X_train[:, d].astype(float))
        for part in (train, test):
            part[:, d] -= mean
            if std != 0:
                part[:, d] /= std
    return [train, test]


def standardize_scikit(X_train, X_test):
    scaler = preprocessing.StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)


def standardize_spread_set(X_train, X_test):
    std = X_train.std(0)
    std[std == 0] = 1
    return (X_train - X_train.mean(0)) / std, (X_test - X_train.mean(0)) / std


def split_by_mask(X, y, share, rng):
    count = int(share * len(X) + 0.5)
    put_aside = np.zeros(len(X), dtype=bool)
    put_aside[rng.choice(len(X), count, replace=False)] = True
    return X[~put_aside], y[~put_aside], X[put_aside], y[put_aside]


def split_by_shuffling(X, y, share, rng):
    rows = np.arange(len(X))
    rng.shuffle(rows)
    stop = len(X) - round(share * len(X))
    return [X[rows[:stop]], y[rows[:stop]], X[rows[stop:]], y[rows[stop:]]]


def split_scikit(X, y, share, rng):
    seed = int(rng.integers(10**6))
    parts = model_selection.train_test_split(X, y, test_size=round(share * len(X)), random_state=seed)
    return parts[0], parts[2], parts[1], parts[3]


def batches_yielded(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    while len(order):
        rows, order = order[:batch_size], order[batch_size:]
        yield X[rows], y[rows]


def batches_by_loop(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    batches = []
    for start in range(0, len(rows), batch_size):
        part = rows[start : start + batch_size]
        batches.append([np.array([X[i] for i in part]), np.array([y[i] for i in part])])
    return batches


def batches_by_sorting(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    return [(X[rows], y[rows]) for rows in np.split(order, range(batch_size, len(X), batch_size))]


def he_loop(inputs, outputs, rng):
    W = np.zeros((inputs, outputs))
    for d in range(inputs):
        W[d] = rng.standard_normal(outputs) * (2 / inputs) ** 0.5
    return W


def he_truncated(inputs, outputs, rng):
    return stats.norm.rvs(scale=np.sqrt(2 / inputs), size=(inputs, outputs), random_state=rng)


def epoch_by_steps(parameters, batches, learning_rate):
    total = 0
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        total += loss
        new = []
        for layer in range(len(parameters)):
            pairs = zip(parameters[layer], gradients[layer])
            new.append(tuple(optimizers.sgd_step(w=w, g=g, learning_rate=learning_rate) for w, g in pairs))
        parameters = new
    return parameters, total / len(batches)


def epoch_on_copies(parameters, batches, learning_rate):
    parameters = [[W.copy(), b.copy()] for W, b in parameters]
    losses = np.zeros(len(batches))
    for k, (X, y) in enumerate(batches):
        losses[k], gradients = backprop.mlp_backward(X, y, parameters)
        for (W, b), (dW, db) in zip(parameters, gradients):
            W -= learning_rate * dW
            b -= learning_rate * db
    return parameters, losses.mean()


def accuracy_loop(y_hat, y):
    right = 0
    for answer, truth in zip(y_hat, y):
        right += answer == truth
    return right / len(y)


def confusion_loop(y_hat, y, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for truth, answer in zip(y, y_hat):
        counts[truth, answer] += 1
    return counts


def confusion_by_numbers(y_hat, y, classes):
    return np.bincount(classes * y + y_hat, minlength=classes * classes).reshape(classes, classes)


def stopping_by_counter(losses, patience):
    best_loss, best_epoch, waited = np.inf, 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < best_loss:
            best_loss, best_epoch, waited = losses[epoch], epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best_epoch
    return best_epoch


def stopping_by_slices(losses, patience):
    epoch = 0
    while True:
        ahead = losses[epoch + 1 : epoch + 1 + patience]
        better = np.flatnonzero(ahead < losses[epoch])
        if len(better) == 0:
            return epoch
        epoch += 1 + better[0]


def search_loop(score, ranges, trials, rng):
    best, best_score, points, scores = None, -np.inf, [], []
    for _ in range(trials):
        x = np.array([10 ** rng.uniform(np.log10(low), np.log10(high)) for low, high in ranges])
        points.append(x)
        scores.append(score(x))
        if scores[-1] > best_score:
            best, best_score = x, scores[-1]
    return best, np.array(points), np.array(scores)


def search_by_power(score, ranges, trials, rng):
    low, high = (np.array(ends) for ends in zip(*ranges))
    points = low * (high / low) ** rng.random((trials, len(low)))
    scores = np.apply_along_axis(score, 1, points)
    return points[np.argsort(scores)[-1]], points, scores


ALTERNATIVES = {
    "training.standardize": [standardize_loop, standardize_scikit, standardize_spread_set],
    "training.train_validation_split": [split_by_mask, split_by_shuffling, split_scikit],
    "training.minibatches": [batches_yielded, batches_by_loop, batches_by_sorting],
    "training.he_init": [
        he_loop,
        he_truncated,
        lambda inputs, outputs, rng: rng.uniform(-1, 1, (inputs, outputs)) * np.sqrt(6 / inputs),
        lambda inputs, outputs, rng: rng.standard_normal((outputs, inputs)).T / np.sqrt(inputs / 2),
    ],
    "training.xavier_init": [
        lambda inputs, outputs, rng: rng.normal(0, 1, (inputs, outputs)) / np.sqrt((inputs + outputs) / 2),
        lambda inputs, outputs, rng: rng.uniform(-1, 1, (inputs, outputs)) * np.sqrt(6 / (inputs + outputs)),
    ],
    "training.train_epoch": [epoch_by_steps, epoch_on_copies],
    "training.accuracy": [accuracy_loop, lambda y_hat, y: (y_hat == y).sum() / len(y), metrics.accuracy_score],
    "training.confusion_matrix": [
        confusion_loop,
        confusion_by_numbers,
        lambda y_hat, y, classes: np.eye(classes, dtype=int)[y].T @ np.eye(classes, dtype=int)[y_hat],
    ],
    "training.early_stopping": [stopping_by_counter, stopping_by_slices],
    "training.random_search": [search_loop, search_by_power],
}
