"""What can be said of conditions without a lead: when they can be true, whom they share, how far scores reach.

Fields compared with constants fall into a few cells (missing, each constant, what lies between); over these a
condition is tried out in full. What is not understood counts as free to be anything, so that "never" and
"always" hold of every possible lead.
"""
