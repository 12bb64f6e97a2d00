"""Kit: bounded reading of what people hand in, and shapes checked with one clear line for whatever is wrong."""
