"""What the worker does for the directory; importing it declares every job."""

from muster.directory.jobs import joining, lists, offices, rota

__all__ = ["joining", "lists", "offices", "rota"]
