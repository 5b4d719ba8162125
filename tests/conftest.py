"""What every test may ask for, and how long hypothesis looks for a counter-example."""

import os

from hypothesis import HealthCheck, settings

# No deadline: how fast this machine is today is no property of the code.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
