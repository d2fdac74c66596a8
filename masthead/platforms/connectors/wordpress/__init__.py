"""WordPress: the company's own website or blog, by its REST interface and an application password. See README.md."""
