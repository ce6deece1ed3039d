"""Who can help: people, teams and kit, and how many of them home cannot spare."""
