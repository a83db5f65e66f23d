"""Lesson representations: how to make each explorer."""

EXPLORERS = {}
