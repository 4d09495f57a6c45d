"""The stories hold what views, exercises and chapters decide about a world of their own, and draw nothing."""
