"""Built of the lessons' functions: layers, optimizers, networks, and the fast forms; a module for each lesson."""
