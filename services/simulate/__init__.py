"""The stage table played forward in time: how many pods, how long a wait, what breaks first."""
