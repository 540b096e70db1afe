"""What the format says of a text, said to somebody who sees fields and no text."""

import re

from literasi.domain.questions.refusing import FieldProblem

_KEY_NAME = re.compile(r" \((?:caption|label|why|cue|technique|topic|place|difficulty|review-by)\)")
_MENDS = {
    'Beri tanda "- [x]" pada satu pilihan.': "Centang satu pilihan yang tepat.",
    'Sisakan satu "- [x]"; yang lain "- [ ]".': "Sisakan satu centang.",
    'Tambahkan paling sedikit satu "- [ ]" yang belum tepat.': (
        "Tambahkan paling sedikit satu pilihan tanpa centang."
    ),
    'Tulis "- [ ] teks" atau "- [x] teks" di awal baris.': "Tulis isi pilihannya.",
}


def in_form_words(problem: FieldProblem) -> FieldProblem:
    """*problem* without names of keys and signs of the format."""
    field, message, mend = problem.field, _KEY_NAME.sub("", problem.message), problem.mend
    if message.startswith(f"{field} "):
        message = f"Isian ini {message.removeprefix(field).lstrip()}"
    if field == "source" and message.startswith("Sumber "):
        return FieldProblem(
            field, "Sumber ini tidak ada di daftar.", "Pilih yang lain, atau isi sumber baru."
        )
    if field in {"review-by", "retired"} and message.startswith("Tanggal "):
        return FieldProblem(field, message, "Tulis misalnya 23-11-2027.")
    return FieldProblem(field, message, _MENDS.get(mend, mend).replace(f"{field}: ", ""))
