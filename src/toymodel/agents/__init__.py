"""Who acts: tables and mesa-optimizers, searches, learners and those who ask when unsure."""

from typing import TypeAlias

from .agent import Agent, MesaOptimizer
from .learning import (
    ActorCritic,
    Controller,
    Learner,
    QLearning,
    Stationary,
    Trained,
    best_earnings,
    earnings,
    learner_gain,
    regret_over,
    train,
)
from .planning import lookahead, plan
from .search import Search, Softmax, Worst, perfect_training, policies

AnyAgent: TypeAlias = Agent | MesaOptimizer

__all__ = [
    "ActorCritic",
    "Agent",
    "AnyAgent",
    "Controller",
    "Learner",
    "MesaOptimizer",
    "QLearning",
    "Search",
    "Softmax",
    "Stationary",
    "Trained",
    "Worst",
    "best_earnings",
    "earnings",
    "learner_gain",
    "lookahead",
    "perfect_training",
    "plan",
    "policies",
    "regret_over",
    "train",
]
