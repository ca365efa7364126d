-- CreateTable
CREATE TABLE "stripe_pace" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "stripe_pace_pkey" PRIMARY KEY ("key")
);

-- Requests of the running second, by endpoint of Stripe's. Nobody's data: names of endpoints and counts.
revoke all on public.stripe_pace from app_user, app_worker, app_staff;
grant select, insert, update on public.stripe_pace to app_user, app_worker;
