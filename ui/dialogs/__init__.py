"""Dialogs: each collects one request, none of them works itself."""
