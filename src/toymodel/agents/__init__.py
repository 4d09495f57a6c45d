"""Who acts: tables and mesa-optimizers."""

from typing import TypeAlias

from .agent import Agent, MesaOptimizer
from .planning import lookahead, plan

AnyAgent: TypeAlias = Agent | MesaOptimizer

__all__ = ["Agent", "AnyAgent", "MesaOptimizer", "lookahead", "plan"]
