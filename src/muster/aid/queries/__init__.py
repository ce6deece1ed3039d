"""Reads of the main road. What depends on who asks takes the actor."""
