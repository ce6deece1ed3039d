"""The headline scenario: 23 Texas governments encrypted in one night, 16 August 2019.

Real: the event, its times, the governments and their figures. Synthetic: requests, people, kit,
agreements and who joined them.
"""
