"""The command line: one file for each verb, over forensicdesk.session."""
