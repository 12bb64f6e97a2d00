"""What governments publish: readers of official formats -> dated snapshots with coverage -> as-of view, diff, history.

Never decides what a listing means; the law does.
"""
