/** The filters of the queue as the address carries them. */
export type QueueAddress = {
  group: string | null;
  engagementId: string | null;
  priorities: string[];
  holder: string | null;
};

export function readQueueAddress(search: URLSearchParams): QueueAddress {
  return {
    group: search.get("group"),
    engagementId: search.get("engagement"),
    priorities: search.getAll("priority"),
    holder: search.get("holder"),
  };
}
