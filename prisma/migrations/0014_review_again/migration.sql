-- A month whose work or hours have changed since its review is reviewed again, by an account manager as well.
create policy staff_updates on public.month_review for update to app_staff using (true) with check (true);
grant update on public.month_review to app_staff;
