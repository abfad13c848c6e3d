-- Where the provider answered; a corrected price of the region must find it again.
ALTER TABLE usage_event ADD COLUMN region text;
