-- The life of an account: how its owner first comes in, the second step of a login, what wrong passwords cost.

ALTER TABLE account ADD COLUMN email TEXT;
ALTER TABLE account ADD COLUMN hp TEXT;
-- Whoever came in with a one-time password chooses his own before anything else.
ALTER TABLE account ADD COLUMN wajib_ganti BOOLEAN NOT NULL DEFAULT FALSE;
-- The last day of an account whose owner leaves, in WITA.
ALTER TABLE account ADD COLUMN tutup_sesudah DATE;

ALTER TABLE sesi ADD COLUMN peramban TEXT NOT NULL DEFAULT '';
ALTER TABLE sesi ADD COLUMN dipakai_pada TIMESTAMP;

CREATE INDEX penugasan_wilayah ON penugasan (wilayah_kode);

-- The words by which an account is found.
CREATE TABLE account_kata (
    kata TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (kata, account_id)
);
CREATE INDEX account_kata_account ON account_kata (account_id);

-- One-time passwords; only the hash is kept.
CREATE TABLE sekali_pakai (
    hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    dibuat_oleh TEXT REFERENCES account (id),
    dibuat_pada TIMESTAMP NOT NULL,
    kedaluwarsa TIMESTAMP NOT NULL,
    dipakai_pada TIMESTAMP
);
CREATE INDEX sekali_pakai_account ON sekali_pakai (account_id);
CREATE INDEX sekali_pakai_kedaluwarsa ON sekali_pakai (kedaluwarsa);

-- The second step: the secret is encrypted with a key that the database does not hold.
CREATE TABLE totp (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    rahasia TEXT NOT NULL,
    -- The last time step whose code was used, so that no code is good twice.
    langkah BIGINT NOT NULL,
    dibuat_pada TIMESTAMP NOT NULL,
    dipasang_pada TIMESTAMP
);

CREATE TABLE totp_pemulihan (
    hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    dipakai_pada TIMESTAMP
);
CREATE INDEX totp_pemulihan_account ON totp_pemulihan (account_id);

-- By the name that was typed, whether or not there is such an account: so a guesser learns nothing by waiting.
CREATE TABLE gagal_masuk (
    nama_pengguna TEXT PRIMARY KEY,
    jumlah INTEGER NOT NULL,
    terakhir TIMESTAMP NOT NULL,
    terkunci_sampai TIMESTAMP NOT NULL
);
CREATE INDEX gagal_masuk_terakhir ON gagal_masuk (terakhir);

-- Whoever stood before is found by the name he logs in with; his own name is added when it next changes.
INSERT INTO account_kata (kata, account_id) SELECT nama_pengguna, id FROM account;
