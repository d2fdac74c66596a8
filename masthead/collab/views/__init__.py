"""HTTP ⇄ words."""
