ALTER TABLE account ADD COLUMN peran TEXT NOT NULL DEFAULT 'petugas';
ALTER TABLE account ADD COLUMN wilayah_kode TEXT NOT NULL DEFAULT '';
UPDATE account SET
    peran = CASE WHEN EXISTS (SELECT 1 FROM penugasan p WHERE p.account_id = account.id AND p.peran = 'admin')
        THEN 'admin' ELSE 'petugas' END,
    wilayah_kode = COALESCE((SELECT MIN(p.wilayah_kode) FROM penugasan p WHERE p.account_id = account.id), '');
DROP TABLE penugasan;
DROP TABLE bidang;
DROP TABLE skpd;
