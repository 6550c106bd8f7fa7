"""Who publishes what: outlets and agencies as data, by name and by web domain."""

from marsad.outlets.known import Outlet, Outlets, load

__all__ = ["Outlet", "Outlets", "load"]
