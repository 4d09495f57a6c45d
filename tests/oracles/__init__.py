"""An oracle for the seven definitions: written from the mathematics, by enumeration, with exact numbers.

It shares no code with what it checks: it reads the data of cases, readings and worlds, and works out
everything else anew. `worlds` has values, reachability and plans; `behavior` the eight operators;
`performance` the eight notions; `verdicts` the definitions and the check of a witness; `cases`
draws random cases and readings from a seed.
"""
