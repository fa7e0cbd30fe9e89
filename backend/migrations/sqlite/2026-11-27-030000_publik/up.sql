-- What anyone may see, apart from the complaints themselves, so that no public answer ever reads a table that holds a
-- name, a number or somebody's own words. Made of the complaints, in the transactions that change them.

-- The place is a square of a grid, never the point itself. Nothing of a rahasia complaint stands here.
CREATE TABLE publik (
    aduan_id TEXT PRIMARY KEY,
    kode TEXT NOT NULL UNIQUE,
    jenis TEXT NOT NULL,
    kategori TEXT NOT NULL,
    status TEXT NOT NULL,
    terbuka BOOLEAN NOT NULL,
    wilayah_kode TEXT NOT NULL,
    kecamatan TEXT NOT NULL,
    baris INTEGER NOT NULL,
    kolom INTEGER NOT NULL,
    judul TEXT,
    ringkasan TEXT,
    diterima_pada TIMESTAMP NOT NULL,
    diubah_pada TIMESTAMP NOT NULL
);
CREATE INDEX publik_diterima ON publik (diterima_pada, kode);
CREATE INDEX publik_kecamatan ON publik (kecamatan, diterima_pada, kode);
CREATE INDEX publik_kategori ON publik (kategori, diterima_pada, kode);
CREATE INDEX publik_status ON publik (status, diterima_pada, kode);
CREATE INDEX publik_terbuka ON publik (terbuka, diterima_pada, kode);
CREATE INDEX publik_petak ON publik (baris, kolom, diterima_pada, kode);

-- How many of them stand in each square, on grids from fine to coarse: the map reads some hundreds of these rows,
-- however many complaints there are.
CREATE TABLE publik_sel (
    tingkat INTEGER NOT NULL,
    baris INTEGER NOT NULL,
    kolom INTEGER NOT NULL,
    kategori TEXT NOT NULL,
    terbuka BOOLEAN NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tingkat, baris, kolom, kategori, terbuka)
);

-- In which line of the figures each complaint counts. A rahasia one counts in the whole alone: its kecamatan and
-- kategori are empty. `hari` is -1 until there was an answer.
CREATE TABLE publik_hitung (
    aduan_id TEXT PRIMARY KEY,
    bulan TEXT NOT NULL,
    kecamatan TEXT NOT NULL,
    kategori TEXT NOT NULL,
    hasil TEXT NOT NULL,
    hari INTEGER NOT NULL
);

CREATE TABLE publik_angka (
    bulan TEXT NOT NULL,
    kecamatan TEXT NOT NULL,
    kategori TEXT NOT NULL,
    hasil TEXT NOT NULL,
    hari INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (bulan, kecamatan, kategori, hasil, hari)
);
