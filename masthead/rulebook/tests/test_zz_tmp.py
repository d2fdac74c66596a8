import pytest
@pytest.mark.django_db
def test_seeds(cast):
    from masthead.trail.probes import PROBES
    print(PROBES["accounts.administrator_and_backup"].seed())
