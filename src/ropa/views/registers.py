"""Names of the overview, for the views that still ask here."""

from ropa.views.overview import controller_register, destinations, optional, processor_register

__all__ = ["controller_register", "destinations", "optional", "processor_register"]
