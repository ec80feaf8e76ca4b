"""Where bookings of a window land: booked, open deals at history's odds, what is still to come."""

from metrics.forecast.landing import forecast, forecasts
from metrics.forecast.records import VERSION, BackTest, Band, Forecast, Part

__all__ = ["VERSION", "BackTest", "Band", "Forecast", "Part", "forecast", "forecasts"]
