"""The demo company 云岭茶业: a believable past made only of real deeds (decision 0008)."""
