"""Solves worlds one by one with QuantEcon's DiscreteDP, for `census`; runs in an interpreter that has QuantEcon.

Reads a line of JSON with "states" and "worlds" ([moves, start, rewards] each), writes a line
[seconds of processor time, sum of the values from the start]; and again, until there are no more.
"""

import json
import sys
import time

import numpy as np
from quantecon.markov import DiscreteDP

for line in sys.stdin:
    given = json.loads(line)
    begun, total = time.process_time(), 0.0
    for moves, start, rewards in given["worlds"]:
        n = given["states"]
        m = len(moves) // n
        transition = np.zeros((n, m, n))
        transition[np.repeat(np.arange(n), m), np.tile(np.arange(m), n), moves] = 1
        for reward in rewards:
            solved = DiscreteDP(np.reshape(reward, (n, m)), transition, 0.5).solve(method="policy_iteration")
            total += solved.v[start]
    sys.stdout.write(json.dumps([time.process_time() - begun, total]) + "\n")
    sys.stdout.flush()
