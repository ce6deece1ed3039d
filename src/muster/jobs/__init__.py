"""Work done outside a request: queued in the transaction that wants it, run by the worker."""
