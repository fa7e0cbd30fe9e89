-- What an office writes often.
CREATE TABLE templat (
    id TEXT PRIMARY KEY,
    judul TEXT NOT NULL UNIQUE,
    isi TEXT NOT NULL,
    kategori TEXT,
    aktif BOOLEAN NOT NULL,
    diubah_pada TIMESTAMP NOT NULL
);
