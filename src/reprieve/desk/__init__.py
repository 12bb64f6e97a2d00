"""The use cases: each a short script over the rooms. Only the desk knows both rooms and views."""
