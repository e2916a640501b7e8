"""Generators of rule sets, leads and activities, driven by one seed, and what makes a failing case small."""
