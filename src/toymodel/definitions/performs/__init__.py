"""The notions of "performs well", by name."""

from . import regret
from .notion import Notion, Trial, notion, notions

__all__ = ["Notion", "Trial", "notion", "notions", "regret"]
