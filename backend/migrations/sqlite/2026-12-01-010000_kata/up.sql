-- On PostgreSQL a word no longer asks whether its complaint is there. Here that costs little, and to take it away would
-- mean to write the largest table anew.
SELECT 1;
