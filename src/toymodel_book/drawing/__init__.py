"""Pictures: pure functions from values to SVG and HTML."""
