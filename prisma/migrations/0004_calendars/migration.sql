-- A contract may have a calendar per site, numbered on its own; '' is the calendar of the contract itself.
ALTER TABLE "calendar_version" ADD COLUMN "site_id" TEXT NOT NULL DEFAULT '';
DROP INDEX "calendar_version_engagement_id_number_key";
CREATE UNIQUE INDEX "calendar_version_engagement_id_site_id_number_key" ON "calendar_version"("engagement_id", "site_id", "number");
alter table public.calendar_version
  add constraint calendar_version_site check (site_id = '' or site_id ~ '^[a-z0-9][a-z0-9-]{0,39}$');

-- Whose public holidays a provider's team keeps, such as 'DE' or 'DE-BY'; '' works through them.
ALTER TABLE "listing" ADD COLUMN "holidays_of" TEXT NOT NULL DEFAULT '';
alter table public.listing
  add constraint listing_holidays_of check (holidays_of ~ '^([A-Z]{2}(-[A-Za-z0-9]{1,5})?)?$');
