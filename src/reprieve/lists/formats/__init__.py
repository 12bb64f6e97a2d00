"""The formats as published, a reader each: files in, entries out, in order, all or nothing. See `lists.reading`."""
