"""Word lists of the content check."""


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Words with di- that are no verbs, that describe, or that lack the space of "di rumah".
NO_VERBS = _words("""
    dia diabetes diagnosis diagram dialek dialog diam diameter dian diare didikan dies diesel diet
    difabel digital digitalisasi dikau dikit diksi diktator dikte dilema dimensi dinamika dinamis
    dinamit dinar dinas dinasti dinding dingin dini dinihari diniyah dipan diploma diplomasi diplomat
    direksi direktorat direktori direktur diri dirgantara disabilitas disana disini disitu dimana
    disertasi disinfektan disinformasi disiplin disket diskon diskriminasi diskusi dispensasi dispenser
    display distorsi distribusi distributor distrik divisi dividen dikenal dipercaya diperlukan
    dibutuhkan dihadapan diantara diatas dibawah didalam diluar didepan dibelakang dirumah
""")  # fmt: skip

# Verbs with ter- that hide who did it. Other words with ter- tell how something is, or are no verbs.
HIDING_VERBS = _words("""
    terbagi terbaca tercantum tercatat tercetak tercuri terdata terdaftar terdeteksi terekam terenkripsi
    terhapus terhimpun terindikasi teridentifikasi terkirim terkonfirmasi terkumpul terlacak terlampir
    termuat terpantau terpasang terpenuhi terselenggara terselesaikan tersampaikan tersebar tersimpan
    tersusun tertipu tertulis terungkap terunggah terverifikasi tervalidasi terwujud
""")  # fmt: skip

# Who may stand right after a passive verb and has done it.
DOERS = _words("""
    oleh orang orang-orang warga anda kita kami mereka siapa siapa-siapa saya ia dia polisi petugas
    pihak pemerintah dinas kantor bank media akun teman keluarga kerabat saudara anak ibu ayah paman
    bibi tetangga guru dokter ahli pakar lembaga grup situs aplikasi kelompok sekolah lurah camat wali
    presiden banyak seseorang sebagian satu dua tiga beberapa ribuan ratusan puluhan semua setiap tiap
    admin kru saksi tim wartawan panitia perusahaan badan balai desa kota negara operator kuis bot mesin
    robot ai komputer hakim pengadilan produsen toko bupati gubernur menteri manusia anggota masyarakat
    jaksa sopir nelayan petani
""")  # fmt: skip

# Words before a verb that somebody is to do, or did next.
BEFORE_A_STEP = _words("""
    kemudian lalu harus harusnya seharusnya perlu wajib sebaiknya hendaknya mohon agar
""")  # fmt: skip

# Words before a verb that only says what something is like.
BEFORE_A_DESCRIPTION = _words("""
    yang layak mudah sulit susah patut pantas enak untuk cukup
""")  # fmt: skip

# Words before those of a step that make it none: "tidak perlu", "yang perlu".
BEFORE_NO_STEP = _words("""
    yang tidak tak bukan belum memang
""")  # fmt: skip

# What ends with a full stop inside a sentence.
SHORTENED = _words("""
    dll dsb dst a.n d.a hlm jl jln no tgl dr drs prof ir hj kol yth bpk sdr st km art pt cv tbk rp vs s.d
""")  # fmt: skip

# How the name of an office begins.
OFFICES = _words("""
    badan balai bank dewan dinas direktorat kantor kementerian komisi lembaga otoritas pemerintah rumah
    universitas pusat wali
""")  # fmt: skip

# Small words inside a name.
JOINING = _words("""
    dan di dari untuk
""")  # fmt: skip

# Words of chain messages.
ALARMING = _words("""
    viral heboh gempar geger sebarkan viralkan terbongkar terkuak mengejutkan mencengangkan
    menggemparkan mengerikan menghebohkan ngeri miris astaga wow dahsyat bombastis ngawur
""")  # fmt: skip
