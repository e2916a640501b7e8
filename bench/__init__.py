"""Speed, as ratios against others in the same run: `python -m bench`, or one module of it."""
