"""What was granted to us: specific licenses with quantity and value drawn down, and the papers that prove a use.

Pure arithmetic on values. Never decides whether a shipment may go, never stores anything, and never lets a license be
drawn below zero.
"""
