-- Photos on their way in. `diterima_bytes` is what was acknowledged: those bytes are on the disk. One photo of one
-- record has one upload, however often its creation is sent.
CREATE TABLE unggahan (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    diterima_bytes BIGINT NOT NULL,
    dibuat_pada TIMESTAMP NOT NULL,
    kedaluwarsa TIMESTAMP NOT NULL,
    UNIQUE (aduan_id, sha256)
);
CREATE INDEX unggahan_kedaluwarsa ON unggahan (kedaluwarsa);
