"""Where evidence, workers, case and lists meet: walk, analyse, match, verify."""
