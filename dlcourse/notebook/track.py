"""A progress bar for what takes long in a notebook: `for epoch in track(range(20), "training"): ...`."""

import os
import warnings


def track(steps, description="", **options):
    """Go through `steps`; if that takes longer than a second, show a bar until it is done.

    Nothing is shown while the course's own outputs are made (`DLCOURSE_MODE=reference`): a bar says something else in
    every run.

    Parameters
    ----------
    steps : iterable
    description : str
        What is going on, shown beside the bar.
    **options
        Handed to ``tqdm.auto.tqdm``, such as `total` where `steps` has no length.

    Yields
    ------
    object
        The steps, one by one.
    """
    if os.environ.get("DLCOURSE_MODE") == "reference":
        yield from steps
        return
    from tqdm import TqdmMonitorWarning
    from tqdm.auto import tqdm

    length = len(steps) if hasattr(steps, "__len__") else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TqdmMonitorWarning)  # in a browser no thread can watch the bar: it needs none
        bar = tqdm(desc=description, **{"total": length, "delay": 1.0, "leave": False, **options})
    # Not `tqdm(steps)`: left in the middle, as by an error in the loop, that shows its bar whenever Python clears it
    # away, which may be in a later cell.
    try:
        for step in steps:
            yield step
            bar.update()
    finally:
        bar.close()
