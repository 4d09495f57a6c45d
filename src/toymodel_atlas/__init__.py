"""Every arrow under every reading: the prover, the census, and the smallest counterexamples."""
