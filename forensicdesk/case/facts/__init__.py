"""The facts of every picture and film as columns in memory: quickly chosen, counted, grouped and put in order."""
