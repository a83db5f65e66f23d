"""Further wrong answers to batchnorm_forward: by name, what is changed in the reference, and the advice."""

UPDATE = "momentum * old + (1 - momentum) * new for old, new in zip(running, "

SLIPS = {
    "running statistics updated before their use in evaluation mode": (
        {
            "mean, variance = running": "batch = X.mean(axis=0), X.var(axis=0)\n"
            f"    running = tuple({UPDATE}batch))\n    mean, variance = running",
            f"        running = tuple({UPDATE}(mean, variance)))": "        pass",
        },
        "With `training=False` the running statistics change first, and are then used. In evaluation mode they are "
        "used as they are and stay so: only training changes them.",
    ),
    "running mean and variance exchanged": (
        {"mean, variance = running": "variance, mean = running"},
        "With `training=False` mean and variance have changed places: `running` is the pair (mean, variance).",
    ),
    "both shares are momentum": (
        {"+ (1 - momentum) * new": "+ momentum * new"},
        "The two shares of the running statistics do not add up to 1: both are momentum. The batch gets the rest.",
    ),
    "no root in evaluation mode": (
        {"np.sqrt(variance + epsilon)": "np.sqrt(variance + epsilon) if training else variance"},
        "With `training=False` you divide by the running variance. As in training, it is its root that is the spread, "
        "with epsilon under it.",
    ),
    "modes exchanged": (
        {"if training": "if not training"},
        "The two modes have changed places: in training the batch counts, and the running statistics follow it.",
    ),
    "beta multiplied by gamma": (
        {"gamma * X_hat + beta": "gamma * (X_hat + beta)"},
        "You add beta before multiplying by gamma, so that beta is scaled, too. It is added last.",
    ),
    "X in the cache": (
        {"(X_hat, gamma, std), running": "(X, gamma, std), running"},
        "Output and running statistics are right. The first of the cache is X as it came: wanted is X_hat, normalised.",
    ),
    "variance in the cache": (
        {"(X_hat, gamma, std), running": "(X_hat, gamma, variance), running"},
        "Output and running statistics are right. The last of the cache is the variance: wanted is std, its root.",
    ),
    "no running statistics in evaluation mode": (
        {"(X_hat, gamma, std), running": "(X_hat, gamma, std), running if training else None"},
        "With `training=False` None comes back for `running`. Give the pair back as it came: it is needed next time.",
    ),
}
