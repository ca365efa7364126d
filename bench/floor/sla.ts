// The floor of the bench of service levels: the same answers in the fastest plain way, for the shape of the
// bench's work only (start, acknowledge, pause, resume, stop), in one file and with nothing of ours.
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";

export type FloorCalendar = { firstDay: number; before: Float64Array; spans: Float64Array; per: number };
export type FloorMonth = { from: number; to: number };

const DAY = 86_400;

/** Open seconds before each UTC day, and each day's spans as pairs. */
export function floorCalendar(
  open: readonly { from: number; to: number }[],
  years: [number, number],
): FloorCalendar {
  const firstDay = Date.UTC(years[0], 0, 1) / 1000 / DAY;
  const days = Date.UTC(years[1] + 1, 0, 1) / 1000 / DAY - firstDay;
  const per = 4;
  const spans = new Float64Array(days * per * 2).fill(Number.POSITIVE_INFINITY);
  const before = new Float64Array(days + 1);
  const filled = new Uint8Array(days);
  for (const { from, to } of open)
    for (let at = from; at < to; ) {
      const day = Math.floor(at / DAY);
      const end = Math.min(to, (day + 1) * DAY);
      const index = day - firstDay;
      const slot = (index * per + (filled[index] ?? 0)) * 2;
      spans[slot] = at;
      spans[slot + 1] = end;
      filled[index] = (filled[index] ?? 0) + 1;
      before[index + 1] = (before[index + 1] ?? 0) + end - at;
      at = end;
    }
  for (let day = 0; day < days; day += 1) before[day + 1] = (before[day + 1] ?? 0) + (before[day] ?? 0);
  return { firstDay, before, spans, per };
}

export function openBefore({ firstDay, before, spans, per }: FloorCalendar, at: number): number {
  const day = Math.floor(at / DAY) - firstDay;
  let seconds = before[day] ?? 0;
  for (let slot = day * per * 2; ; slot += 2) {
    const from = spans[slot] ?? Number.POSITIVE_INFINITY;
    if (from >= at) return seconds;
    const to = spans[slot + 1] ?? 0;
    seconds += (at < to ? at : to) - from;
    if (slot >= (day + 1) * per * 2 - 2) return seconds;
  }
}

export type FloorInput = {
  contracts: number;
  calendars: FloorCalendar[];
  months: FloorMonth[][];
  targets: readonly number[];
};

class FloorCounter {
  readonly p: FloorInput;
  readonly counts: Int32Array;

  constructor(p: FloorInput) {
    this.p = p;
    this.counts = new Int32Array(p.contracts * (p.months[0]?.length ?? 0) * 2);
  }

  countOne(bytes: Buffer, place: number, item: { length: number; n: number; priority: number }): void {
    const zone = item.n % this.p.calendars.length;
    const calendar = this.p.calendars[zone] as FloorCalendar;
    const months = this.p.months[zone] as FloorMonth[];
    let since = 0;
    let net = 0;
    let stopped = 0;
    for (let at = place; at < place + item.length; at += 9 + bytes.readUInt8(at + 9)) {
      const kind = bytes.readUInt8(at + 8);
      const second = Math.floor(
        (bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4)) / 1000,
      );
      if (kind === 1 || kind === 4) since = openBefore(calendar, second);
      else if (kind === 3 || kind === 5) {
        if (since >= 0) net += openBefore(calendar, second) - since;
        since = -1;
        if (kind === 5) stopped = second;
      }
    }
    const target = (this.p.targets[item.priority - 1] ?? 0) * 60;
    for (let m = 0; m < months.length; m += 1) {
      const { from, to } = months[m] as FloorMonth;
      if (stopped >= from && stopped < to) this.bump(item.n, m, net > target);
      else if (stopped === 0 || stopped >= to)
        this.bumpOpen(bytes, place, item, { m, from, to, target, calendar });
    }
  }

  bumpOpen(
    bytes: Buffer,
    place: number,
    item: { length: number; n: number },
    p2: { m: number; from: number; to: number; target: number; calendar: FloorCalendar },
  ): void {
    let net = 0;
    let since = -1;
    for (let at = place; at < place + item.length; at += 9 + bytes.readUInt8(at + 9)) {
      const kind = bytes.readUInt8(at + 8);
      const second = Math.floor(
        (bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4)) / 1000,
      );
      if (second >= p2.to) break;
      if (kind === 1 || kind === 4) since = openBefore(p2.calendar, second);
      else if (kind === 3) {
        net += openBefore(p2.calendar, second) - since;
        since = -1;
      }
    }
    if (since >= 0) net += openBefore(p2.calendar, p2.to) - since;
    if (net > p2.target) this.bump(item.n, p2.m, true);
  }

  bump(n: number, m: number, breached: boolean): void {
    const place = (n * (this.p.months[0]?.length ?? 0) + m) * 2 + (breached ? 1 : 0);
    this.counts[place] = (this.counts[place] ?? 0) + 1;
  }
}

