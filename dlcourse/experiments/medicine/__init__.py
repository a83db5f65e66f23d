"""Experiments of lesson 23, medicine: patients, who scores them, what decisions cost, a second hospital, a leak."""

from dlcourse.experiments.medicine.decisions import TEXTURE, cost, everyday_test, groups, prices, rules
from dlcourse.experiments.medicine.doctors import LOGISTIC, NETWORK, SIDES, TOO_LONG, judged, splits, tuned
from dlcourse.experiments.medicine.hospitals import both_hospitals
from dlcourse.experiments.medicine.leaks import leak
from dlcourse.experiments.medicine.patients import ALL, EIGHT, SETS

__all__ = [
    "ALL",
    "EIGHT",
    "LOGISTIC",
    "NETWORK",
    "SETS",
    "SIDES",
    "TEXTURE",
    "TOO_LONG",
    "both_hospitals",
    "cost",
    "everyday_test",
    "groups",
    "judged",
    "leak",
    "prices",
    "rules",
    "splits",
    "tuned",
]
