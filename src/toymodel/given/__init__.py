"""What a user writes is made exact, or refused where it is wrong: numbers, names, rows of probabilities, arrays.

====================  ========================================================================================
`numbers`             what a number means, as a fraction, and how one is shown
`names`               what states and actions are called, and which one a name means
`rows`                sparse distributions, checked; nothing is rescaled
`rounding`            floats made nearest fractions, where that is asked for, on record
`arrays`, `moves`     the parts of an environment (`Environment.from_arrays`, `Environment.build`)
====================  ========================================================================================

To follow how a definition is decided, take it that numbers are fractions and that a row ``((s', p), …)`` sums to one.
"""
