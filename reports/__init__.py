"""From a finished ReportModel to bytes. No database, no clock, no Qt."""
