"""What is made beside the program: list of parts, sums, manual, offline folder. The program itself never uses it."""
