-- A row of a file is found by its line: of two indexes that begin with the file, PostgreSQL took this one for it as well while the rows were new to
-- it, and went through the whole file for each.
ALTER TABLE batch_item DROP CONSTRAINT batch_item_college_batch_person_achievement_completed_on_key;
ALTER TABLE batch_item ADD CONSTRAINT batch_item_once UNIQUE (college, person, achievement, completed_on, batch);
