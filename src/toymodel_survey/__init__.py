"""A survey of random worlds says how often, on one machine or many.

A survey samples worlds with agents, keeps the facts from which every reading is read off, and counts. It needs the
extra ``survey``; a sample is made again as an exact case with the standard library alone (`toymodel_survey.cases`).
"""
