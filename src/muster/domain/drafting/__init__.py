"""Clauses as counsel writes them: typed parameters, plain language, and a meaning that computes."""
