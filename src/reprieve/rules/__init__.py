"""What the law says: packs, conditions, decisions, timelines, reasons. Knows no case file, no face and no clock.

Reading order: `syntax` and `evaluate` say what a condition means, `law` which version is in force when; `index` and
`book` decide, `residue` and `diagram` settle unknowns exactly, `timeline` runs a decision over time, `explain` says
why. `pack` and its neighbours load the law; `check`, `coverage` and `packtest` examine it; `bind` turns a case into
facts.
"""
