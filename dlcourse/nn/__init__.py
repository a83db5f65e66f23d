"""Built of the lessons' functions: layers, optimizers, networks, and fast forms; a module or folder for each lesson."""
