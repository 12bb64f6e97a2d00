"""What was decided and why: a durable book to which records are added, each chained to the one before by its digest.

Never changes a record, never decides anything, and never knows what a record's content means.
"""
