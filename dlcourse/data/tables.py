"""Small tables of measurements, with a label in each row: flowers, wines, biopsies."""

from dlcourse.data.stored import arrays, table


def iris_pair():
    """Petals of two kinds of iris, setosa (0) and versicolor (1), which a straight line separates.

    Returns
    -------
    tuple (array (100, 2), int array (100,))
        Length and width of a petal in cm, and the label of the kind.

    References
    ----------
    Fisher (1936), *The use of multiple measurements in taxonomic problems*; the copy in scikit-learn.
    """
    X, y = table("iris.csv")
    return X[y < 2, 2:].copy(), y[y < 2]


def wine():
    """Wines of three growers in one region of Italy, 13 measurements of each; they come sorted by grower.

    Alcohol, malic acid, ash, alkalinity of the ash, magnesium, phenols, flavonoids, other phenols, proanthocyanins,
    colour, hue, dilution and proline, each in a unit of its own.

    Returns
    -------
    tuple (array (178, 13), int array (178,))
        What was measured of each wine, and its grower: 0, 1 or 2.

    References
    ----------
    Aeberhard and Forina (1991), *Wine*, UCI Machine Learning Repository, CC BY 4.0; the copy in scikit-learn.
    """
    return table("wine.csv")


def biopsies():
    """Biopsies of 569 breast tumours, 212 of them malignant: 30 measurements of the nuclei of the cells in each.

    A fine needle took the cells; nuclei were outlined by hand on the picture of a microscope. Ten quantities (radius,
    texture, perimeter, area, smoothness, compactness, concavity, concave points, symmetry, fractal dimension): first
    their means over the nuclei, then the standard errors of these, then the means of the three largest ("worst").
    Lengths are in pixels of these pictures.

    Returns
    -------
    tuple (array (569, 30), int array (569,), list of str)
        What was measured, the diagnosis (1 malignant, 0 benign), and the names of the measurements, as "mean_radius".

    References
    ----------
    Wolberg, Mangasarian, Street and Street (1993), *Breast Cancer Wisconsin (Diagnostic)*, UCI Machine Learning
    Repository, CC BY 4.0; the copy in scikit-learn, where 1 is benign.
    """
    stored = arrays("biopsies.npz")
    X = stored["X"] / 10.0 ** stored["decimals"]  # whole numbers of the last decimal: exactly what was measured
    return X, stored["y"].astype(int), stored["names"].tolist()
