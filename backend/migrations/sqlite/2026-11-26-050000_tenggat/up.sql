-- How many working days each stage of a complaint may take: by its kind, perhaps by its category alone (`kategori` is
-- NULL for all that have no rule of their own), for complaints received from one day to another. The first rules are
-- the district's own, put in when the portal starts.

CREATE TABLE batas_waktu (
    id TEXT PRIMARY KEY,
    tahap TEXT NOT NULL,
    jenis TEXT NOT NULL,
    kategori TEXT,
    hari_kerja INTEGER NOT NULL,
    berlaku_mulai DATE NOT NULL,
    berlaku_sampai DATE
);
-- Two who change the same rule at once must not both begin one on the same day.
CREATE UNIQUE INDEX batas_waktu_mulai ON batas_waktu (tahap, jenis, COALESCE(kategori, ''), berlaku_mulai);
