"""What can answer: discovery, probes and the snapshot that decisions are made on."""
