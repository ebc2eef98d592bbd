"""The terminal app: three screens over the services, drawn by Textual."""
