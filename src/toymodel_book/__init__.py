"""The book: drawing, live views, the world editor and the exercises. Nothing in `toymodel` needs it."""
