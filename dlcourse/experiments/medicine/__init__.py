from dlcourse.experiments.medicine.doctors import *
from dlcourse.experiments.medicine.patients import *
