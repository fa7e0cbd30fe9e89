-- Who follows somebody else's complaint. No name and no number: the key, kept as its hash, is the follower's alone, and
-- what he learns is what anyone may see.
CREATE TABLE aduan_ikut (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    kunci_hash TEXT NOT NULL,
    pada TIMESTAMP NOT NULL,
    berakhir_pada TIMESTAMP
);
CREATE INDEX aduan_ikut_aduan ON aduan_ikut (aduan_id);

-- What is still open in a square of the map, of one kategori.
CREATE INDEX publik_petak_terbuka ON publik (baris, kolom, terbuka, kategori, diterima_pada, kode);
