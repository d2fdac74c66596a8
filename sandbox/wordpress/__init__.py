"""A WordPress site with one user per account: REST wp/v2 with application passwords, its comment form and its pages."""
