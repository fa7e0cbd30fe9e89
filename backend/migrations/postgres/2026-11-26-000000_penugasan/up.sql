-- Offices and their parts, and who holds which role where, for which office, from when to when.

CREATE TABLE skpd (
    kode TEXT COLLATE "C" PRIMARY KEY,
    nama TEXT NOT NULL,
    aktif BOOLEAN NOT NULL
);

CREATE TABLE bidang (
    kode TEXT COLLATE "C" PRIMARY KEY,
    skpd_kode TEXT COLLATE "C" NOT NULL REFERENCES skpd (kode),
    nama TEXT NOT NULL,
    aktif BOOLEAN NOT NULL
);
CREATE INDEX bidang_skpd ON bidang (skpd_kode);

-- An assignment is never deleted: it ends, and stays under the name of who held it.
CREATE TABLE penugasan (
    id TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    peran TEXT NOT NULL,
    wilayah_kode TEXT COLLATE "C" NOT NULL,
    skpd_kode TEXT COLLATE "C" REFERENCES skpd (kode),
    bidang_kode TEXT COLLATE "C" REFERENCES bidang (kode),
    mulai DATE NOT NULL,
    sampai DATE,
    dibuat_oleh TEXT COLLATE "C" REFERENCES account (id),
    dibuat_pada TIMESTAMP NOT NULL
);
CREATE INDEX penugasan_account ON penugasan (account_id);
CREATE INDEX penugasan_peran ON penugasan (peran, wilayah_kode);

-- The one officer of before did all the work: he keeps it under its three names.
INSERT INTO penugasan (id, account_id, peran, wilayah_kode, mulai, dibuat_pada)
SELECT gen_random_uuid()::text, account.id, baru.peran, account.wilayah_kode, account.dibuat_pada::date, account.dibuat_pada
FROM account
JOIN (VALUES ('admin', 'admin'), ('petugas', 'verifikator_skpd'), ('petugas', 'pejabat_penghubung'), ('petugas', 'tim_teknis'))
    AS baru (lama, peran) ON baru.lama = account.peran;

ALTER TABLE account DROP COLUMN peran;
ALTER TABLE account DROP COLUMN wilayah_kode;
