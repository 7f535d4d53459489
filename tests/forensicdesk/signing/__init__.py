"""Tests of forensicdesk.signing, with real keys, certificates and connections on this machine alone."""
