"""What people type on the main road, and how it becomes an order."""
