"""Each file is one case; its docstring says hypothesis, story, numbers, and who fails at what."""
