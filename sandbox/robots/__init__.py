"""Group robots of three chat apps: keys, signatures, keywords, limits and codes as their makers describe them."""
