"""What governments call themselves, and which government an official domain belongs to."""
