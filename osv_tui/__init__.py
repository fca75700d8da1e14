"""osv-tui: the station with which Dutch election counts are entered, checked, added up and published."""

__version__ = "0.1.0"
