"""What the worker does for the directory; importing it declares every job."""

from muster.directory.jobs import joining, lists, rota

__all__ = ["joining", "lists", "rota"]
