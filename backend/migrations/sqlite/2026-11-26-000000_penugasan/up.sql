-- Offices and their parts, and who holds which role where, for which office, from when to when.

CREATE TABLE skpd (
    kode TEXT PRIMARY KEY,
    nama TEXT NOT NULL,
    aktif BOOLEAN NOT NULL
);

CREATE TABLE bidang (
    kode TEXT PRIMARY KEY,
    skpd_kode TEXT NOT NULL REFERENCES skpd (kode),
    nama TEXT NOT NULL,
    aktif BOOLEAN NOT NULL
);
CREATE INDEX bidang_skpd ON bidang (skpd_kode);

-- An assignment is never deleted: it ends, and stays under the name of who held it.
CREATE TABLE penugasan (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    peran TEXT NOT NULL,
    wilayah_kode TEXT NOT NULL,
    skpd_kode TEXT REFERENCES skpd (kode),
    bidang_kode TEXT REFERENCES bidang (kode),
    mulai DATE NOT NULL,
    sampai DATE,
    dibuat_oleh TEXT REFERENCES account (id),
    dibuat_pada TIMESTAMP NOT NULL
);
CREATE INDEX penugasan_account ON penugasan (account_id);
CREATE INDEX penugasan_peran ON penugasan (peran, wilayah_kode);

-- The one officer of before did all the work: he keeps it under its three names.
INSERT INTO penugasan (id, account_id, peran, wilayah_kode, mulai, dibuat_pada)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), account.id, baru.peran, account.wilayah_kode, date(account.dibuat_pada), account.dibuat_pada
FROM account
JOIN (
    SELECT 'admin' AS lama, 'admin' AS peran
    UNION ALL SELECT 'petugas', 'verifikator_skpd'
    UNION ALL SELECT 'petugas', 'pejabat_penghubung'
    UNION ALL SELECT 'petugas', 'tim_teknis'
) AS baru ON baru.lama = account.peran;

ALTER TABLE account DROP COLUMN peran;
ALTER TABLE account DROP COLUMN wilayah_kode;
