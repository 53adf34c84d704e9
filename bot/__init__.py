"""The program: channels, the service that ties everything together, settings and the command line."""
