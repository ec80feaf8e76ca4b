"""Weekly as a wall screen: one block a view, no scrolling, turned by keys or by itself."""

from pages.components.kiosk import wall

wall()
