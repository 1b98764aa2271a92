"""Names of people and firms, all made up."""

from __future__ import annotations

FIRST = (
    "adele", "bram", "carys", "dario", "elif", "fergus", "gisela", "hamza", "ingrid", "jarek", "kezia",
    "lorcan",
    "mina", "niall", "orla", "piotr", "quentin", "ruta", "saoirse", "tariq", "una", "viktor", "wenke",
    "ximena",
    "yannick", "zuzana", "anouk", "bashir", "cleo", "dmitri",
)  # fmt: skip
LAST = (
    "abbott", "bianchi", "craddock", "dahl", "eklund", "ferreira", "grady", "hollis", "iversen", "jansen",
    "kerr",
    "lindgren", "mbeki", "nowak", "okafor", "pryce", "quist", "rahman", "sorensen", "tobin", "ueda", "vance",
    "whelan", "xu", "yates", "zielinski",
)  # fmt: skip
PLACES = (
    "Alder", "Bracken", "Calder", "Dunmore", "Eastwick", "Fenwick", "Glenrow", "Holt", "Inver", "Juniper",
    "Kestle",
    "Larkhill", "Marlow", "Norden", "Oakvale", "Penrose", "Quarry", "Rowan", "Stonely", "Thorn", "Ulver",
    "Vale",
    "Westry", "Yarrow",
)  # fmt: skip
TRADES = (
    "Plumbing", "Lifts", "Solar", "Heating", "Cooling", "Electrical", "Drainage", "Fire Alarms", "Boilers",
    "Roofing",
    "Elevators", "Heat Pumps",
)  # fmt: skip
