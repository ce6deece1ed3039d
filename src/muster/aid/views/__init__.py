"""Pages of the main road. A page reads through queries and writes through services."""
