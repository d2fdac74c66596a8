"""`./dev faults`: thousands of publications while everything breaks; counted at the platforms. See docs/operations/faults.md."""
