"""What several tests need: shared material, small evidence, running the program."""
