DROP TABLE kabar_keluar;
DROP TABLE kabar;
DROP TABLE kabar_antre;
