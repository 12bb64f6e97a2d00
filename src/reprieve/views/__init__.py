"""Kit: verdicts in words, tables and timelines, one rendering for terminal, report and pages; it never decides."""
