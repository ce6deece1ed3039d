"""Who exists: jurisdictions, organizations, offices, and who holds them now."""
