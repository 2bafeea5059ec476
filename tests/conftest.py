"""Settings of the whole test run: hypothesis draws the same examples every time, so that a run says the same thing twice."""

from hypothesis import HealthCheck, settings

settings.register_profile("fixed", derandomize=True, max_examples=200, deadline=None, database=None,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fixed")
