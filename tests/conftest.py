"""What holds for every test: a busy machine is no fault, so nothing is judged by the seconds it took."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("whatever-the-load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever-the-load")
