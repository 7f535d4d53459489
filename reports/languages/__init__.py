"""The fixed wording of reports, one module per language; `reports.wording` is the way in."""
