"""One case a file; its docstring tells hypothesis, story, numbers, and who fails at what."""
