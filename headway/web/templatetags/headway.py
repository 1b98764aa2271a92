"""Filters and tags that draw figures, ranges, trends and shares."""

from django import template

register = template.Library()
