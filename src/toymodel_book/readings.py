"""Some readings have a name, by which the views offer them."""

from __future__ import annotations

from toymodel.alignment import Reading

READINGS: dict[str, tuple[str, Reading]] = {
    "believed": (
        "by her own lights",
        Reading(observed_in="beliefs", objectives="selected", selected_by="human", performs="W5"),
    ),
    "believed-true": (
        "her objective, the world's success",
        Reading(observed_in="beliefs", objectives="selected", selected_by="human", performs="W1"),
    ),
    "world": ("by the world's lights", Reading(observed_in="deployment")),
    "some": ("charitable: some objective will do", Reading(objectives="some", trivial="included")),
    "cautious": ("cautious: every objective must do", Reading()),
}
"""The readings that the researcher's view and the world editor offer, each with its words."""
