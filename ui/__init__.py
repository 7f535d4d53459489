"""The desktop: Qt windows, pages and item models over forensicdesk.session."""
