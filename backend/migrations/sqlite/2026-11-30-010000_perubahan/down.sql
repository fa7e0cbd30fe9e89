DROP TABLE perubahan_masa;
DROP TABLE perubahan_lepas;
DROP TABLE perubahan;
DROP TABLE perubahan_antre;
