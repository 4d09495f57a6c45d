"""The world editor is where a reader changes a case."""
