"""Everything that leaves the process: the only place that opens sockets, and the permit it asks for."""
