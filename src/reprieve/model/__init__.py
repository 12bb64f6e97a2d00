"""The hub: nouns, facts, time, verdicts and answers as immutable values; imports nothing of ours."""
