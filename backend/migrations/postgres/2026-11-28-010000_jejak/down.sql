DROP TABLE jejak_rantai;
DROP TABLE jejak_antre;
DROP TABLE jejak;
DROP FUNCTION jejak_tetap();
