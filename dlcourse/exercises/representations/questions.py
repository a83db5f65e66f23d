"""Lesson 09, representations: the questions."""
