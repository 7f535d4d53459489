"""Random damage to files of every format, through the real child processes: `python -m tests.fuzz.analyse --help`."""
