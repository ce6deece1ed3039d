"""Every address for everybody in every phase of a request, and the answer each one gets."""
