"""Platform sandbox: an emulator of publishing platforms for tests and demonstrations. Knows nothing of the product."""
