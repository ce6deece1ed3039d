"""What the embedded server says when it cannot do its work."""


class ClusterError(RuntimeError):
    """A sentence that says what went wrong with the embedded database and what to do next."""
