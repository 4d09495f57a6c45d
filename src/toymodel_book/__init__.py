"""The book has drawings, live views, the world editor and the exercises; nothing in `toymodel` needs it."""
