"""Reading what official publishers hand out: each file in one transaction, all or nothing."""
