"""Change requests: asked, decided, carried out (Clockodo API, work time change requests)."""
