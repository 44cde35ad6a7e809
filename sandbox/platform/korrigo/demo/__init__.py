"""Believable data from a fixed seed: the same pupils, copies and files in every sandbox."""
