"""Inloggen in twee stappen: the forms, what lies sealed, the way back after setting up, the letters, starting anew.

allauth keeps the factors and asks for them; what is here says it in our words.
"""
