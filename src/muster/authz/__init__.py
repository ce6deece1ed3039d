"""Who acts, in what standing, and whether they may."""
