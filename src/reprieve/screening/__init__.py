"""Whose name this is: names cut into words and weighed, compared word by word, every figure explained.

Never decides what a match means: the law does, and a person settles what stays open.
"""
