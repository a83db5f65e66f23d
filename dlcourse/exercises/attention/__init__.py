"""Lesson 14, attention: its exercises, in lesson order."""

ORDER = ("perplexity", "byte_pair_merge", "kv_cache_step", "mirrored")
