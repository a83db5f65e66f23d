"""Experiments of lesson 18: vowels spoken by resonators, and read by networks from measurements and from sound."""
