"""Rosters as a supervisor uploads them."""

NAMES = ("Siti", "Budi", "Ani", "Rahmat", "Norhayati", "Yusuf", "Dewi", "Agus", "Lina", "Hendra")


def roster_of(count=60, faulty=4):
    """A roster in CSV, as Indonesian Excel saves it; of *count* rows *faulty* ones cannot be used."""
    rows = [
        f"19850101201001{number:04};{NAMES[number % 10]} {number};siti{number}@contoh.id;"
        f"8123456{number:04};Angkatan 1"
        for number in range(1, count + 1)
    ]
    breaks = (
        lambda row: row.replace(row.split(";")[0], "1,98501E+17"),
        lambda row: row.replace(f";{row.split(';')[1]};", ";;"),
        lambda row: row.replace("@contoh.id", ""),
        lambda row: row.replace(f";{row.split(';')[3]};", ";0812;"),
    )
    for number in range(faulty):
        rows[number * 7 + 3] = breaks[number % 4](rows[number * 7 + 3])
    return "\r\n".join(["NIP;Nama Lengkap;Email;No. HP;Angkatan", *rows, ""]).encode("utf-8-sig")