/** Met and breached by contract and month: COPY BINARY, then prefix sums. */
export async function floorAttainment(client: pg.Client, p: FloorInput): Promise<Int32Array> {
  const counter = new FloorCounter(p);
  const stream = client.query(
    copyTo(`copy (select (substr(e.title, 6))::int, (substr(w.priority, 2))::int, w.tape from work_item w
      join engagement e on e.id = w.engagement_id) to stdout (format binary)`),
  );
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of stream) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    let at = isFirst ? 19 : 0;
    isFirst = false;
    for (;;) {
      if (at + 22 > bytes.length || bytes.readInt16BE(at) < 0) break;
      const length = bytes.readInt32BE(at + 18);
      if (at + 22 + length > bytes.length) break;
      counter.countOne(bytes, at + 22, {
        length,
        n: bytes.readInt32BE(at + 6),
        priority: bytes.readInt32BE(at + 14),
      });
      at += 22 + length;
    }
    rest = bytes.subarray(at);
  }
  return counter.counts;
}

/** The best SQL we found, which spares itself the items that are open at a month's end:
 * windows over the events, and a join of each border with its day's open seconds. */
export const SQL_ATTAINMENT = `
  with run as (
    select work_item_id, at, type, lead(at) over w as until, max(at) filter (where type = 'stop') over (partition by
      work_item_id) as stopped
    from work_item_event where type <> 'close' window w as (partition by work_item_id order by at, position)),
  net as (
    select r.work_item_id, min(r.stopped) as stopped, sum(u.before + least(greatest(date_part('epoch', r.until) -
        u.s1, 0), u.e1 - u.s1) + least(greatest(date_part('epoch', r.until) - u.s2, 0), u.e2 - u.s2) - (f.before +
        least(greatest(date_part('epoch', r.at) - f.s1, 0), f.e1 - f.s1) +
        least(greatest(date_part('epoch', r.at) - f.s2, 0), f.e2 - f.s2))) as seconds
    from run r join work_item w on w.id = r.work_item_id join engagement e on e.id = w.engagement_id
    join bench_day f on f.zone = e.zone and f.day = div(date_part('epoch', r.at)::bigint, 86400)
    join bench_day u on u.zone = e.zone and u.day = div(date_part('epoch', r.until)::bigint, 86400)
    where r.type in ('start', 'acknowledge', 'resume') and r.until is not null and r.stopped is not null
    group by 1)
  select w.engagement_id, to_char(n.stopped at time zone e.zone, 'YYYY-MM') as month,
    count(*) filter (where n.seconds <= t.seconds)::int as met,
    count(*) filter (where n.seconds > t.seconds)::int as breached
  from net n join work_item w on w.id = n.work_item_id join engagement e on e.id = w.engagement_id
  join (values ('P1', 14400), ('P2', 28800), ('P3', 86400), ('P4', 172800)) t (priority, seconds)
    on t.priority = w.priority
  group by 1, 2`;
