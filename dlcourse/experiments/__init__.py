"""What the notebooks call to run their experiments: tasks, trainings, comparisons; a module for each lesson."""
