import type { LevelCourse } from "../../domain/service-levels/month-course.ts";
import type { Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";

/** Keeps how a month filled up, beside its frozen figures: what later months are forecast from. */
export async function writeMonthCourse(
  { tx }: Deed,
  p: { engagement: ContractedEngagement; month: string; courses: readonly LevelCourse[] },
): Promise<void> {
  const { id: engagementId, organizationId, providerId } = p.engagement;
  const levels = p.courses as unknown as Prisma.InputJsonValue;
  await tx.monthCourse.create({
    data: { engagementId, organizationId, providerId, period: p.month, levels },
    select: { id: true },
  });
}
