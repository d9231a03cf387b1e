"""What is told to a collector of OpenTelemetry, where one is configured; nothing here is loaded without one."""
