"""An agent is what acts: a table, a mesa-optimizer, a learner, or one that asks when unsure."""

from typing import TypeAlias

from .agent import Agent, MesaOptimizer
from .demonstrations import Demonstrations
from .learning import (
    ActorCritic,
    Controller,
    Learner,
    QLearning,
    Stationary,
    Trained,
    learner_gain,
    optimal_undiscounted_return,
    regret_over,
    train,
    undiscounted_return,
)
from .planning import lookahead, plan
from .search import Search, Softmax, Worst, perfect_training, policies

AnyAgent: TypeAlias = Agent | MesaOptimizer

__all__ = [
    "ActorCritic",
    "Agent",
    "AnyAgent",
    "Controller",
    "Demonstrations",
    "Learner",
    "MesaOptimizer",
    "QLearning",
    "Search",
    "Softmax",
    "Stationary",
    "Trained",
    "Worst",
    "learner_gain",
    "lookahead",
    "optimal_undiscounted_return",
    "perfect_training",
    "plan",
    "policies",
    "regret_over",
    "train",
    "undiscounted_return",
]
