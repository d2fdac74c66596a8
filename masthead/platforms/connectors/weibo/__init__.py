"""微博: the open platform's sharing call, and the commercial tier where the company has it."""
