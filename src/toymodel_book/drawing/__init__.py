"""Pictures are pure functions from values to SVG and HTML."""
