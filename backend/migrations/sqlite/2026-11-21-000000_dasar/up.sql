-- Everything the portal keeps. Ids are UUIDv7 texts minted on the device, enums are texts, times are UTC without zone,
-- JSON is text. Both databases hold the same tables; SQLite compares texts by byte.

CREATE TABLE wilayah (
    kode TEXT PRIMARY KEY,
    level TEXT NOT NULL,
    nama TEXT NOT NULL,
    induk TEXT,
    lat DOUBLE NOT NULL,
    lng DOUBLE NOT NULL
);
CREATE INDEX wilayah_induk ON wilayah (induk);

CREATE TABLE wilayah_batas (
    kode TEXT PRIMARY KEY,
    nama TEXT NOT NULL,
    level TEXT NOT NULL,
    geometri TEXT NOT NULL
);

CREATE TABLE libur (
    tanggal DATE PRIMARY KEY,
    jenis TEXT NOT NULL,
    nama TEXT NOT NULL
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    nama_pengguna TEXT NOT NULL UNIQUE,
    nama TEXT NOT NULL,
    peran TEXT NOT NULL,
    wilayah_kode TEXT NOT NULL,
    sandi_hash TEXT NOT NULL,
    aktif BOOLEAN NOT NULL,
    dibuat_pada TIMESTAMP NOT NULL
);

-- One login on one device; its tokens are one family.
CREATE TABLE sesi (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    perangkat TEXT NOT NULL,
    dibuat_pada TIMESTAMP NOT NULL,
    kedaluwarsa TIMESTAMP NOT NULL,
    dicabut_pada TIMESTAMP
);
CREATE INDEX sesi_account ON sesi (account_id);

CREATE TABLE sesi_token (
    hash TEXT PRIMARY KEY,
    sesi_id TEXT NOT NULL REFERENCES sesi (id),
    pendahulu TEXT,
    dibuat_pada TIMESTAMP NOT NULL,
    dipakai_pada TIMESTAMP
);
CREATE INDEX sesi_token_pendahulu ON sesi_token (pendahulu);
CREATE INDEX sesi_token_sesi ON sesi_token (sesi_id);

-- `tenggat` is 9999-12-31 where no clock runs, so that a list by deadline has one order on both databases.
CREATE TABLE aduan (
    id TEXT PRIMARY KEY,
    kode TEXT NOT NULL UNIQUE,
    kunci_hash TEXT NOT NULL,
    jenis TEXT NOT NULL,
    kategori TEXT NOT NULL,
    uraian TEXT NOT NULL,
    wilayah_kode TEXT NOT NULL,
    wilayah_dari_posisi BOOLEAN NOT NULL,
    lat DOUBLE,
    lng DOUBLE,
    akurasi_m DOUBLE,
    posisi_sumber TEXT,
    lokasi_catatan TEXT NOT NULL,
    nama TEXT NOT NULL,
    hp TEXT NOT NULL,
    email TEXT,
    anonim BOOLEAN NOT NULL,
    rahasia BOOLEAN NOT NULL,
    persetujuan_versi TEXT NOT NULL,
    persetujuan_pada TIMESTAMP NOT NULL,
    status TEXT NOT NULL,
    versi BIGINT NOT NULL,
    ditangkap_pada TIMESTAMP NOT NULL,
    diterima_pada TIMESTAMP NOT NULL,
    diverifikasi_pada TIMESTAMP,
    diubah_pada TIMESTAMP NOT NULL,
    tenggat DATE NOT NULL,
    tenggat_sementara BOOLEAN NOT NULL,
    rilis_judul TEXT,
    rilis_ringkasan TEXT,
    rilis_pada TIMESTAMP
);
CREATE INDEX aduan_diterima ON aduan (diterima_pada, id);
CREATE INDEX aduan_status_diterima ON aduan (status, diterima_pada, id);
CREATE INDEX aduan_kategori_diterima ON aduan (kategori, diterima_pada, id);
CREATE INDEX aduan_wilayah_diterima ON aduan (wilayah_kode, diterima_pada, id);
CREATE INDEX aduan_tenggat ON aduan (tenggat, id);

-- The photos that a report lists. `diterima_pada` stays empty until the file itself is whole in the store.
CREATE TABLE aduan_foto (
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    sha256 TEXT NOT NULL,
    urutan INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    diterima_pada TIMESTAMP,
    PRIMARY KEY (aduan_id, sha256)
);

-- Every step of a report, the first included.
CREATE TABLE aduan_langkah (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    urutan INTEGER NOT NULL,
    tindakan TEXT,
    status TEXT NOT NULL,
    catatan TEXT,
    publik BOOLEAN NOT NULL,
    account_id TEXT REFERENCES account (id),
    pada TIMESTAMP NOT NULL,
    UNIQUE (aduan_id, urutan)
);

CREATE TABLE aduan_pesan (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    dari TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    isi TEXT NOT NULL,
    tanggapan BOOLEAN NOT NULL,
    publik BOOLEAN NOT NULL,
    pada TIMESTAMP NOT NULL
);
CREATE INDEX aduan_pesan_aduan ON aduan_pesan (aduan_id, pada);

CREATE TABLE aduan_penilaian (
    aduan_id TEXT PRIMARY KEY REFERENCES aduan (id),
    nilai INTEGER NOT NULL,
    komentar TEXT NOT NULL,
    pada TIMESTAMP NOT NULL
);

-- Words by which an officer finds a report; searched by prefix.
CREATE TABLE aduan_kata (
    kata TEXT NOT NULL,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    PRIMARY KEY (kata, aduan_id)
);
CREATE INDEX aduan_kata_aduan ON aduan_kata (aduan_id);

-- What was done, kept for ever with its answer: the same aksi sent again gets that answer again.
CREATE TABLE aksi (
    id TEXT PRIMARY KEY,
    jenis TEXT NOT NULL,
    pemilik TEXT NOT NULL,
    badan_sha256 TEXT NOT NULL,
    status INTEGER NOT NULL,
    jawaban TEXT NOT NULL,
    lokasi TEXT,
    perangkat TEXT NOT NULL,
    urutan BIGINT NOT NULL,
    ditangkap_pada TIMESTAMP NOT NULL,
    pada TIMESTAMP NOT NULL
);

-- Each field's former and present value, for "as it stood on a date".
CREATE TABLE riwayat (
    id TEXT PRIMARY KEY,
    tabel TEXT NOT NULL,
    catatan_id TEXT NOT NULL,
    kolom TEXT NOT NULL,
    lama TEXT,
    baru TEXT,
    account_id TEXT,
    pada TIMESTAMP NOT NULL
);
CREATE INDEX riwayat_catatan ON riwayat (tabel, catatan_id, pada);
