"""One module for each kind of server: how it is recognised, and how it is read.

None of them believes a status: servers answer 200 to routes they do not have, and 404 while they load.
"""
