"""Passwords that thieves try first. All in lower case; only those that are long enough to be offered at all.

``LOCAL_WORDS`` are refused with any digits and signs around them: ``samarinda2026``, ``Bismillah!``.
"""

_COMMON = """
password password1 password12 password123 passw0rd p@ssw0rd p@ssword passwort 12341234 11223344 123123123
1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc zaq12wsx q1w2e3r4 1qazxsw2 123qweasd qwertyui qwertyuiop qwerty12
qwerty123 qwerty1234 qwerty12345 asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123 asdf1234 qwer1234 abcd1234 abc12345
abc123456 abcdefg1 a1b2c3d4 aa123456 aa12345678 a1234567 a12345678 a123456789 123456789a 12345678a 1234567a
987654321a 1234qwer 123456qwerty 12qwaszx 123abc456 147258369 159753456 741852963 789456123 963852741
13579246 24681357 12121212 10101010 20202020 19451945 17081945 17agustus 17agustus1945 17081945a iloveyou
iloveyou1 iloveyou2 iloveyou123 ilovegod loveyou1 loveyou123 sunshine sunshine1 princess princess1 football
football1 baseball superman superman1 batman123 spiderman starwars pokemon1 pokemon123 dragon123 monkey123
shadow123 master123 michael1 jennifer jordan23 liverpool liverpool1 manchester chelsea1 barcelona juventus
arsenal1 realmadrid computer computer1 internet internet1 trustno1 whatever welcome1 welcome123 letmein1
letmein123 admin123 admin1234 admin12345 administrator administrator1 root1234 toor1234 guest123 test1234
testtest testing1 testing123 changeme changeme1 default1 secret123 login123 master12 hello123 helloworld
freedom1 blink182 linkinpark metallica slipknot nirvana1 sayangku sayangkamu sayang123 sayang12 sayang1234
sayangmu cintaku1 cintaku123 cintaku cintakamu akucinta akucintakamu akusayangkamu akusayangmu cinta123
cinta1234 rahasia1 rahasia12 rahasia123 rahasia1234 katasandi katasandi1 katasandi123 sandi123 sandi1234
masuk123 masuk1234 indonesia indonesia1 indonesia123 indonesia45 indonesia1945 merdeka1 merdeka45 merdeka123
garuda123 pancasila pancasila1 bhinneka bismillah bismillah1 bismillah123 alhamdulillah allahuakbar allah123
allahswt assalamualaikum subhanallah astagfirullah muhammad muhammad1 muhammad123 yesuskristus tuhanyesus
jesus123 yesus123 haleluya budi1234 agus1234 andi1234 dewi1234 putri123 putra123 ahmad123 nur12345 siti1234
bunda123 ibuku123 ayah1234 keluarga keluargaku anakku123 doraemon doraemon1 naruto123 sasuke123 onepiece
mobilelegend mobilelegends freefire freefire1 freefire123 pubgmobile gametime facebook facebook1 facebook123
whatsapp whatsapp1 instagram instagram1 tiktok123 youtube1 youtube123 google123 gmail123 android1 samsung1
samsung123 oppo1234 vivo1234 xiaomi123 persija1 persib1933 persebaya bonek1927 arema1987 aremania jakmania
bobotoh viking1993 pusamania borneofc jakarta1 jakarta123 surabaya surabaya1 bandung1 bandung123 yogyakarta
makassar balikpapan banjarmasin selamatpagi selamatdatang terimakasih terimakasih1 apakabar apakabar1
lupa1234 lupasandi lupapassword tidaktahu gaktau123 bebas123 terserah terserah1 kosong123 percobaan cobacoba
coba1234 mantapjiwa semangat semangat1 semangat45 sukses123 pejuang45 polisi110 tniadjaya guru1234 pegawai1
pegawai123 pnsasn123 kantor123
"""
_LOCAL_WORDS = """
literasi literasisamarinda samarinda kotasamarinda samarindaku wargasamarinda samarindakota tepian
kotatepian mahakam sungaimahakam jembatanmahakam kaltim kalimantan kalimantantimur borneo borneofc
pesutmahakam pesut bekantan sarungsamarinda sarung amplang diskominfo kominfo diskominfosamarinda pemkot
pemkotsamarinda walikota palaran sambutan sungaikunjang sungaipinang loajanan samarindaulu samarindaseberang
mangkupalas citraniaga lembuswana islamiccenter kutai kutaikartanegara tenggarong balikpapan bontang
nusantara ibukotanusantara hoaks hoax antihoaks antihoax password sandi katasandi rahasia qwerty admin
operator pelatih pembelajar indonesia bismillah sayang cinta merdeka
"""

COMMON = frozenset(_COMMON.split())
LOCAL_WORDS = frozenset(_LOCAL_WORDS.split())
