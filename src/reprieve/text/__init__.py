"""Kit: names and words as text; so far names folded for plain equality."""
